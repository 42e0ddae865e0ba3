"""An SQLite file that begins anew when what lies at its path is damaged or something else.

What is damaged is kept beside the new file for a while: see `set_aside`. What a newer release keeps
is used, if it holds all that this one needs, or left alone: both may be alive at once.
"""

import os
import sqlite3
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import NamedTuple

from skill.clock import Clock, system_clock
from skill.errors import StoreError
from skill.storage.own_files import make_file, make_folder, restrict
from skill.storage.set_aside import SIDECARS, end_old, put_aside, set_aside_of

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_making = Lock()
_ATTEMPTS = 4  # several processes may find the damage at once: one sets it aside, each opens anew


class Layout(NamedTuple):
    """What a file must hold: one `table` of these `columns`.

    `schema` makes it, and does no harm to a file that has it; `version` tells whether a file does.
    `upgrades` has, for each older version that is carried over, the statement that does it.
    `added` names a table that the schema has had only since later: a file without it is given it,
    and stays readable for programs that know nothing of it.
    """

    table: str
    columns: Sequence[str]
    schema: str
    version: int
    upgrades: Mapping[int, str] = MappingProxyType({})
    added: str = ""


class Opened(NamedTuple):
    """A connection, its file's id, and a notice when another file was set aside for it."""

    rows: sqlite3.Connection
    file_id: int | None
    notice: str | None


def open_or_set_aside(
    path: Path | str,
    layout: Layout,
    patience: float,
    *,
    check_all: bool = True,
    clock: Clock = system_clock,
) -> Opened:
    """Open `path`, a file or ":memory:". `patience`: how many seconds to wait for other processes.

    `check_all` looks at every page of the file, which takes the longer the larger it is. Raises
    OSError or sqlite3.Error, and `StoreError` for a newer release's file that is not understood.
    """
    path, notice = Path(path), None
    in_memory = str(path) == ":memory:"
    if not in_memory:
        make_folder(path.parent)
        end_old(path, clock())
    attempt = 0
    while True:
        attempt += 1
        if not in_memory:
            _make_private(path)
        before = file_id(path)
        rows = sqlite3.connect(
            path, timeout=patience, isolation_level=None, check_same_thread=False
        )
        opened = Opened(rows, before or file_id(path), notice)
        try:
            _prepare(rows, layout, check_all=check_all)
        except sqlite3.Error as error:
            if attempt == _ATTEMPTS or not is_damage(error):
                rows.close()
                raise
            notice = set_aside(path, opened, error, clock()) or notice
        except StoreError as error:
            rows.close()
            raise StoreError(f"{path}: {error}") from error
        else:
            return opened


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the content is to blame; an error without a code is one of this module's."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return type(error) is sqlite3.DatabaseError and (code is None or code & 0xFF in _DAMAGE)


def file_id(path: Path) -> int | None:
    """The number of the file that is at `path` now; a new file there has another. None: no file."""
    try:
        return path.stat().st_ino
    except OSError:
        return None


def set_aside(path: Path, opened: Opened, problem: sqlite3.Error, now: datetime) -> str | None:
    """Put the damaged file that was `opened` out of the way, and say where it is kept.

    None when another process was quicker. The connection is closed: only now, for otherwise SQLite
    would clear the log away.
    """
    with _alone_in(path.parent), closing(opened.rows):
        if sys.platform == "win32":
            opened.rows.close()  # there nothing can be renamed that somebody has open
        if opened.file_id is None or file_id(path) != opened.file_id:
            return None
        name = put_aside(path, now)
    return f"{path} was damaged ({problem}). It is kept as {name}; a new one is begun."


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other processes out; a process that is killed lets them in."""
    if sys.platform == "win32":
        yield  # it has no such lock; but a file that another process has open cannot be renamed
        return
    import fcntl  # noqa: PLC0415 - not on Windows

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _make_private(path: Path) -> None:
    """The file, before SQLite makes it open to all, and what lies beside it from before.

    One thread at a time: to close any descriptor of a file ends all locks that the process has on
    it, and so those of a connection that another thread has opened meanwhile.
    """
    with _making:
        if not path.exists():
            os.close(make_file(path))
    restrict(file for file in (path, *set_aside_of(path)) if file.is_file())
    restrict(path.with_name(path.name + suffix) for suffix in SIDECARS)


def _prepare(rows: sqlite3.Connection, layout: Layout, *, check_all: bool) -> None:
    """Prepare under the write lock: two processes may open a new file at the same moment.

    A file of a newer release may be in use by it now: whatever it holds, it is not damaged.
    """
    found = _version(rows)
    newer = found > layout.version
    if not newer and found not in (0, layout.version, *layout.upgrades):
        raise sqlite3.DatabaseError(f"its format is {found}, this program's is {layout.version}")
    rows.execute("PRAGMA synchronous = NORMAL")
    rows.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten, in every build
    if check_all and rows.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError("its content does not hold together")
    if found == 0:
        _begin(rows, layout)
    elif found in layout.upgrades:
        _upgrade(rows, layout)
    elif found == layout.version and not _has_added(rows, layout):
        rows.executescript(f"BEGIN IMMEDIATE; {layout.schema}; COMMIT")
    columns = {column[1] for column in rows.execute(f"PRAGMA table_info({layout.table})")}
    if columns.issuperset(layout.columns) and _has_added(rows, layout):
        return
    if newer:
        problem = f"a newer release keeps it, in format {found}, which this one does not understand"
        raise StoreError(f"{problem}: start that one")
    raise sqlite3.DatabaseError("its columns are others than this program's")


def _has_added(rows: sqlite3.Connection, layout: Layout) -> bool:
    found = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
    return not layout.added or rows.execute(found, (layout.added,)).fetchone() is not None


def _version(rows: sqlite3.Connection) -> int:
    version: int = rows.execute("PRAGMA user_version").fetchone()[0]
    return version


def _upgrade(rows: sqlite3.Connection, layout: Layout) -> None:
    """Carry an older file over, all or nothing; another process may have been quicker."""
    rows.execute("BEGIN IMMEDIATE")
    try:
        if (found := _version(rows)) in layout.upgrades:
            rows.execute(layout.upgrades[found])
            rows.execute(f"PRAGMA user_version = {layout.version}")
        rows.execute("COMMIT")
    except BaseException:
        rows.rollback()
        raise


def _begin(rows: sqlite3.Connection, layout: Layout) -> None:
    others = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN (?, ?)"
    if rows.execute(others, (layout.table, layout.added)).fetchone():
        raise sqlite3.DatabaseError("it holds the tables of another program")
    _switch_to_wal(rows)
    version = f"PRAGMA user_version = {layout.version}"
    rows.executescript(f"BEGIN IMMEDIATE; {layout.schema}; {version}; COMMIT")


def _switch_to_wal(rows: sqlite3.Connection, tries: int = 100) -> None:
    """Try again for two seconds: SQLite does not wait here when another process does the same."""
    for _ in range(tries):
        with suppress(sqlite3.OperationalError):
            rows.execute("PRAGMA journal_mode = WAL")
            return
        time.sleep(0.02)
    rows.execute("PRAGMA journal_mode = WAL")
