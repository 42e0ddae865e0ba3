"""The tests themselves come to an end: in the background too, and when one of them hangs."""

import subprocess
import sys
from pathlib import Path

from tests.support.places import ROOT

PYTEST = f"exec '{sys.executable}' -m pytest -p no:xdist -p no:cacheprovider"
ADDRESS = "tests/local_voice/simulator/test_run.py -k address"


def in_shell(line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S602
        line, shell=True, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT
    )


def test_what_is_started_heeds_a_signal_that_the_tests_were_told_to_ignore() -> None:
    done = in_shell(f"trap '' INT TERM HUP; {PYTEST} {ADDRESS}")
    assert "1 passed" in done.stdout, done.stdout
    assert done.returncode == 0


def test_a_test_that_waits_for_ever_fails_and_its_place_is_told(tmp_path: Path) -> None:
    file = tmp_path / "test_late.py"
    waits = "from threading import Event\ndef test_late():\n    Event().wait()\n"
    file.write_text(f"{waits}def test_next():\n    pass\n")
    done = in_shell(f"{PYTEST} -c pyproject.toml -o timeout=1 '{file}'")
    assert "test_late.py:3: " in done.stdout
    assert "Failed: Timeout (>1.0s)" in done.stdout
    assert "1 failed, 1 passed" in done.stdout
    assert done.returncode == 1
