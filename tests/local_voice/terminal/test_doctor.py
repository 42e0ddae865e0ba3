"""The doctor: one line a part, and what to do where one is missing."""

import os
import re
from pathlib import Path

import pytest

from local_voice.speech import natural
from local_voice.terminal import doctor
from local_voice.terminal.doctor import Finding
from tests.support.at_terminal import run_command

PARTS = ("Python", "content", "store", "cache", "voice", "natural voice", "recogniser")


@pytest.fixture
def home(tmp_path: Path, cache_folder: Path) -> dict[str, str]:
    """A computer with no player and no recorder."""
    return {
        **os.environ,
        "PATH": str(tmp_path),
        "XDG_CACHE_HOME": str(cache_folder),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }


def marks(told: str) -> dict[str, str]:
    """What each part is marked with; columns are two spaces apart."""
    lines = [
        re.split(r"  +", line.replace("missing ", "missing  ")) for line in told.splitlines()[:-1]
    ]
    return {part: mark for mark, part, *_ in lines}


def test_without_sound_the_talk_goes_on_in_print(home: dict[str, str]) -> None:
    run = run_command("doctor", environment=home)
    assert (run.returncode, run.stderr) == (0, "")
    assert marks(run.stdout) == {
        **dict.fromkeys(PARTS, "ok"),
        **dict.fromkeys(("player", "microphone"), "missing"),
    }
    assert run.stdout.count("on Linux install alsa-utils") == 2
    assert (
        "for en-US and en-CA; en-GB, en-AU, en-IN keep the other until a British one ships"
    ) in run.stdout
    assert run.stdout.splitlines()[-1] == (
        "The talk works in print; what is missing above adds to it."
    )


def test_a_store_that_cannot_be_written_is_wrong(home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    run = run_command("doctor", environment=home)
    assert (run.returncode, marks(run.stdout)["store"]) == (1, "wrong")
    assert "see that its folder can be written and the disk is not full" in run.stdout
    assert run.stdout.splitlines()[-1] == "The talk does not work yet: see what is wrong above."


def test_a_player_and_a_recorder_that_work_are_ok(home: dict[str, str], tmp_path: Path) -> None:
    for name, does in (("aplay", "exit 0"), ("arecord", "exec /usr/bin/head -c 9600 /dev/zero")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    run = run_command("doctor", environment=home)
    assert set(marks(run.stdout).values()) == {"ok"}
    assert run.stdout.splitlines()[-1] == "All is well: back-spasm-guide talk"


def test_a_clinics_file_that_is_wrong_is_named(home: dict[str, str], tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.toml"
    clinic.write_text("[guide]\nnothing = 1\n")
    run = run_command("doctor", "--content", clinic, environment=home)
    assert (run.returncode, marks(run.stdout)["content"]) == (1, "wrong")
    assert "run back-spasm-guide check-content on it" in run.stdout


def test_each_line_tells_a_part_what_was_found_and_what_to_do() -> None:
    found = [Finding("ear", "good"), Finding("microphone", "none", "plug one in")]
    assert doctor.lines(found) == [
        "ok      ear         good",
        "missing microphone  none; plug one in",
        "The talk works in print; what is missing above adds to it.",
    ]


def test_without_the_natural_voice_it_says_what_would_be_better(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(natural, "available", lambda: False)
    (found,) = [each for each in doctor.findings() if each.part == "natural voice"]
    assert doctor.lines([found])[0] == (
        "missing natural voice  the natural voice is not installed; for en-US and en-CA run"
        ' "pip install back-spasm-guide[natural]"'
    )
