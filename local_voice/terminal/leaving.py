"""Leaving while a timer runs: what becomes of it, and how it may ring with no talk open."""

import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from local_voice.terminal.bar import clock_time, left, name
from local_voice.timers.database import Timer
from skill.storage.own_files import write_file

_RINGS = "ringer"  # the file in the data folder that says who rings
_ALONE = getattr(subprocess, "DETACHED_PROCESS", 0) | getattr(
    subprocess, "CREATE_NEW_PROCESS_GROUP", 0
)

YES = frozenset({"y", "yes", "yeah", "yep", "sure", "ok", "okay", "please", "yes please"})
NO = frozenset({"n", "no", "nope", "no thanks", "stop", "quit", "exit", "bye", "goodbye", "leave"})

RINGS_ON = "It will ring. Start the talk again to change it."
TO_HEAR = "Start the talk again to hear it."
RINGS_NOT = f"It goes on without a sound. {TO_HEAR}"


def asked(timer: Timer, now: float, *, can_ring: bool) -> str:
    """What is asked of somebody who leaves, when `timer` is the next to ring."""
    if timer.reminder is None:
        tells = f"Your {name(timer)} has {left(timer, now)}, until {clock_time(timer)}."
    else:
        tells = f"Your reminder is for {clock_time(timer)}."
    if can_ring:
        return f"{tells} Shall it ring with the talk closed? Type yes or no, or go on talking."
    return f"{tells} It rings only while the talk is open. Stop once more to leave."


def kept(timer: Timer, now: float) -> str:
    """What is told of a timer that is paused."""
    return f"Your {name(timer)} is kept, paused with {left(timer, now)}."


def ring_alone(locale: str) -> bool:
    """Start a process that rings the timers and ends with the last; whether it could be started."""
    command = [sys.executable, "-P", "-m", "local_voice", "ring", "--locale", locale]
    with suppress(OSError):
        subprocess.Popen(  # noqa: S603 - our own command
            command,
            cwd=Path.home(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # it outlives the terminal
            creationflags=_ALONE,
        )
        return True
    return False


def takes_over(folder: Path) -> Callable[[], bool]:
    """Ring from now on in place of whoever did; gives what tells whether that still holds.

    Where nothing can be written it holds for ever: two that ring are better than none.
    """
    file, own = folder / _RINGS, f"{os.getpid()} {secrets.token_hex(8)}"
    with suppress(OSError):
        write_file(file, own.encode())

    def holds() -> bool:
        try:
            return file.read_text("utf-8") == own
        except OSError:
            return True

    return holds
