"""Where a user's state is kept: what every store does, and the one that keeps nothing for long."""

import threading
from collections.abc import Callable
from typing import Protocol

from skill.storage.user_state import UserState


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
