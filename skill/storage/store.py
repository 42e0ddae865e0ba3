"""What is kept about a user between sessions, and what every store does with it."""

import json
import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from skill.errors import StoreError
from skill.timers.rules import IceTimer

_log = logging.getLogger(__name__)


class UserState(NamedTuple):
    """No health, no speech, no user id.

    `introduced`: the disclaimer has been heard. `timer`: the last ice timer set here.
    """

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


class Store(Protocol):
    """Keeps each user's state under an opaque key. Every call may raise `StoreError`."""

    def load(self, user: str) -> UserState: ...

    def change(self, user: str, change: Callable[[UserState], UserState]) -> None:
        """Applies `change` to the latest state, with no other change in between."""

    def forget(self, user: str) -> None: ...


class MemoryStore:
    """Keeps everything until the process ends."""

    def __init__(self) -> None:
        self._states: dict[str, UserState] = {}
        self._lock = threading.Lock()

    def load(self, user: str) -> UserState:
        return self._states.get(user, UserState())

    def change(self, user: str, change: Callable[[UserState], UserState]) -> None:
        with self._lock:
            self._states[user] = change(self.load(user))

    def forget(self, user: str) -> None:
        with self._lock:
            self._states.pop(user, None)


class Memory:
    """One user's state, for handlers: a store that is down costs a memory, never an answer.

    With no user, or a store that is down, nothing is remembered.
    """

    def __init__(self, store: Store, user: str) -> None:
        self._store = store
        self._user = user

    def recall(self) -> UserState:
        try:
            return self._store.load(self._user) if self._user else UserState()
        except StoreError as error:
            _log.warning("not recalled: %s", error)
            return UserState()

    def remember(self, change: Callable[[UserState], UserState]) -> None:
        try:
            if self._user:
                self._store.change(self._user, change)
        except StoreError as error:
            _log.warning("not remembered: %s", error)

    def forget(self) -> None:
        """Raises `StoreError`: a promise to delete must not be broken in silence."""
        if self._user:
            self._store.forget(self._user)
