"""Leaving the talk at a real terminal: nobody is left with ice on the back and no alarm."""

import os
import select
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from local_voice.terminal import leaving
from local_voice.timers.database import Timer, TimerDatabase
from skill.storage.own_files import APP
from tests.support.at_terminal import COMMAND, LONGEST_WAIT, AtTerminal, person

PLAYER = '#!/bin/sh\ncat "$1" > /dev/null\necho played > {heard}\n'
CTRL_C, CTRL_D = "\x03", "\x04"
PROMPT = "left, until"
"""The live line below the prompt: what is typed before it is there is typed to nobody."""

SHALL_IT_RING = "Shall it ring with the talk closed? Type yes or no, or go on talking."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data" / APP


@pytest.fixture
def environment(tmp_path: Path, cache_folder: Path) -> dict[str, str]:
    """One whose player tells of each sound through a pipe."""
    os.mkfifo(tmp_path / "heard")
    player = tmp_path / "bin" / "aplay"
    player.parent.mkdir()
    player.write_text(PLAYER.format(heard=tmp_path / "heard"))
    player.chmod(0o755)
    return {
        **os.environ,
        "NO_COLOR": "1",
        "HOME": str(tmp_path),
        "PATH": f"{player.parent}:/usr/bin:/bin",
        "TERM": "xterm",
        "TZ": "UTC",
        "XDG_CACHE_HOME": str(cache_folder),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }


@pytest.fixture
def window(environment: dict[str, str], tmp_path: Path) -> Iterator[AtTerminal]:
    """Somebody with ice on the back, and sound that nobody waits for."""
    hearing = os.open(tmp_path / "heard", os.O_RDWR)
    with person(environment) as at:
        at.wait_for("What would you like to know?")
        at.type("start an ice timer\r")
        at.wait_for("Your ice timer is set for twenty minutes.")
        at.wait_for("in two hours?")
        at.wait_for(PROMPT)
        yield at
    os.close(hearing)


@pytest.mark.parametrize("leave", [CTRL_D, "stop\r"])
def test_who_leaves_is_asked_and_a_second_time_lets_go(leave: str, window: AtTerminal) -> None:
    window.type(leave)
    window.wait_for("Your ice timer has")
    window.wait_for(SHALL_IT_RING)
    window.wait_for(PROMPT)
    window.type(leave)
    window.wait_for("It goes on without a sound. Start the talk again to hear it.")
    assert window.ended() == 0


def test_ctrl_c_clears_the_line(window: AtTerminal) -> None:
    window.type(f"how long{CTRL_C}how much time is left\r")
    window.wait_for("Your ice timer has")


def test_who_goes_on_talking_stays_and_leaves_freely_once_nothing_runs(window: AtTerminal) -> None:
    window.type(CTRL_D)
    window.wait_for(SHALL_IT_RING)
    window.wait_for(PROMPT)
    window.type("cancel the timer\r")
    window.wait_for("Your ice timer is off.")
    window.type("stop\r")
    window.wait_for("Take care of your back.")
    assert window.ended() == 0


def test_a_timer_that_is_paused_is_kept(window: AtTerminal) -> None:
    window.type("pause the timer\r")
    window.wait_for("Paused, with")
    window.wait_for("left, paused")
    window.type(CTRL_D)
    window.wait_for("Your ice timer is kept, paused with")
    assert window.ended() == 0


def test_a_yes_leaves_a_process_that_rings_until_a_talk_takes_over(
    window: AtTerminal, data: Path
) -> None:
    window.type(CTRL_D)
    window.wait_for(SHALL_IT_RING)
    window.wait_for(PROMPT)
    before = (data / "ringer").read_text()
    window.type("yes\r")
    window.wait_for("It will ring. Start the talk again to change it.")
    assert window.ended() == 0
    deadline = time.monotonic() + LONGEST_WAIT
    while (words := (data / "ringer").read_text()) == before or not words:
        assert time.monotonic() < deadline, "nobody rings"
    alone = os.pidfd_open(int(words.split()[0]))
    leaving.takes_over(data)
    assert select.select([alone], [], [], LONGEST_WAIT)[0] == [alone]
    os.close(alone)


def test_ring_sounds_again_and_again_and_stops_for_a_talk(
    environment: dict[str, str], data: Path, tmp_path: Path
) -> None:
    data.mkdir(parents=True)
    now = time.time()
    with closing(TimerDatabase(data / "timers.db")) as timers:
        ice = Timer("1", "ice", "Ice off.", "en-US", 60, "ON", now + 2, None, now, now)
        timers.add(ice, lambda _: None)
    ring = subprocess.Popen(  # noqa: S603 - our own command
        [*COMMAND, "ring"], env=environment, stdout=subprocess.PIPE, text=True
    )
    heard = os.open(tmp_path / "heard", os.O_RDWR)  # which no player's end closes
    played = b""
    while played.count(b"played\n") < 2:  # the chime, and the words after it
        assert select.select([heard], [], [], LONGEST_WAIT)[0] == [heard]
        played += os.read(heard, 64)
    leaving.takes_over(data)
    assert ring.communicate(timeout=LONGEST_WAIT)[0] == "Timer: Ice off.\n"
    assert ring.returncode == 0
    os.close(heard)
    with closing(sqlite3.connect(data / "timers.db")) as rows:
        assert rows.execute("SELECT status FROM timers").fetchall() == [("OFF",)]


@pytest.mark.usefixtures("utc")
def test_the_question_names_what_runs_and_until_when() -> None:
    heat = Timer("1", "heat", "Heat off.", "en-US", 900, "ON", 50_400.0, None, 0, 0)
    reminder = Timer("2", None, "Time.", "en-US", 1, "ON", 50_400.0, None, 0, 0, "{}")
    assert leaving.asked(heat, 49_800, can_ring=True) == (
        f"Your heat timer has 10:00 left, until 2:00 pm. {SHALL_IT_RING}"
    )
    assert leaving.asked(heat, 49_800, can_ring=False) == (
        "Your heat timer has 10:00 left, until 2:00 pm. "
        "It rings only while the talk is open. Stop once more to leave."
    )
    assert leaving.asked(reminder, 0, can_ring=True) == (
        f"Your reminder is for 2:00 pm. {SHALL_IT_RING}"
    )


def test_where_nothing_can_be_written_everybody_rings(tmp_path: Path) -> None:
    assert leaving.takes_over(tmp_path / "nowhere")()
