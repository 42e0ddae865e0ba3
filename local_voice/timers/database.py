"""Timers and reminders in SQLite: they outlive the program.

Each is announced at least once. It is announced twice when the program is killed in the few
microseconds between the announcement and the note of it: no program does both in one instant, and
ice must come off, so twice is better than never. `announce_next` takes SQLite's write lock, marks
the timer, makes the announcement and commits. The lock is the claim: of several processes on one
file only one announces, and one that is killed before it did leaves the announcement to the next.

So an announcement must be quick: print, hand the sound over, return. It must not wait for another
thread that may be calling this database; such a wait ends after five seconds in a `StoreError` for
the other thread.

Times are Unix seconds by the clock of the caller; one file must be kept to one clock.
"""

import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

from skill.errors import StoreError
from skill.storage.sqlite_file import Layout, open_or_set_aside

_VERSION = 2
_REMEDY = "see that it can be written and that the disk is not full"
_PATIENCE = 5.0  # seconds to wait for another thread or process
_KEPT_AFTER_END = 86_400  # seconds an ended timer can still be looked up
_IS_LIVE = "(status = 'PAUSED' OR (status = 'ON' AND rings_at > :now))"
_DELETE_LIVE = f"DELETE FROM timers WHERE id = :id AND {_IS_LIVE}"  # noqa: S608 - a constant
_SCHEMA = """
CREATE TABLE IF NOT EXISTS timers (
  id TEXT PRIMARY KEY, label TEXT, announcement TEXT NOT NULL, locale TEXT NOT NULL,
  seconds INTEGER NOT NULL, status TEXT NOT NULL, rings_at REAL, left REAL,
  created REAL NOT NULL, updated REAL NOT NULL, reminder TEXT)
"""
_UPGRADES = {1: "ALTER TABLE timers ADD COLUMN reminder TEXT"}


@dataclass(frozen=True, slots=True)
class Timer:
    """A row, in the order of its columns.

    `status` is ON, and `rings_at` set; PAUSED, and `left` set (seconds); or OFF. `reminder` is the
    rest of the JSON that a reminder was asked for with, None for a timer.
    """

    id: str
    label: str | None
    announcement: str
    locale: str
    seconds: int
    status: str
    rings_at: float | None
    left: float | None
    created: float
    updated: float
    reminder: str | None = None

    @property
    def kind(self) -> str:
        return "Timer" if self.reminder is None else "Reminder"

    @property
    def words(self) -> str:
        """What is said at the end: a timer's announcement, a reminder's text as Alexa tells it."""
        if self.reminder is None:
            return self.announcement
        text = self.announcement.strip()
        return f"Here's your reminder: {text}{'' if text[-1:] in '.!?' else '.'}"


_COLUMNS = ", ".join(Timer.__match_args__)  # a newer release may have given the table more
_SELECT = f"SELECT {_COLUMNS} FROM timers"  # noqa: S608 - of constants
_END_NEXT = f"""
UPDATE timers SET status = 'OFF', updated = :now WHERE id = (SELECT id FROM timers
WHERE status = 'ON' AND rings_at <= :now ORDER BY rings_at LIMIT 1) RETURNING {_COLUMNS}
"""  # noqa: S608 - the same
_INSERT = f"INSERT INTO timers ({_COLUMNS}) VALUES ({', '.join('?' * len(Timer.__match_args__))})"  # noqa: S608 - the same


