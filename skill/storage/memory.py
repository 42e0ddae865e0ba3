"""The user's state, for handlers: a store that is down costs a memory, never an answer."""

import logging
from collections.abc import Callable

from skill.errors import StoreError
from skill.storage.store import Store
from skill.storage.user_state import UserState

_log = logging.getLogger(__name__)


class Memory:
    """One user's state. With no user, or a store that is down, nothing is remembered."""

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
