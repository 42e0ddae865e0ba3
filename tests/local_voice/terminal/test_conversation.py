"""The talk at a real terminal: what stands out, what the keys do, and how an alarm is stopped."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.at_terminal import AtTerminal, person, run_command

CTRL_C, CTRL_D = "\x03", "\x04"
WELCOME = "What would you like to know?"


@pytest.fixture
def environment(tmp_path: Path, cache_folder: Path) -> dict[str, str]:
    kept = {name: word for name, word in os.environ.items() if name != "NO_COLOR"}
    return {
        **kept,
        "TERM": "xterm-256color",
        "TZ": "UTC",
        "XDG_CACHE_HOME": str(cache_folder),
        "XDG_DATA_HOME": str(tmp_path),
    }


@pytest.fixture
def window(environment: dict[str, str]) -> Iterator[AtTerminal]:
    with person(environment, "--mute") as at:
        at.wait_for('Ask anything, or say "help me now". Enter hushes, Ctrl-D leaves.')
        at.wait_for(WELCOME)
        at.wait_for("You:")
        yield at


def test_an_emergency_stands_in_a_box_and_nothing_else_does(window: AtTerminal) -> None:
    window.type("both my legs are numb\r")
    window.wait_for("┏━ Guide ━")
    window.wait_for("Call 911 now, or go to an emergency")
    window.wait_for("You:")
    window.type("what is a back spasm\r")
    window.wait_for("Guide: A back spasm is a sudden tightening")


@pytest.mark.parametrize("plain", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_plain_terminal_gets_neither_box_nor_colour(
    plain: dict[str, str], environment: dict[str, str]
) -> None:
    with person(environment | plain, "--mute") as at:
        at.wait_for(WELCOME)
        at.wait_for("You:")
        at.type("both my legs are numb\r")
        at.wait_for("Guide: Call 911 now, or go to an emergency")


def test_help_names_the_terminals_own_keys(window: AtTerminal) -> None:
    window.type("help\r")
    window.wait_for("start an ice timer, show me exercises, or help me now.")
    window.wait_for("Here: Enter hushes. The arrow up brings back what you said")


def test_with_nothing_set_both_keys_leave_at_once(environment: dict[str, str]) -> None:
    for key in (CTRL_C, CTRL_D):
        with person(environment, "--mute") as at:
            at.wait_for(WELCOME)
            at.wait_for("You:")
            at.type(key)
            assert at.ended() == 0


def test_an_alarm_is_boxed_and_stopped_by_a_key_and_stop_does_not_leave(
    environment: dict[str, str],
) -> None:
    with person(environment, "--mute", "--time-lapse", "600") as at:
        at.wait_for(WELCOME)
        at.type("start an ice timer for ten minutes\r")
        at.wait_for("┏━ Timer ━")
        at.wait_for("Time to take the ice off your back.")
        at.wait_for("You:")
        at.type("stop\r")
        at.wait_for("The alarm is off.")
        at.wait_for("You:")
        at.type("thank you\r")
        at.wait_for("You're welcome.")
        at.wait_for("You:")
        at.type(CTRL_D)
        assert at.ended() == 0


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--rate", "20"], "Invalid value for '--rate': 20 is not in the range 80<=x<=300."),
        (["--voice", "x"], "there is no voice x; use one of en-029,"),
    ],
)
def test_a_voice_that_cannot_be_is_one_line(
    arguments: list[str], line: str, environment: dict[str, str]
) -> None:
    run = run_command("talk", *arguments, environment=environment)
    assert run.stderr.startswith(f"back-spasm-guide: {line}")
    assert (run.stderr.count("\n"), run.returncode) == (1, 2)


def test_the_faults_are_listed_by_their_kind(environment: dict[str, str]) -> None:
    told = run_command("talk", "--help", environment=environment).stdout
    assert "success that says nothing of use:\n    empty_answer, html_answer," in told
    assert "for reminders and the time zone alone:\n    reminders_unauthorized," in told
