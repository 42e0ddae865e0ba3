"""What is kept about a user between sessions: no health, no speech, no user id."""

import json
from datetime import datetime, timedelta
from typing import NamedTuple

from skill.timers.rules import IceTimer


class UserState(NamedTuple):
    """`introduced`: the disclaimer has been heard. `timer`: the last ice timer set here."""

    introduced: bool = False
    timer: IceTimer | None = None

    def to_json(self) -> str:
        timer = self.timer and {
            "id": self.timer.id,
            "total": self.timer.total,
            "rings_at": self.timer.rings_at and self.timer.rings_at.isoformat(),
            "left": None if self.timer.left is None else self.timer.left.total_seconds(),
        }
        return json.dumps({"introduced": self.introduced, "timer": timer})

    @classmethod
    def from_json(cls, text: str) -> "UserState":
        """Raises `ValueError` for anything that `to_json` did not write."""
        try:
            data = json.loads(text)
            timer = None if data["timer"] is None else _timer(**data["timer"])
            return cls(bool(data["introduced"]), timer)
        except (KeyError, TypeError, OverflowError, RecursionError) as error:
            raise ValueError(f"not a user's state: {type(error).__name__}") from error


def _timer(id: str, total: int, rings_at: str | None, left: float | None) -> IceTimer:  # noqa: A002 # the stored key
    if (rings_at is None) == (left is None):
        raise ValueError("a timer either runs or is paused")
    timer = IceTimer(
        str(id),
        int(total),
        rings_at=None if rings_at is None else datetime.fromisoformat(rings_at),
        left=None if left is None else timedelta(seconds=left),
    )
    if timer.rings_at and timer.rings_at.tzinfo is None:
        raise ValueError("a time without a zone")
    return timer
