"""A clock for one talk: it begins as the wall's, then runs on as time really passes.

So whoever sets the computer's clock in the middle of a talk moves no timer.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from skill.clock import Clock, system_clock

_NAMES = ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC")
"""On Linux the first goes on while the computer sleeps, on macOS the second."""


def seconds_passed() -> float:
    """Seconds since some moment, those among them in which the computer slept."""
    for name in _NAMES:
        if hasattr(time, name):
            return time.clock_gettime(getattr(time, name))
    return time.monotonic()


def steady_clock(wall: Clock = system_clock, passed: Callable[[], float] = seconds_passed) -> Clock:
    """Return a clock that agrees with `wall` now."""
    began, before = wall(), passed()
    return lambda: began + timedelta(seconds=passed() - before)
