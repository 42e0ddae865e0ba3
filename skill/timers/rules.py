"""The rules of the ice timer and the heat timer, pure: how long they may be, what is left of them.

Ice for 20 to 30 minutes at a time (F22), heat for about fifteen and thirty at most (S28).
"""

from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

ICE, HEAT = "ice", "heat"
DEFAULT_SECONDS = {ICE: 20 * 60, HEAT: 15 * 60}
"""Every kind of timer, with the seconds of one for which nobody says how long."""

LONGEST_SECONDS = 30 * 60

LONGER, SHORTER, TO = "longer", "shorter", "to"
"""How a timer may be changed: by so much, or to so much left."""


class Timer(NamedTuple):
    """One round of ice or heat.

    `total` is all the time it was given, in seconds. `rings_at` is set while it runs and `left`
    while it is paused; exactly one of the two.
    """

    id: str
    total: int
    rings_at: datetime | None = None
    left: timedelta | None = None
    kind: str = ICE


def started(timer_id: str, kind: str, seconds: int, now: datetime) -> Timer:
    return Timer(timer_id, seconds, rings_at=now + timedelta(seconds=seconds), kind=kind)


def remaining(timer: Timer, now: datetime) -> timedelta:
    """What is left: never negative, never over thirty minutes even when the clock jumps back."""
    left = timer.left if timer.rings_at is None else timer.rings_at - now
    return min(max(left or timedelta(), timedelta()), timedelta(seconds=LONGEST_SECONDS))


def is_over(timer: Timer, now: datetime) -> bool:
    return timer.rings_at is not None and timer.rings_at <= now


def paused(timer: Timer, now: datetime) -> Timer:
    return timer._replace(rings_at=None, left=remaining(timer, now))


def resumed(timer: Timer, now: datetime) -> Timer:
    return timer._replace(rings_at=now + remaining(timer, now), left=None)


def changed(timer: Timer, change: str, seconds: int, now: datetime) -> int:
    """The seconds left after a change: thirty minutes at most in all, none left where under one.

    The device may have more left than the timer was given here, when it was told so directly.
    """
    left = ceil(remaining(timer, now).total_seconds())
    if change == SHORTER:
        return left - seconds
    most = LONGEST_SECONDS - used(timer, now)
    return min(seconds, most) if change == TO else max(left, min(left + seconds, most))


def used(timer: Timer, now: datetime) -> int:
    """The seconds of it that have passed."""
    left = ceil(remaining(timer, now).total_seconds())
    return max(timer.total, left) - left
