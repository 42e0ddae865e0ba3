"""Both databases when their file is damaged, something else, full, locked, gone or cut off."""

import gc
import logging
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from local_voice.alexa.envelope import Device
from local_voice.alexa.local_alexa import LocalAlexa
from local_voice.app import local_alexa
from local_voice.timers.database import Timer, TimerDatabase
from skill.storage.sqlite import SqliteStore
from skill.storage.sqlite_file import Opened, file_id, set_aside
from skill.storage.store import MemoryStore, UserState
from tests.conftest import Talk
from tests.support.at_terminal import killed_if_late
from tests.support.clock import NOON, MovableClock
from tests.support.places import ROOT

KNOWN = UserState(introduced=True)
NO_TIMER = (
    "The timer did not answer me. You can set one on the device itself. Say, Alexa, set a twenty "
    "minute timer."
)
Keep = Callable[[Path], str | None]


def known(_: UserState) -> UserState:
    return KNOWN


def keep_user(path: Path) -> str | None:
    """Keep a user's state, and read it back; what was said of the file is in the log."""
    SqliteStore(path).change("anna", known)
    assert SqliteStore(path).load("anna") == KNOWN
    gc.collect()  # closes the connections
    return None


def keep_timer(path: Path) -> str | None:
    """Keep a timer, read it back, and give what was said of the file."""
    now = NOON.timestamp()
    timer = Timer("1", None, "Ice off.", "en-US", 60, "ON", now + 60, None, now, now)
    database = TimerDatabase(path)
    for other in database.live(now):
        database.remove(other.id, now)
    database.add(timer, lambda _: None)
    assert database.live(now) == [timer]
    database.close()
    return database.notice


def settle(path: Path) -> None:
    """Bring all that is in the log into the file: from the log alone SQLite mends it."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


KEEP = {"users.db": keep_user, "timers.db": keep_timer}


def overwritten(path: Path) -> None:
    path.write_bytes(b"no database at all " * 500)


def garbage_under_the_header(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4096])


def cut_in_the_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def pages_spoilt(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4096] + b"\x5a" * 8192)


def spoilt_by(script: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        connection = sqlite3.connect(path)
        connection.executescript(script)
        connection.close()

    return spoil


DAMAGE: dict[str, Callable[[Path], None]] = {
    "overwritten": overwritten,
    "garbage under the header": garbage_under_the_header,
    "cut short": cut_short,
    "cut in the header": cut_in_the_header,
    "pages spoilt": pages_spoilt,
    "a version that never was": spoilt_by("PRAGMA user_version = -1"),
    "other columns": spoilt_by(
        "DROP TABLE IF EXISTS users; DROP TABLE IF EXISTS timers;"
        "CREATE TABLE users (name TEXT); CREATE TABLE timers (name TEXT)"
    ),
    "no table": spoilt_by("DROP TABLE IF EXISTS users; DROP TABLE IF EXISTS timers"),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("name", KEEP)
def test_a_damaged_file_is_set_aside_told_of_and_begun_anew(
    name: str, damage: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path, keep = tmp_path / name, KEEP[name]
    keep(path)
    settle(path)
    DAMAGE[damage](path)
    spoilt = path.read_bytes()
    said = keep(path) or caplog.text
    assert (tmp_path / f"{name}.broken-1").read_bytes() == spoilt
    assert f"{path} was damaged (" in said
    assert f"It is kept as {name}.broken-1; a new one is begun." in said
    assert said.count("was damaged") == 1
    assert "anna" not in said
    keep(path)
    assert not (tmp_path / f"{name}.broken-2").exists()


@pytest.mark.parametrize("name", KEEP)
def test_the_database_of_another_program_is_left_whole(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    spoilt_by("CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('Ice')")(path)
    KEEP[name](path)
    other = sqlite3.connect(tmp_path / f"{name}.broken-1")
    assert other.execute("SELECT title FROM songs").fetchall() == [("Ice",)]
    other.close()


@pytest.mark.parametrize("name", KEEP)
def test_what_is_set_aside_keeps_its_log_beside_it_and_nothing_takes_its_place(
    name: str, tmp_path: Path
) -> None:
    for number in (1, 2):
        overwritten(tmp_path / name)
        (tmp_path / f"{name}-wal").write_bytes(b"log %d" % number)
        KEEP[name](tmp_path / name)
    kept = [(tmp_path / f"{name}.broken-{number}-wal").read_bytes() for number in (1, 2)]
    assert kept == [b"log 1", b"log 2"]


@pytest.mark.parametrize("name", KEEP)
def test_an_empty_file_is_begun_in_its_place_without_a_word(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / name).touch()
    assert KEEP[name](tmp_path / name) is None
    assert (caplog.text, list(tmp_path.glob("*.broken-*"))) == ("", [])


@pytest.mark.parametrize("name", KEEP)
def test_a_missing_file_is_begun_without_a_word(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert KEEP[name](tmp_path / "folder" / name) is None
    assert caplog.text == ""


def test_a_file_that_goes_while_it_is_in_use_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "users.db"
    store = SqliteStore(path)
    store.change("anna", known)
    path.unlink()
    assert store.load("anna") == UserState()
    store.change("anna", known)
    assert SqliteStore(path).load("anna") == KNOWN


def test_damage_that_shows_only_in_use_is_set_aside_then(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "users.db"
    store, other = SqliteStore(path), SqliteStore(path)
    for number in range(500):
        store.change(f"user {number}", known)
    other.load("anna")
    settle(path)
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\x5a" * (path.stat().st_size - 4096))
    fresh = SqliteStore(path)
    assert fresh.load("user 77") == UserState()
    assert caplog.text.count("was damaged") == 1
    assert "user 77" not in caplog.text
    # Whoever has the old file open changes over to the new one.
    other.change("anna", known)
    assert fresh.load("anna") == store.load("anna") == KNOWN


RACE = """
import sys
from pathlib import Path
from local_voice.timers.database import Timer, TimerDatabase
from skill.timers.rules import Timer as IceTimer
from skill.storage.sqlite import SqliteStore
from datetime import timedelta
folder, me = Path(sys.argv[1]), sys.argv[2]
def count_up(state):
    timer = state.timers.get("ice") or IceTimer("1", 0, left=timedelta())
    return state.with_timer("ice", timer._replace(total=timer.total + 1))
