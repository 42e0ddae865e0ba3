"""Users' state in an SQLite file, safe under several threads and processes."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from skill.errors import StoreError
from skill.user_state import UserState

_BUSY_SECONDS = 2.0  # a writer's turn is a few milliseconds; Alexa waits eight seconds in all


class SqliteStore:
    """One connection a thread, opened at the first need, so that it may be made before a fork."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    def load(self, user: str) -> UserState:
        with self._connection() as connection:
            return _state(connection, user)

    def change(self, user: str, change: Callable[[UserState], UserState]) -> None:
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "INSERT OR REPLACE INTO users (key, state) VALUES (?, ?)",
                (user, change(_state(connection, user)).to_json()),
            )

    def forget(self, user: str) -> None:
        with self._connection() as connection:
            connection.execute("DELETE FROM users WHERE key = ?", (user,))

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = getattr(self._local, "connection", None)
            if connection is None:
                connection = self._local.connection = self._open()
            with connection:  # commits, or rolls back on an error
                yield connection
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{self._path}: {error}: check that it can be written") from error

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
        with suppress(sqlite3.OperationalError):  # somebody else is switching it this very moment
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS users (key TEXT PRIMARY KEY, state TEXT) STRICT"
        )
        return connection


def _state(connection: sqlite3.Connection, user: str) -> UserState:
    row = connection.execute("SELECT state FROM users WHERE key = ?", (user,)).fetchone()
    try:
        return UserState.from_json(row[0]) if row else UserState()
    except ValueError:
        return UserState()  # an unreadable state is worth no more than none
