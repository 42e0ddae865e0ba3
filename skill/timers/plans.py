"""What somebody wants to be reminded of, as a plan of reminders: pure.

A reminder is set once. Alexa knows no hourly one, so a series is several, with an end that is said.
"""

from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

ICE, MOVE = "ice", "move"
AGAIN_SECONDS = 2 * 3600
"""The next round of ice, for which nobody says when: two hours on."""

EVERY_SECONDS = 3600
MOST = 8  # reminders of one series
_USUAL = 4
_SOONEST, _LATEST = 60, 24 * 3600
_CLOSEST = 20 * 60  # seconds between two of a series
_HALF_A_DAY = timedelta(hours=12)

SILENCE = timedelta(days=7)
"""After a no nothing is offered for so long: Alexa's rule for reminders."""


class Plan(NamedTuple):
    """So many `times`, the first in `seconds` and each of the others so long after it."""

    what: str
    seconds: int
    times: int = 1

    @property
    def last(self) -> int:
        """The seconds to the last of them."""
        return self.seconds * self.times

    def to_text(self) -> str:
        return f"{self.what} {self.seconds} {self.times}"

    @classmethod
    def from_text(cls, text: str) -> "Plan | None":
        """None for anything that `to_text` did not write: it comes back through Alexa."""
        match text.split():
            case [("ice" | "move") as what, seconds, times] if (seconds + times).isdecimal():
                plan = cls(what, int(seconds[:6]), int(times[:3]))
                return plan if plan == _bounded(plan) else None
        return None


def once_more(seconds: int | None) -> Plan:
    """The next round of ice, once."""
    return _bounded(Plan(ICE, AGAIN_SECONDS if seconds is None else seconds))


def series(every: int | None, span: int | None) -> Plan:
    """To get up and move every so many seconds, for `span` seconds in all."""
    seconds = max(_CLOSEST, min(every or EVERY_SECONDS, _LATEST))
    times = _USUAL if span is None else span // seconds
    return _bounded(Plan(MOVE, seconds, times))


def seconds_until(time: str, now: datetime, zone: tzinfo) -> int | None:
    """The seconds to the next "18:00" on the device's clock; None for what is no such time.

    An hour before noon may be meant for the afternoon, where that is sooner.
    """
    try:
        hour, minute = map(int, time.split(":"))
        here = now.astimezone(zone)
        then = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
    except ValueError:
        return None
    while then <= here:
        then += _HALF_A_DAY
    return round((then - here).total_seconds())


def _bounded(plan: Plan) -> Plan:
    seconds = max(_SOONEST, min(plan.seconds, _LATEST))
    return plan._replace(seconds=seconds, times=max(1, min(plan.times, MOST)))