sys.stdin.readline()
timers, users = TimerDatabase(folder / "timers.db"), SqliteStore(folder / "users.db")
for number in range(10):
    name = f"{me}-{number}"
    timers.add(Timer(name, name, "off", "en-US", 9, "ON", 9.0, None, 0.0, 0.0), lambda _: None)
    users.change("anna", count_up)
"""


def test_of_several_processes_that_find_the_damage_one_sets_it_aside(tmp_path: Path) -> None:
    for name in KEEP:
        overwritten(tmp_path / name)
    processes = [
        subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, "-c", RACE, str(tmp_path), str(number)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        for number in range(4)
    ]
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    said = "".join(process.communicate(timeout=30)[1] for process in processes)
    assert [process.returncode for process in processes] == [0] * 4, said
    assert sorted(path.name for path in tmp_path.glob("*.broken-*")) == [
        "timers.db.broken-1",
        "users.db.broken-1",
    ]
    timers = TimerDatabase(tmp_path / "timers.db")
    assert len(timers.live(1.0)) == 40
    timers.close()
    timer = SqliteStore(tmp_path / "users.db").load("anna").timers.get("ice")
    assert timer
    assert timer.total == 40


def test_whoever_finds_the_damage_second_leaves_the_new_file_alone(tmp_path: Path) -> None:
    path, problem = tmp_path / "users.db", sqlite3.DatabaseError("spoilt")
    overwritten(path)
    first, second = (Opened(sqlite3.connect(path), file_id(path), None) for _ in range(2))
    assert set_aside(path, first, problem, NOON)
    SqliteStore(path).change("anna", known)
    assert set_aside(path, second, problem, NOON) is None
    assert SqliteStore(path).load("anna") == KNOWN


# Locked, read-only, full


@pytest.fixture
def alexa(
    tmp_path: Path, clock: MovableClock, cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> LocalAlexa:
    """Somebody known, whose timers are in a file."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_folder))
    monkeypatch.setattr("local_voice.timers.database._PATIENCE", 0.05)
    timers = TimerDatabase(tmp_path / "timers.db")
    alexa = local_alexa(Device(), MemoryStore(), timers, clock=clock)
    alexa.open()
    alexa.leave()
    return alexa


