"""A clock for one talk: it begins as the wall's, then runs on as time really passes.

So whoever sets the computer's clock in the middle of a talk moves no timer.
"""

import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from skill.clock import Clock, system_clock

_NAMES = ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC")
"""On Linux the first goes on while the computer sleeps, on macOS the second."""


_LATER = re.compile(r"\[(\d{1,5}) (second|minute|hour|day)s? later\]")
_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}


def seconds_passed() -> float:
    """Seconds since some moment, those among them in which the computer slept."""
    for name in _NAMES:
        if hasattr(time, name):
            return time.clock_gettime(getattr(time, name))
    return time.monotonic()


def seconds_later(line: str) -> int | None:
    """What "[7 minutes later]" puts the clock forward by; None for any other line.

    >>> seconds_later("[7 minutes later]"), seconds_later("[8 days later]")
    (420, 691200)
    """
    later = _LATER.fullmatch(line)
    return int(later[1]) * _UNITS[later[2]] if later else None


class _Anchor(NamedTuple):
    """A moment: what `passed` gave then, what this clock showed, and how fast it runs since."""

    passed: float
    shown: datetime
    time_lapse: float


class TalkClock:
    """A `Clock` that never goes back. Safe among threads: its state is one tuple.

    It agrees with `wall` when it is made. It can run faster, stand still, and be put forward.
    """

    def __init__(
        self,
        wall: Clock = system_clock,
        passed: Callable[[], float] = seconds_passed,
        *,
        time_lapse: float = 1.0,
    ) -> None:
        self._passed = passed
        self._anchor = _Anchor(passed(), wall(), time_lapse)

    def __call__(self) -> datetime:
        passed, shown, time_lapse = self._anchor
        return shown + timedelta(seconds=(self._passed() - passed) * time_lapse)

    @property
    def time_lapse(self) -> float:
        """How many seconds pass here in a second; 0 when time stands still."""
        return self._anchor.time_lapse

    def run(self, time_lapse: float) -> None:
        self._anchor = _Anchor(self._passed(), self(), time_lapse)

    def forward(self, seconds: float) -> None:
        later = self() + timedelta(seconds=seconds)
        self._anchor = _Anchor(self._passed(), later, self.time_lapse)


def computer_zone() -> str:
    """The name of this computer's time zone, "UTC" when it is set to none that is known."""
    from tzlocal import get_localzone_name  # noqa: PLC0415 - only a talk asks for it

    try:
        return get_localzone_name() or "UTC"
    except (LookupError, OSError, ValueError):
        return "UTC"
