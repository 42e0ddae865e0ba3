"""Rings what has been set with no talk open, until all of it has rung or a talk takes over."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event

from local_voice.clocks import TalkClock
from local_voice.speech.player import Player
from local_voice.speech.speaker import Speaker
from local_voice.speech.voice import Voice
from local_voice.terminal.leaving import takes_over
from local_voice.terminal.terminal import Terminal
from local_voice.timers.alarm import Alarm
from local_voice.timers.database import Timer, TimerDatabase
from local_voice.timers.ringer import Ringer
from skill.clock import Clock
from skill.settings import data_folder

_LOOK = 0.5  # seconds: so soon a talk that opens has the alarm to itself


def ring_out(locale: str, folder: Path | None = None, clock: Clock | None = None) -> None:
    """Block until nothing is left to ring. Raises `StoreError` if the timers cannot be read."""
    folder, clock = folder or data_folder(), clock or TalkClock()
    timers = TimerDatabase(folder / "timers.db")
    holds, terminal = takes_over(folder), Terminal()
    with Voice(Speaker(locale), Player(), terminal.note) as voice:

        def ring(timer: Timer) -> None:
            terminal.alarm(timer.words, timer.kind)
            voice.ring(timer.words)

        def missed(timer: Timer, when: datetime) -> None:
            terminal.alarm(f"{timer.words} It rang at {when.astimezone():%H:%M}.", timer.kind)

        alarm = Alarm(lambda timer: voice.ring(timer.words), lambda *_: None)
        ringer = Ringer(timers, ring, missed, clock, alarm=alarm)
        ringer.start()
        try:
            _wait(lambda: holds() and (alarm.rings or timers.next_due() is not None))
            if holds():
                voice.wait()
        finally:
            ringer.stop()
            timers.close()


def _wait(while_: Callable[[], bool]) -> None:
    never = Event()
    while while_():
        never.wait(_LOOK)
