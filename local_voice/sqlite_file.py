"""A SQLite file that begins anew when what lies at its path is damaged or something else."""

import contextlib
import sqlite3
import time
from pathlib import Path

_SIDECARS = ("-wal", "-shm")


def open_or_set_aside(
    path: Path | str, schema: str, version: int, patience: float
) -> tuple[sqlite3.Connection, str | None]:
    """Return a connection in WAL mode, and a notice when a damaged file was set aside for it.

    `schema` must be harmless over a file that has it; `version` tells whether a file has it;
    `patience` is how many seconds to wait for other processes. Raises OSError or sqlite3.Error.
    """
    if str(path) == ":memory:":
        return _open(path, schema, version, patience), None
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _open(path, schema, version, patience), None
    except sqlite3.OperationalError:  # locked, full, forbidden: the content is not to blame
        raise
    except sqlite3.DatabaseError as problem:
        aside = _set_aside(path)
        notice = f"{path} was damaged ({problem}). It is kept as {aside.name}; a new one is begun."
        return _open(path, schema, version, patience), notice


def _open(path: Path | str, schema: str, version: int, patience: float) -> sqlite3.Connection:
    rows = sqlite3.connect(
        path, timeout=patience, isolation_level=None, check_same_thread=False, cached_statements=64
    )
    try:
        _prepare(rows, schema, version)
    except BaseException:
        rows.close()
        raise
    return rows


def _prepare(rows: sqlite3.Connection, schema: str, version: int) -> None:
    """Prepare under the write lock: two processes may open a new file at the same moment."""
    found = rows.execute("PRAGMA user_version").fetchone()[0]
    if found not in (0, version):
        raise sqlite3.DatabaseError(f"its format is {found}, this program's is {version}")
    rows.execute("PRAGMA synchronous = NORMAL")
    if rows.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError("its content does not hold together")
    if found == version:
        return
    _switch_to_wal(rows)
    rows.executescript(f"BEGIN IMMEDIATE; {schema}; PRAGMA user_version = {version}; COMMIT")


def _switch_to_wal(rows: sqlite3.Connection, tries: int = 100) -> None:
    """Try again for two seconds: SQLite does not wait here when another process does the same."""
    for _ in range(tries):
        with contextlib.suppress(sqlite3.OperationalError):
            rows.execute("PRAGMA journal_mode = WAL")
            return
        time.sleep(0.02)
    rows.execute("PRAGMA journal_mode = WAL")


def _set_aside(path: Path) -> Path:
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    aside = path.with_name(f"{path.name}.corrupt-{stamp}")
    count = 1
    while aside.exists():
        count += 1
        aside = path.with_name(f"{path.name}.corrupt-{stamp}-{count}")
    path.rename(aside)
    for suffix in _SIDECARS:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return aside
