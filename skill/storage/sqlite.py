"""Users' state in an SQLite file, safe under several threads and processes."""

import logging
import math
import sqlite3
import weakref
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

from skill.clock import Clock, system_clock
from skill.errors import StoreError
from skill.storage.set_aside import end_old, strike_out
from skill.storage.sqlite_connections import SqliteConnections
from skill.storage.sqlite_file import Layout
from skill.storage.store import KEPT, UserState
from skill.storage.wishes import Later, Wishes, in_background

_BUSY_SECONDS = 2.0  # a writer's turn is a few milliseconds; Alexa waits eight seconds in all
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0  # seconds between two tries to grant a wish

# When a row ends stands in a table of its own, kept by triggers: a program that knows nothing of it
# can go on using the file, and its rows end too.
_LAYOUT = Layout(
    table="users",
    columns=("key", "state"),
    schema=f"""
CREATE TABLE IF NOT EXISTS users (key TEXT PRIMARY KEY, state TEXT) STRICT;
CREATE TABLE IF NOT EXISTS ends (key TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS ends_at ON ends (at);
CREATE TRIGGER IF NOT EXISTS user_kept AFTER INSERT ON users BEGIN
  INSERT OR REPLACE INTO ends (key, at)
  VALUES (new.key, strftime('%s', 'now') + {KEPT.total_seconds():.0f});
END;
CREATE TRIGGER IF NOT EXISTS user_gone AFTER DELETE ON users BEGIN
  DELETE FROM ends WHERE key = old.key;
END;
INSERT OR IGNORE INTO ends (key, at)
SELECT key, strftime('%s', 'now') + {KEPT.total_seconds():.0f} FROM users;
""",  # noqa: S608 - of constants
    version=1,
    added="ends",
)
_log = logging.getLogger(__name__)


class SqliteStore:
    """Closed by `close`, at the latest with the store or the process.

    A wish to be forgotten that cannot be granted now is kept beside the file. It is granted with
    the next change of whomever, and tried by itself, `later`; until then the user is nobody known.
    """

    def __init__(
        self,
        path: Path,
        clock: Clock = system_clock,
        patience: float = _BUSY_SECONDS,
        later: Later = in_background,
    ) -> None:
        self._path = path
        self._clock = clock
        self._later = later
        self._wishes = Wishes(path)
        self._tidied: date | None = None
        self._pause = _FIRST_PAUSE
        self._started = self._put_off = False
        self._file = SqliteConnections(path, _LAYOUT, patience, clock)
        self.close = self._file.close

    def load(self, user: str, within: float = math.inf) -> UserState:
        state = self._file.do(lambda rows: self._state(rows, user), within)
        self._start()
        return UserState() if user in self._wishes else state

    def change(
        self, user: str, change: Callable[[UserState], UserState], within: float = math.inf
    ) -> None:
        def write(rows: sqlite3.Connection) -> None:
            state = change(self._state(rows, user)).to_json()
            ends = round((self._clock() + KEPT).timestamp())
            rows.execute("INSERT OR REPLACE INTO users (key, state) VALUES (?, ?)", (user, state))
            rows.execute("UPDATE ends SET at = ? WHERE key = ?", (ends, user))

        self._write(write, within)

    def forget(self, user: str) -> None:
        try:
            self._wishes.add(user)
        except OSError as error:
            raise self._file.error(error) from error
        try:
            self._write(_nothing)
        except StoreError as error:
            self._try_later(error)

    def _start(self) -> None:
        """What was wished before the last end of the program waits for no change."""
        if not self._started:
            self._started = True
            if self._wishes.pending():
                self._try_later("it was wished before the start")

    def _write(self, write: Callable[[sqlite3.Connection], None], within: float = math.inf) -> None:
        """Write, after everybody has gone who wished it or whose time is over."""
        granted = list[str]()

        def transaction(rows: sqlite3.Connection) -> None:
            rows.execute("BEGIN IMMEDIATE")
            granted[:] = self._wishes.pending()
            rows.executemany("DELETE FROM users WHERE key = ?", [(user,) for user in granted])
            ended = "DELETE FROM users WHERE key IN (SELECT key FROM ends WHERE at <= ?)"
            rows.execute(ended, (self._clock().timestamp(),))
            write(rows)

        self._file.do(transaction, within)
        if granted:
            self._clear_traces(granted)
        if self._tidied != self._clock().date():
            self._tidied = self._clock().date()
            end_old(self._path, self._clock())

    def _clear_traces(self, granted: list[str]) -> None:
        """A wish ends only after its row is gone: killed in between, it is granted once more.

        Somebody who came back in that moment is then somebody new once more, which does no harm.
        """
        try:
            strike_out(self._path, granted)
            self._wishes.remove(granted)
        except OSError as error:
            self._try_later(error)
            return
        with suppress(StoreError):
            self._file.do(_empty_log)

    def _try_later(self, problem: object) -> None:
        if self._put_off:
            return
        self._put_off = True
        _log.warning("a deletion is put off until the store can do it: %s", problem)
        store, pause = weakref.ref(self), self._pause
        self._pause = min(2 * pause, _LONGEST_PAUSE)
        self._later(pause, lambda: _try_again(store))

    def _grant(self) -> None:
        """Grant every wish, or try again later."""
        self._put_off = False
        try:
            self._write(_nothing)
        except StoreError as error:
            self._try_later(error)
        if not self._put_off:
            self._pause = _FIRST_PAUSE

    def _state(self, rows: sqlite3.Connection, user: str) -> UserState:
        kept = (
            "SELECT state FROM users WHERE key = :user"
            " AND NOT EXISTS (SELECT 1 FROM ends WHERE key = :user AND at <= :now)"
        )
        row = rows.execute(kept, {"user": user, "now": self._clock().timestamp()}).fetchone()
        try:
            return UserState.from_json(row[0]) if row else UserState()
        except ValueError:
            return UserState()  # an unreadable state is worth no more than none


def _try_again(store: "weakref.ref[SqliteStore]") -> None:
    """A store that nobody holds any more is not held by what it has put off."""
    if alive := store():
        alive._grant()  # noqa: SLF001 - its own


def _nothing(_: sqlite3.Connection) -> None:
    """Only what everybody's writing does first."""


def _empty_log(rows: sqlite3.Connection) -> None:
    """Move the log into the file: what was deleted stood in it."""
    rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
