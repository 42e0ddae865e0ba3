"""Time enters through this one door, so that tests can move it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the time now, with a zone."""


def system_clock() -> datetime:
    return datetime.now(UTC)
