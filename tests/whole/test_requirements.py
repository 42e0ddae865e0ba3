"""requirements.lock installs everywhere: whatever the kernel is called, and what each system needs.

pip 24.1 to 25.3 end in a traceback when a marker compares `platform_release` with a version and the
kernel's name is none, such as 6.8.0-45-generic.
"""

import re
from collections import Counter
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.support.places import ROOT

LOCK = ROOT / "requirements.lock"
KERNELS = {
    "6.8.0-45-generic": "linux",  # Ubuntu
    "6.1.0-26-amd64": "linux",  # Debian
    "6.11.4-301.fc41.x86_64": "linux",  # Fedora
    "6.6.54-2-MANJARO": "linux",
    "6.11.5-arch1-1": "linux",
    "6.6.51+rpt-rpi-v8": "linux",  # Raspberry Pi
    "5.15.167.4-microsoft-standard-WSL2": "linux",
    "6.1.112-124.190.amzn2023.x86_64": "linux",
    "24.1.0": "darwin",
    "11": "win32",
}
SYSTEMS = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}
SPEAKS_WITH = {
    "linux": {"espeakng-loader"},
    "darwin": {"pyobjc-core", "pyobjc-framework-cocoa"},
    "win32": {"comtypes", "pypiwin32", "pywin32"},
}


def locked(lock: Path = LOCK) -> list[Requirement]:
    lines = lock.read_text("utf-8").splitlines()
    return [Requirement(line.rstrip("\\")) for line in lines if "==" in line]


def installed(python: str, release: str) -> list[str]:
    """The names of what pip installs on such a machine."""
    there = {
        "sys_platform": KERNELS[release],
        "platform_system": SYSTEMS[KERNELS[release]],
        "platform_release": release,
        "python_version": python,
        "python_full_version": f"{python}.1",
    }
    return [each.name for each in locked() if not each.marker or each.marker.evaluate(there)]


def test_no_marker_asks_for_the_name_of_the_kernel() -> None:
    markers = [str(each.marker) for each in locked() if each.marker]
    assert any("sys_platform" in marker for marker in markers)
    assert [marker for marker in markers if "platform_release" in marker] == []


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("release", KERNELS)
def test_each_machine_gets_each_package_once_and_what_it_speaks_with(
    python: str, release: str
) -> None:
    names = installed(python, release)
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert {"ask-sdk-core", "flask", "networkx", "pyttsx3"} <= set(names)
    everywhere = set().union(*SPEAKS_WITH.values())
    assert everywhere & set(names) == SPEAKS_WITH[KERNELS[release]]


LOCKS = [LOCK, *sorted((ROOT / "tests").glob("*.lock"))]


def test_each_target_that_installs_has_its_lock() -> None:
    assert [lock.name for lock in LOCKS[1:]] == ["audit.lock", "bench.lock", "soak.lock"]
    recipes = (ROOT / "Makefile").read_text("utf-8")
    for lock in LOCKS[1:]:
        assert f"\t@$(LOCKED) tests/{lock.name}\n" in recipes, lock
    installs = [line for line in recipes.splitlines() if "$(PIP)" in line]
    assert len(installs) == 3
    assert "--require-hashes -r tests/home_assistant/requirements.lock\n" in recipes
    assert [
        line for line in installs if "--require-hashes" not in line and "-e ." not in line
    ] == []


OF_HOME_ASSISTANT = ROOT / "tests" / "home_assistant" / "requirements.lock"


@pytest.mark.parametrize("lock", [*LOCKS, OF_HOME_ASSISTANT], ids=lambda lock: lock.name)
def test_a_lock_holds_versions_and_hashes_and_nothing_else(lock: Path) -> None:
    """No address of a registry: whoever installs asks their own."""
    entries = lock.read_text("utf-8").replace("\\\n", " ").splitlines()
    assert entries
    for entry in entries:
        requirement, *hashes = entry.split(" --hash=")
        assert "==" in requirement, entry
        assert "://" not in entry
        assert hashes, entry
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each.strip()) for each in hashes), entry


def test_the_tools_share_the_versions_of_what_is_installed_already() -> None:
    pinned = {each.name: str(each.specifier) for each in locked()}
    for lock in LOCKS[1:]:
        own = {each.name: str(each.specifier) for each in locked(lock)}
        assert {
            name: version for name, version in own.items() if pinned.get(name, version) != version
        } == {}
