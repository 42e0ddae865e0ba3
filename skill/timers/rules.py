"""The ice timer's rules, pure: how long it may be, what is left, what can be added.

Twenty minutes by default and thirty at most in all: ice for 20 to 30 minutes at a time (F22).
"""

from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

DEFAULT_SECONDS = 20 * 60
LONGEST_SECONDS = 30 * 60


class IceTimer(NamedTuple):
    """One round of ice.

    `total` is all the time it was given, in seconds. `rings_at` is set while it runs and `left`
    while it is paused; exactly one of the two.
    """

    id: str
    total: int
    rings_at: datetime | None = None
    left: timedelta | None = None


def started(timer_id: str, seconds: int, now: datetime) -> IceTimer:
    return IceTimer(timer_id, seconds, rings_at=now + timedelta(seconds=seconds))


def remaining(timer: IceTimer, now: datetime) -> timedelta:
    """What is left: never negative, never over thirty minutes even when the clock jumps back."""
    left = timer.left if timer.rings_at is None else timer.rings_at - now
    return min(max(left or timedelta(), timedelta()), timedelta(seconds=LONGEST_SECONDS))


def is_over(timer: IceTimer, now: datetime) -> bool:
    return timer.rings_at is not None and timer.rings_at <= now


def paused(timer: IceTimer, now: datetime) -> IceTimer:
    return timer._replace(rings_at=None, left=remaining(timer, now))


def resumed(timer: IceTimer, now: datetime) -> IceTimer:
    return timer._replace(rings_at=now + remaining(timer, now), left=None)


def extension(timer: IceTimer, seconds: int, now: datetime) -> int:
    """How many of the `seconds` asked for may be added: no more than thirty minutes in all.

    The device may have more left than the timer was given here, when it was told so directly.
    """
    used = max(timer.total, ceil(remaining(timer, now).total_seconds()))
    return max(0, min(seconds, LONGEST_SECONDS - used))
