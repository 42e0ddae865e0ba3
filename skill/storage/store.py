"""What is kept about a user between sessions, and what every store does with it."""

import json
import logging
import math
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import NamedTuple, Protocol, TypeVar

from skill.errors import StoreError
from skill.timers.rules import HEAT, ICE, Timer

_T = TypeVar("_T")
_log = logging.getLogger(__name__)
_monotonic = time.monotonic

TURN_SECONDS = 2.0
"""What the store may take of a turn, all calls together: Alexa waits for eight seconds, and its own
APIs may take three of them."""

KEPT = timedelta(days=365)
"""How long a state is kept after its last change."""

_KEYS = {ICE: "timer", HEAT: "second_timer"}
"""What is kept does not tell whether somebody ices or warms anything."""


class Reminder(NamedTuple):
    """One that was set here, and when it is told."""

    id: str
    at: datetime


class UserState(NamedTuple):
    """No health, no speech, no user id.

    `introduced`: the disclaimer has been heard. `timers`: the last one of each kind set here.
    `reminders`: those set here, told ones until the next is set. `declined`: when the last offer of
    a reminder met with a no.
    """

    introduced: bool = False
    timers: Mapping[str, Timer] = MappingProxyType({})
    reminders: tuple[Reminder, ...] = ()
    declined: datetime | None = None

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
        reminders = {reminder.id: reminder.at.isoformat() for reminder in self.reminders}
        alerts = {"alerts": reminders} if reminders else {}
        declined = {"declined": self.declined.isoformat()} if self.declined else {}
        return json.dumps({"introduced": self.introduced, **timers, **alerts, **declined})

    @classmethod
    def from_json(cls, text: str) -> "UserState":
        """Raises `ValueError` for anything that `to_json` did not write."""
        try:
            data = json.loads(text)
            known = {kind: data.get(key) for kind, key in _KEYS.items()}
            read = {kind: _timer(kind, **row) for kind, row in known.items() if row is not None}
            reminders = [Reminder(id_, _time(at)) for id_, at in data.get("alerts", {}).items()]
            declined = data.get("declined")
            return cls(
                bool(data["introduced"]), read, tuple(reminders), declined and _time(declined)
            )
        except (AttributeError, KeyError, TypeError, OverflowError, RecursionError) as error:
            raise ValueError(f"not a user's state: {type(error).__name__}") from error


def _timer(kind: str, id: str, total: int, rings_at: str | None, left: float | None) -> Timer:  # noqa: A002 # the stored key
    if (rings_at is None) == (left is None):
        raise ValueError("a timer either runs or is paused")
    return Timer(
        str(id),
        int(total),
        rings_at=None if rings_at is None else _time(rings_at),
        left=None if left is None else timedelta(seconds=left),
        kind=kind,
    )


def _time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError("a time without a zone")
    return time


class Store(Protocol):
    """Keeps each user's state under an opaque key. Every call may raise `StoreError`.

    `within`: how many seconds it may take, if less than the store allows itself.
    """

    def load(self, user: str, within: float = math.inf) -> UserState: ...

    def change(
        self, user: str, change: Callable[[UserState], UserState], within: float = math.inf
    ) -> None:
        """Applies `change` to the latest state, with no other change in between."""

    def forget(self, user: str) -> None:
        """Deletes the state: now, or as soon as the store can. Raises only if it never may."""


class MemoryStore:
    """Keeps everything until the process ends."""

    def __init__(self) -> None:
        self._states: dict[str, UserState] = {}
        self._lock = threading.Lock()

    def load(self, user: str, within: float = math.inf) -> UserState:  # noqa: ARG002 - it takes none
        return self._states.get(user, UserState())

    def change(
        self,
        user: str,
        change: Callable[[UserState], UserState],
        within: float = math.inf,  # noqa: ARG002 - it takes none
    ) -> None:
        with self._lock:
            self._states[user] = change(self.load(user))

    def forget(self, user: str) -> None:
        with self._lock:
            self._states.pop(user, None)


class Memory:
    """One user's state in one turn, for handlers: a store that is down costs a memory, no answer.

    With no user, or a store that is down, nothing is remembered. All that a turn asks of the store
    has `TURN_SECONDS` together; what is known already is not asked for again.
    """

    def __init__(self, store: Store, user: str) -> None:
        self._store = store
        self._user = user
        self._left = TURN_SECONDS
        self._known: UserState | None = None

    def recall(self) -> UserState:
        if self._known is None and self._user:
            try:
                self._known = self._in_time(partial(self._store.load, self._user))
            except StoreError as error:
                _log.warning("not recalled: %s", error)
                self._known = UserState()  # for all of this turn: it is told of once
        return self._known or UserState()

    def remember(self, change: Callable[[UserState], UserState]) -> None:
        changed = list[UserState]()

        def noted(state: UserState) -> UserState:
            changed.append(change(state))
            return changed[-1]

        try:
            if self._user:
                self._in_time(partial(self._store.change, self._user, noted))
                self._known = changed[-1]
        except StoreError as error:
            _log.warning("not remembered: %s", error)

    def forget(self) -> None:
        """Raises `StoreError`: a promise to delete must not be broken in silence."""
        self._known = None
        if self._user:
            self._store.forget(self._user)

    def _in_time(self, use: Callable[[float], _T]) -> _T:
        if self._left <= 0:
            raise StoreError("the store has had all of its time in this turn")
        begun = _monotonic()
        try:
            return use(self._left)
        finally:
            self._left -= _monotonic() - begun
