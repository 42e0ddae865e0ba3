"""Two releases alive at once: neither sets the other's database aside as damaged."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from local_voice.timers.database import Timer, TimerDatabase
from skill.errors import StoreError
from skill.storage.sqlite import SqliteStore
from skill.storage.store import UserState
from tests.support.clock import NOON
from tests.support.places import ROOT

KNOWN = UserState(introduced=True)
NOW = NOON.timestamp()
TIMER = Timer("1", None, "Ice off.", "en-US", 60, "ON", NOW + 60, None, NOW, NOW)


def use_users(path: Path) -> None:
    store = SqliteStore(path)
    store.change("anna", lambda _: KNOWN)
    assert store.load("anna") == KNOWN
    store.close()


def use_timers(path: Path) -> None:
    timers = TimerDatabase(path)
    timers.add(TIMER, lambda _: None)
    assert timers.live(NOW) == [TIMER]
    assert timers.get("1") == TIMER
    assert timers.replace(TIMER, NOW)
    told = list[Timer]()
    assert timers.announce_next(NOW + 60, told.append)
    assert [timer.id for timer in told] == ["1"]
    timers.close()


USES = {"users": use_users, "timers": use_timers}


def newer(path: Path, script: str) -> None:
    """What a release to come makes of the file."""
    with closing(sqlite3.connect(path)) as rows:
        rows.executescript(f"{script}; PRAGMA user_version = 9")


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as rows:
        found: int = rows.execute("PRAGMA user_version").fetchone()[0]
        return found


def set_aside(path: Path) -> list[str]:
    return [file.name for file in path.parent.iterdir() if "broken" in file.name]


@pytest.mark.parametrize("table", USES)
def test_a_newer_file_is_used_as_far_as_it_is_understood(table: str, tmp_path: Path) -> None:
    path = tmp_path / f"{table}.db"
    USES[table](path)
    newer(path, f"ALTER TABLE {table} ADD COLUMN mood TEXT DEFAULT 'fine'")
    for _ in range(3):
        with closing(sqlite3.connect(path)) as rows, rows:
            rows.execute(f"DELETE FROM {table}")  # noqa: S608 - of this test
        USES[table](path)
    assert (version(path), set_aside(path)) == (9, [])
    with closing(sqlite3.connect(path)) as rows:
        assert rows.execute(f"SELECT mood FROM {table}").fetchall() == [("fine",)]  # noqa: S608


@pytest.mark.parametrize("table", USES)
@pytest.mark.parametrize(
    "script",
    ["ALTER TABLE {0} RENAME TO people", "DROP TABLE {0}; CREATE TABLE {0} (name TEXT)"],
    ids=["renamed", "other columns"],
)
def test_a_newer_file_that_is_not_understood_is_left_alone_with_one_line(
    table: str, script: str, tmp_path: Path
) -> None:
    path = tmp_path / f"{table}.db"
    USES[table](path)
    newer(path, script.format(table))
    for _ in range(3):
        with pytest.raises(StoreError, match=r"a newer release.*: start that one") as error:
            USES[table](path)
        assert str(error.value).startswith(f"{path}: ")
        assert "\n" not in str(error.value)
    assert (version(path), set_aside(path)) == (9, [])


def test_a_newer_file_that_is_not_understood_ends_the_command_with_one_line(
    tmp_path: Path,
) -> None:
    home = tmp_path / "back-spasm-guide"
    home.mkdir()
    use_timers(home / "timers.db")
    newer(home / "timers.db", "DROP TABLE timers")
    talk = subprocess.run(
        [sys.executable, "-m", "local_voice", "talk", "--mute"],
        input="",
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path)},
        text=True,
        timeout=60,
    )
    assert talk.stderr.startswith(f"back-spasm-guide: {home / 'timers.db'}: a newer release")
    assert talk.stderr.endswith(": start that one\n")
    assert (talk.stderr.count("\n"), talk.returncode) == (1, 2)


def test_both_releases_in_turn_keep_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one to come upgrades the file, the one of today goes on, over and over."""
    from skill.storage import sqlite  # noqa: PLC0415 - patched below

    path = tmp_path / "users.db"
    today = sqlite._LAYOUT  # noqa: SLF001 - a release is a layout
    column = "ALTER TABLE users ADD COLUMN mood TEXT"
    to_come = today._replace(version=2, columns=("key", "state", "mood"), upgrades={1: column})
    counted: Callable[[UserState], UserState] = lambda state: state._replace(introduced=True)  # noqa: E731
    for layout in (today, to_come) * 3:
        monkeypatch.setattr(sqlite, "_LAYOUT", layout)
        store = SqliteStore(path)
        store.change(f"anna {layout.version}", counted)
        assert store.load("anna 1") == KNOWN
        store.close()
    assert (version(path), set_aside(path)) == (2, [])


def test_a_file_of_today_is_one_that_the_release_before_can_use(tmp_path: Path) -> None:
    """It looked for exactly this version and these columns, else it set the file aside."""
    path = tmp_path / "users.db"
    use_users(path)
    with closing(sqlite3.connect(path)) as rows, rows:
        columns = [column[1] for column in rows.execute("PRAGMA table_info(users)")]
        rows.execute("INSERT OR REPLACE INTO users (key, state) VALUES ('ben', '{}')")
    assert (version(path), columns) == (1, ["key", "state"])
