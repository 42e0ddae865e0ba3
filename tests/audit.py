"""The supply chain, as `make audit` prints it: known weaknesses, and every dependency's licence.

Exit status 1 for a weakness, or a licence that does not go with Apache-2.0; 3 when something could
not be looked up: what was not checked is never called clean.
"""

import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import NamedTuple

LOCK = Path(__file__).parents[1] / "requirements.lock"
WEAK, UNCHECKED = 1, 3
REMARKED = {
    "espeakng-loader": "MIT; brings espeak-ng, GPL-3.0-or-later, which pip puts beside the guide:"
    " neither the guide nor its Lambda bundle contains it",
    "pyphen": "GPL-2.0+, LGPL-2.1+ or MPL-1.1, at choice; for tests alone",
}
"""Licences that want a word. Each was found compatible by a person."""

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_COMPATIBLE = re.compile(r"\b(MIT|BSD|Apache|ISC|PSF|MPL|CNRI)\b")


class Findings(NamedTuple):
    """What pip-audit found, a line each; and the names of what it could not look up."""

    weaknesses: list[str]
    unchecked: list[str]


def pinned() -> dict[str, str]:
    """Every dependency with its version, those for other systems too."""
    return dict(_PINNED.findall(LOCK.read_text("utf-8")))


def licence_of(name: str) -> str | None:
    """What the installed package says of itself, "" for nothing; None when it is not installed."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return None
    classified = [c for c in about.get_all("Classifier", []) if c.startswith("License ::")]
    said = about["License-Expression"] or ", ".join(c.rpartition(" :: ")[2] for c in classified)
    return said or (about["License"] or "").partition("\n")[0]


def is_compatible(name: str, licence: str) -> bool:
    """Whether software under Apache-2.0 may depend on it."""
    return name in REMARKED or bool(_COMPATIBLE.search(licence) and "GPL" not in licence)


def read_findings(report: str) -> Findings:
    """From pip-audit's JSON; when it is none, because it could not run, nothing was checked."""
    try:
        looked_up = json.loads(report)["dependencies"]
    except (ValueError, KeyError):
        return Findings([], sorted(pinned()))
    return Findings(
        [f"{d['name']} {d['version']}: {w['id']}" for d in looked_up for w in d.get("vulns", ())],
        [d["name"] for d in looked_up if "skip_reason" in d],
    )


def _report() -> str:
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--require-hashes"]
    command += ["--disable-pip", "--format", "json", "--progress-spinner", "off"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603 - our own command


def main() -> int:
    known = pinned()
    licences = {name: said for name in known if (said := licence_of(name)) is not None}
    unfit = [name for name, said in licences.items() if not is_compatible(name, said)]
    for name, said in licences.items():
        print(f"  {name} {known[name]}: {REMARKED.get(name, said)}")
    print(f"licences: {len(licences)} read, {len(unfit)} not compatible {' '.join(unfit)}")
    print(f"for other systems, not installed here: {' '.join(sorted(known - licences.keys()))}")
    weaknesses, unchecked = read_findings(_report())
    for weakness in weaknesses:
        print(f"  WEAK: {weakness}")
    checked = len(known) - len(unchecked)
    print(f"weaknesses: {len(weaknesses)} found in the {checked} of {len(known)} looked up")
    if unchecked:
        print(f"NOT CHECKED: {len(unchecked)}; the database is out of reach or does not know them")
    return WEAK if weaknesses or unfit else UNCHECKED if unchecked else 0


if __name__ == "__main__":
    sys.exit(main())