def test_over_locked_timers_they_hear_what_to_say_instead_and_no_timer_is_lost(
    alexa: LocalAlexa, tmp_path: Path, clock: MovableClock
) -> None:
    alexa.say("start an ice timer")
    other = sqlite3.connect(tmp_path / "timers.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert alexa.say("pause the ice timer").speech.startswith("The timer did not answer me.")
    other.execute("ROLLBACK")
    other.close()
    assert [timer.status for timer in alexa.service.live()] == ["ON"]
    clock.forward(minutes=5)
    assert alexa.say("pause the ice timer").speech.startswith("Paused, with fifteen")
    alexa.service.database.close()


def test_over_timers_that_cannot_be_written_they_hear_what_to_say_instead(
    alexa: LocalAlexa, tmp_path: Path
) -> None:
    forbid = "CREATE TRIGGER t BEFORE INSERT ON timers BEGIN SELECT RAISE(FAIL, 'read-only'); END"
    spoilt_by(forbid)(tmp_path / "timers.db")  # root may write to any file, but not through this
    assert alexa.say("start an ice timer").speech.startswith(NO_TIMER)
    assert alexa.say("what is a back spasm").speech.startswith("A back spasm is")
    alexa.service.database.close()


def test_a_store_that_cannot_be_used_costs_one_line_and_no_answer(
    new_talk: Callable[..., Talk], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "users.db").mkdir()
    talk = new_talk(store=SqliteStore(tmp_path / "users.db"))
    assert talk.say("start an ice timer").startswith("Your ice timer is set for twenty minutes.")
    assert {record.levelno for record in caplog.records} == {logging.WARNING}
    assert (tmp_path / "users.db").is_dir()


FULL_DISK = """
import resource, sys
from pathlib import Path
from local_voice.app import local_alexa
from local_voice.alexa.envelope import Device
from local_voice.timers.database import TimerDatabase
from skill.storage.sqlite import SqliteStore
folder = Path(sys.argv[1])
store, timers = SqliteStore(folder / "users.db"), TimerDatabase(folder / "timers.db")
alexa = local_alexa(Device(), store, timers)
def say(words):
    print(alexa.say(words).speech)
say("open back spasm guide")
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
say("what is a back spasm")
say("start an ice timer")
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
say("start an ice timer")
say("how much time is left")
"""


def test_on_a_full_disk_the_talk_goes_on_and_afterwards_the_timer_does(
    tmp_path: Path, cache_folder: Path
) -> None:
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", FULL_DISK, str(tmp_path)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "XDG_CACHE_HOME": str(cache_folder)},
        text=True,
        timeout=60,
    )
    said = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert said[1].startswith("A back spasm is a sudden tightening")
    assert said[2].startswith(NO_TIMER)
    assert said[3].startswith("Your ice timer is set for twenty minutes.")
    assert said[4].startswith("Your ice timer has ")
    assert list(tmp_path.glob("*.broken-*")) == []  # full is not damaged


def test_on_a_full_disk_the_talk_does_not_begin_and_the_timer_is_kept(
    tmp_path: Path, cache_folder: Path
) -> None:
    environment = {
        **os.environ,
        "XDG_CACHE_HOME": str(cache_folder),
        "XDG_DATA_HOME": str(tmp_path),
    }
    talk = f"{sys.executable} -m local_voice talk --mute"

    def run(command: str, typed: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S602
            command,
            shell=True,
            input=typed,
            capture_output=True,
            check=False,
            cwd=ROOT,
            env=environment,
            text=True,
            timeout=60,
        )

    run(talk, "start an ice timer\n")
    full = run(f"ulimit -f 1; {talk}", "what is a back spasm\n")
    assert full.stderr.startswith(f"back-spasm-guide: {tmp_path}/back-spasm-guide/timers.db: ")
    assert full.stderr.endswith("; see that it can be written and that the disk is not full\n")
    assert (full.stderr.count("\n"), full.stdout, full.returncode) == (1, "", 2)
    assert "Your ice timer has " in run(talk, "how much time is left\n").stdout


# Killed


WRITER = """
import sys
from datetime import timedelta
from pathlib import Path
from skill.timers.rules import Timer as IceTimer
from skill.storage.sqlite import SqliteStore
from skill.storage.store import UserState
store = SqliteStore(Path(sys.argv[1]))
for number in range(1_000_000):
    timer = IceTimer("1", number, left=timedelta())
    store.change("anna", lambda state: UserState(timers={"ice": timer}))
    print(number, flush=True)
"""


def test_a_process_killed_in_the_middle_of_a_write_loses_nothing_it_had_kept(
    tmp_path: Path,
) -> None:
    path = tmp_path / "users.db"
    for lines in (1, 20, 50):
        writer = subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, cwd=ROOT, text=True
        )
        assert writer.stdout
        with killed_if_late(writer.pid), writer:
            for _ in range(lines):
                assert writer.stdout.readline()
            writer.send_signal(signal.SIGKILL)
            *_, last = [str(lines - 1), *writer.stdout.read().split()]
        timer = SqliteStore(path).load("anna").timers.get("ice")
        assert timer
        assert timer.total in (int(last), int(last) + 1)  # kept, and not yet told
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()


REFUSED = "CREATE TRIGGER t BEFORE INSERT ON users BEGIN SELECT RAISE(FAIL, 'read-only'); END"


@pytest.mark.parametrize("fault", ["locked", "read-only"])
def test_over_a_store_that_takes_nothing_each_visit_is_answered_as_the_first(
    fault: str,
    new_talk: Callable[..., Talk],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("skill.storage.sqlite._BUSY_SECONDS", 0.05)
    path = tmp_path / "users.db"
    keep_user(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE" if fault == "locked" else REFUSED)
    talk = new_talk(store=SqliteStore(path), known=False)
    for _ in range(2):
        assert "I give general information." in talk.alexa.open().speech
        assert "twenty to thirty minutes" in talk.say("how long should i ice my back")
        talk.alexa.leave()
    warnings = [record.getMessage() for record in caplog.records]
    assert warnings
    assert all(w.startswith(f"not remembered: {path}: ") and fault in w for w in warnings)
    other.close()
    assert SqliteStore(path).load("anna") == KNOWN
