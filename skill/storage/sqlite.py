"""Users' state in an SQLite file, safe under several threads and processes."""

import logging
import sqlite3
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from skill.errors import StoreError
from skill.storage.sqlite_file import (
    Layout,
    Opened,
    file_id,
    is_damage,
    open_or_set_aside,
    set_aside,
)
from skill.storage.store import UserState

_BUSY_SECONDS = 2.0  # a writer's turn is a few milliseconds; Alexa waits eight seconds in all
_LAYOUT = Layout(
    table="users",
    columns=("key", "state"),
    schema="CREATE TABLE IF NOT EXISTS users (key TEXT PRIMARY KEY, state TEXT) STRICT",
    version=1,
)
_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class SqliteStore:
    """Idle connections, one for each thread that was at work at once, the one used last first.

    They are opened at the first need, so that a store may be made before a fork, and closed by
    `close`, at the latest with the store or the process. A file that is damaged or something else
    is set aside for a new one, as soon as that shows.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: list[Opened] = []
        self.close = weakref.finalize(self, _close_all, self._idle)

    def load(self, user: str) -> UserState:
        return self._do(lambda rows: _state(rows, user))

    def change(self, user: str, change: Callable[[UserState], UserState]) -> None:
        def write(rows: sqlite3.Connection) -> None:
            rows.execute("BEGIN IMMEDIATE")
            rows.execute(
                "INSERT OR REPLACE INTO users (key, state) VALUES (?, ?)",
                (user, change(_state(rows, user)).to_json()),
            )

        self._do(write)

    def forget(self, user: str) -> None:
        self._do(lambda rows: rows.execute("DELETE FROM users WHERE key = ?", (user,)))

    def _do(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        try:
            try:
                return self._once(work)
            except sqlite3.DatabaseError as problem:
                if not is_damage(problem):
                    raise
                return self._once(work)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{self._path}: {error}: check that it can be written") from error

    def _once(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        opened = self._opened()
        try:
            with opened.rows:  # commits, or rolls back on an error
                done = work(opened.rows)
        except BaseException as problem:
            if isinstance(problem, sqlite3.DatabaseError) and is_damage(problem):
                self._tell(set_aside(self._path, opened, problem))
            opened.rows.close()
            raise
        self._idle.append(opened)
        return done

    def _opened(self) -> Opened:
        """An idle connection to the file that is there now, or a new one."""
        with suppress(IndexError):
            while opened := self._idle.pop():
                if opened.file_id == file_id(self._path):
                    return opened
                opened.rows.close()
        opened = open_or_set_aside(self._path, _LAYOUT, _BUSY_SECONDS, check_all=False)
        self._tell(opened.notice)
        return opened

    def _tell(self, notice: str | None) -> None:
        if notice:
            _log.warning("%s", notice)


def _close_all(idle: list[Opened]) -> None:
    while idle:
        idle.pop().rows.close()


def _state(rows: sqlite3.Connection, user: str) -> UserState:
    row = rows.execute("SELECT state FROM users WHERE key = ?", (user,)).fetchone()
    try:
        return UserState.from_json(row[0]) if row else UserState()
    except ValueError:
        return UserState()  # an unreadable state is worth no more than none
