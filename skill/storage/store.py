"""What is kept about a user between sessions, and what every store does with it."""

import json
import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple, Protocol

from skill.errors import StoreError
from skill.timers.rules import HEAT, ICE, Timer

_log = logging.getLogger(__name__)


_KEYS = {ICE: "timer", HEAT: "second_timer"}
"""What is kept does not tell whether somebody ices or warms anything."""


class UserState(NamedTuple):
    """No health, no speech, no user id.

    `introduced`: the disclaimer has been heard. `timers`: the last one of each kind set here.
    """

    introduced: bool = False
    timers: Mapping[str, Timer] = MappingProxyType({})

    def with_timer(self, kind: str, timer: Timer | None) -> "UserState":
        others = {own: other for own, other in self.timers.items() if own != kind}
        return self._replace(timers=others if timer is None else {**others, kind: timer})

    def to_json(self) -> str:
        timers = {
            _KEYS[kind]: {
                "id": timer.id,
                "total": timer.total,
                "rings_at": timer.rings_at and timer.rings_at.isoformat(),
                "left": None if timer.left is None else timer.left.total_seconds(),
            }
            for kind, timer in self.timers.items()
        }
        return json.dumps({"introduced": self.introduced, **timers})

    @classmethod
    def from_json(cls, text: str) -> "UserState":
        """Raises `ValueError` for anything that `to_json` did not write."""
        try:
            data = json.loads(text)
            known = {kind: data.get(key) for kind, key in _KEYS.items()}
            read = {kind: _timer(kind, **row) for kind, row in known.items() if row is not None}
            return cls(bool(data["introduced"]), read)
        except (AttributeError, KeyError, TypeError, OverflowError, RecursionError) as error:
            raise ValueError(f"not a user's state: {type(error).__name__}") from error


def _timer(kind: str, id: str, total: int, rings_at: str | None, left: float | None) -> Timer:  # noqa: A002 # the stored key
    if (rings_at is None) == (left is None):
        raise ValueError("a timer either runs or is paused")
    timer = Timer(
        str(id),
        int(total),
        rings_at=None if rings_at is None else datetime.fromisoformat(rings_at),
        left=None if left is None else timedelta(seconds=left),
        kind=kind,
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
