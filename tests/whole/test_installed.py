"""The wheel, installed where there is nothing but what it asks for: no development dependency."""

import re
import subprocess
import sys
import venv
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from trove_classifiers import classifiers

from tests.support.places import ROOT, TESTS

DATA = TESTS / "data"
GUIDE = "back-spasm-guide"
PLACE = "import sysconfig; print(sysconfig.get_path('purelib'))"
NAMES = "from importlib.metadata import distributions as d; print(*(each.name for each in d()))"


class Installed(NamedTuple):
    """The wheel's environment; its commands run in `home`, with nothing set that is set here."""

    wheel: Distribution
    programs: Path
    home: Path
    cache: Path

    def run(self, program: str, *arguments: str) -> str:
        """What it says; it must end well and complain of nothing."""
        done = subprocess.run(  # noqa: S603
            [self.programs / program, *arguments],
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
            cwd=self.home,
            env={"HOME": str(self.home), "XDG_CACHE_HOME": str(self.cache), "LANG": "C.UTF-8"},
        )
        assert (done.stderr, done.returncode) == ("", 0)
        return done.stdout


def asked_for(package: Distribution) -> dict[str, Distribution]:
    """All that it asks for on this machine without an extra, and what that asks for in turn."""
    found: dict[str, Distribution] = {}
    for wanted in map(Requirement, package.requires or []):
        name = canonicalize_name(wanted.name)
        if name not in found and (not wanted.marker or wanted.marker.evaluate({"extra": ""})):
            found |= {name: distribution(name), **asked_for(distribution(name))}
    return found


def link(package: Distribution, folder: Path) -> None:
    """Put into `folder` what the package has in the folder where it is installed here."""
    for top in {file.parts[0] for file in package.files or [] if file.parts[0] != ".."}:
        if not (folder / top).exists():
            (folder / top).symlink_to(str(package.locate_file(top)))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, cache_folder: Path) -> Installed:
    folder = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "-d", str(folder)]
    subprocess.run(build, check=True, capture_output=True, cwd=ROOT, timeout=60)  # noqa: S603
    [file] = folder.glob("*.whl")
    [wheel] = distributions(path=[str(file)])
    venv.create(folder, symlinks=True)
    here = Installed(wheel, folder / "bin", folder / "home", cache_folder)
    here.home.mkdir()
    place = Path(here.run("python", "-c", PLACE).strip())
    for package in asked_for(wheel).values():
        link(package, place)
    uv = [str(Path(sys.executable).with_name("uv")), "pip", "install", "--quiet", "--offline"]
    install = [*uv, "--no-deps", "--python", str(here.programs / "python"), str(file)]
    subprocess.run(install, check=True, timeout=60)  # noqa: S603
    return here


def test_nothing_is_there_but_what_it_asks_for(installed: Installed) -> None:
    there = {canonicalize_name(name) for name in installed.run("python", "-c", NAMES).split()}
    assert there == {GUIDE, *asked_for(installed.wheel)}
    assert there & {"ask-sdk-model-runtime", "ask-smapi-model", "moto", "pytest"} == set()


def test_it_tells_an_index_what_it_is(installed: Installed) -> None:
    told = installed.wheel.metadata
    assert (told["Name"], told["License-Expression"]) == (GUIDE, "Apache-2.0")
    assert told["Summary"].startswith("A voice guide to back spasms")
    assert "back spasm" in told["Keywords"].split(",")
    assert told.get_all("License-File") == ["LICENSE"]
    assert told["Description-Content-Type"] == "text/markdown"
    assert str(told.json["description"]).startswith("# The back spasm guide")
    claimed = told.get_all("Classifier") or []
    assert set(claimed) <= classifiers
    tested = [name.rpartition(" ")[2] for name in claimed if re.search(r"Python :: 3\.", name)]
    assert tested == ["3.11", "3.12", "3.13"]


def test_it_answers(installed: Installed) -> None:
    said = installed.run(GUIDE, "ask", "how long should i ice my back")
    assert said.startswith("Ice your back for twenty to thirty minutes at a time,")


def test_it_packages_the_skill(installed: Installed) -> None:
    told = installed.run(GUIDE, "package").splitlines()[-1]
    assert told.startswith("build: ready for ask deploy, and for the store once the 11 things")
    assert (installed.home / "build" / "skill-package" / "skill.json").exists()


def test_it_checks_a_clinics_content(installed: Installed) -> None:
    said = installed.run(GUIDE, "check-content", str(DATA / "clinic.toml"))
    assert said == "clinic.toml: nothing is wrong with it\n"


def test_it_tells_how_well_questions_are_understood(installed: Installed) -> None:
    said = installed.run(GUIDE, "evaluate", str(DATA / "questions.jsonl"))
    assert said.startswith("In scope:  ")