class TimerDatabase:
    """`path` is a file, made when missing, or ":memory:". Safe to share among threads.

    It is closed by `close`, at the latest when nobody holds it any more. A file that is no timer
    database is set aside; `notice` then says so, else it is None. Every method raises StoreError
    when the file cannot be read or written now.
    """

    def __init__(self, path: Path | str) -> None:
        self._lock = threading.RLock()
        try:
            layout = Layout("timers", Timer.__match_args__, _SCHEMA, _VERSION, _UPGRADES)
            self._rows, _, self.notice = open_or_set_aside(path, layout, _PATIENCE)
        except (OSError, sqlite3.Error) as problem:
            raise StoreError(f"{path}: {problem}; {_REMEDY}") from problem
        weakref.finalize(self, self._rows.close)

    def close(self) -> None:
        with self._lock:
            self._rows.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Commit what the block did, all or nothing, with no other writer in between."""
        with self._reading() as rows:
            if rows.in_transaction:
                raise StoreError("the timers were called from within an announcement")
            rows.execute("BEGIN IMMEDIATE")
            try:
                yield rows
                rows.execute("COMMIT")
            except BaseException:
                rows.rollback()
                raise

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        if not self._lock.acquire(timeout=_PATIENCE):
            raise StoreError("the timers are held by an announcement that does not end")
        try:
            yield self._rows
        except sqlite3.Error as problem:
            raise StoreError(f"the timers cannot be read or written: {problem}") from problem
        finally:
            self._lock.release()

    def get(self, timer_id: str) -> Timer | None:
        with self._reading() as rows:
            return next(iter(_read(rows, f"{_SELECT} WHERE id = :id", id=timer_id)), None)

    def live(self, now: float) -> list[Timer]:
        """Timers running or paused, the shortest rest first."""
        with self._reading() as rows:
            return _live(rows, now)

    def reminders(self) -> list[Timer]:
        """Reminders, those done among them, the first to come first."""
        with self._reading() as rows:
            return _read(rows, f"{_SELECT} WHERE reminder IS NOT NULL ORDER BY rings_at")

    def add(self, timer: Timer, check: Callable[[list[Timer]], None]) -> None:
        """Add a timer, unless `check` raises over those that are live at its creation."""
        with self.transaction() as rows:
            check(_live(rows, timer.created))
            old = timer.created - _KEPT_AFTER_END
            rows.execute("DELETE FROM timers WHERE status = 'OFF' AND updated < ?", (old,))
            rows.execute(_INSERT, astuple(timer))

    def replace(self, timer: Timer, now: float) -> bool:
        """Put it in the place of the one with its id, if that was live until now; return so."""
        with self.transaction() as rows:
            gone = rows.execute(_DELETE_LIVE, {"id": timer.id, "now": now}).rowcount == 1
            if gone:
                rows.execute(_INSERT, astuple(timer))
            return gone

    def pause(self, timer_id: str, now: float) -> bool:
        """Return whether the timer was running until now."""
        return self._changes(
            "UPDATE timers SET status = 'PAUSED', left = rings_at - :now, rings_at = NULL,"
            " updated = :now WHERE id = :id AND status = 'ON' AND rings_at > :now",
            timer_id,
            now,
        )

    def resume(self, timer_id: str, now: float) -> bool:
        """Return whether the timer was paused until now."""
        return self._changes(
            "UPDATE timers SET status = 'ON', rings_at = :now + left, left = NULL,"
            " updated = :now WHERE id = :id AND status = 'PAUSED'",
            timer_id,
            now,
        )

    def remove(self, timer_id: str, now: float) -> bool:
        """Return whether the timer was live until now; one that is due stays to ring."""
        return self._changes(_DELETE_LIVE, timer_id, now)

    def _changes(self, statement: str, timer_id: str, now: float) -> bool:
        with self.transaction() as rows:
            return rows.execute(statement, {"id": timer_id, "now": now}).rowcount == 1

    def remove_all(self, now: float, *, reminders: bool = False) -> None:
        """Remove every live timer, and reminder if asked to; what is due stays to ring."""
        kept = "" if reminders else " AND reminder IS NULL"
        with self.transaction() as rows:
            rows.execute(f"DELETE FROM timers WHERE {_IS_LIVE}{kept}", {"now": now})  # noqa: S608 - constants

    def next_due(self) -> float | None:
        """When the next running timer ends; in the past when it is yet to be announced."""
        with self._reading() as rows:
            first = "SELECT min(rings_at) FROM timers WHERE status = 'ON'"
            due: float | None = rows.execute(first).fetchone()[0]
            return due

    def restart_after_clock_moved_back(self, now: float) -> None:
        """Give each timer that was changed later than `now` the rest it had at that change."""
        with self._reading() as rows:
            ahead = "SELECT 1 FROM timers WHERE status = 'ON' AND updated > ?"
            if rows.execute(ahead, (now,)).fetchone() is None:
                return
        with self.transaction() as rows:
            rows.execute(
                "UPDATE timers SET rings_at = rings_at - updated + :now, updated = :now"
                " WHERE status = 'ON' AND updated > :now",
                {"now": now},
            )

    def announce_next(self, now: float, announce: Callable[[Timer], None]) -> bool:
        """Announce one timer that is due; return whether there was one.

        When `announce` raises, the timer stays due.
        """
        with self.transaction() as rows:
            due = _read(rows, _END_NEXT, now=now)
            for timer in due:
                announce(timer)
            return bool(due)


def _live(rows: sqlite3.Connection, now: float) -> list[Timer]:
    timers = f"{_SELECT} WHERE reminder IS NULL AND {_IS_LIVE}"
    return _read(rows, f"{timers} ORDER BY coalesce(left, rings_at - :now)", now=now)


def _read(rows: sqlite3.Connection, select: str, **values: object) -> list[Timer]:
    return [Timer(*row) for row in rows.execute(select, values).fetchall()]
