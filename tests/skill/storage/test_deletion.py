"""Deletion is a promise: a store that fails at that moment keeps the wish, and then grants it."""

import os
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from local_voice.alexa.transport import send
from skill.errors import CallFailed, StoreError
from skill.storage.dynamodb import DynamoDbStore
from skill.storage.set_aside import KEPT as SET_ASIDE_KEPT
from skill.storage.sqlite import SqliteStore
from skill.storage.store import KEPT, UserState
from tests.skill.storage.test_dynamodb_store import ACCOUNT, OK, Script
from tests.support.clock import MovableClock
from tests.support.requests import envelope, intent, skill_for, speech_of

KNOWN = UserState(introduced=True)
DISABLED = {"type": "AlexaSkillEvent.SkillDisabled"}


class Later:
    """What was put off, until a test runs it."""

    def __init__(self) -> None:
        self.waiting: list[tuple[float, Callable[[], None]]] = []

    def __call__(self, seconds: float, work: Callable[[], None]) -> None:
        self.waiting.append((seconds, work))

    def run(self) -> float:
        seconds, work = self.waiting.pop(0)
        work()
        return seconds


@pytest.fixture
def later() -> Later:
    return Later()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "users.db"


def known(_: UserState) -> UserState:
    return KNOWN


def put(state: UserState) -> Callable[[UserState], UserState]:
    return lambda _: state


def store_at(path: Path, later: Later, clock: MovableClock | None = None) -> SqliteStore:
    return SqliteStore(path, clock or MovableClock(), patience=0.01, later=later)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def full(_: Path) -> Iterator[None]:
    """As on a full disk: no file of this process can grow."""
    most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


@contextmanager
def down(path: Path) -> Iterator[None]:
    aside = path.with_name("elsewhere")
    path.rename(aside)
    path.mkdir()
    yield
    path.rmdir()
    aside.rename(path)


FAULTS = {"locked": locked, "full": full, "down": down}


def users(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as rows:
        return [key for (key,) in rows.execute("SELECT key FROM users ORDER BY key")]


def names(path: Path) -> set[str]:
    return {file.name for file in path.parent.iterdir()}


def everything(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir() if file.is_file())


# The talk


@pytest.mark.parametrize("fault", FAULTS)
def test_who_disables_the_skill_while_the_store_fails_is_forgotten_as_soon_as_it_works(
    fault: str, path: Path, later: Later, caplog: pytest.LogCaptureFixture
) -> None:
    skill = skill_for(store_at(path, later))
    for user in ("anna", "ben"):
        send(skill, envelope(intent("StartIceTimerIntent"), attributes={}, user=user))
    with FAULTS[fault](path):
        assert not speech_of(send(skill, envelope(DISABLED, user="anna")))
        assert "deletion is put off" in caplog.text
        later.run()  # it fails again, and is put off again
    assert len(users(path)) == 2
    later.run()
    assert len(users(path)) == 1
    again = speech_of(send(skill, envelope(intent("IceTimerStatusIntent"), user="ben")))
    assert "left" in again
    launched = speech_of(send(skill, envelope({"type": "LaunchRequest"}, user="anna")))
    assert "not medical advice" in launched


def test_disabling_while_the_table_throttles_deletes_what_is_stored() -> None:
    script = Script(CallFailed("no answer"), CallFailed("no answer"), OK)
    skill = skill_for(DynamoDbStore("guide", lambda: ACCOUNT, script))
    assert not speech_of(send(skill, envelope(DISABLED)))
    assert script.calls == 3


# The wish


def test_a_wish_outlives_the_process(path: Path, later: Later) -> None:
    store = store_at(path, later)
    store.change("anna", known)
    with locked(path):
        store.forget("anna")
    restarted = store_at(path, Later())
    restarted.change("ben", known)
    assert users(path) == ["ben"]
    assert not [name for name in names(path) if "forget" in name]


def test_a_start_grants_what_was_wished_without_waiting_for_a_change(
    path: Path, later: Later
) -> None:
    store_at(path, later).change("anna", known)
    with locked(path):
        store_at(path, later).forget("anna")
    started = Later()
    store = store_at(path, started)
    store.load("ben")
    started.run()
    assert users(path) == []


def test_who_has_wished_it_is_nobody_known_while_the_store_is_locked(
    path: Path, later: Later
) -> None:
    store = store_at(path, later)
    store.change("anna", known)
    store.change("ben", known)
    with locked(path):
        store.forget("anna")
        assert (store.load("anna"), store.load("ben")) == (UserState(), KNOWN)


def test_who_comes_back_before_it_is_granted_begins_anew_and_stays(
    path: Path, later: Later
) -> None:
    store = store_at(path, later)
    store.change("anna", known)
    with locked(path):
        store.forget("anna")
    seen = list[UserState]()
    store.change("anna", lambda state: seen.append(state) or KNOWN)  # type: ignore[func-returns-value]  # it notes
    later.run()
    assert seen == [UserState()]
    assert store.load("anna") == KNOWN


def test_the_pauses_between_tries_grow_to_a_minute(path: Path, later: Later) -> None:
    store = store_at(path, later)
    store.change("anna", known)
    with locked(path):
        store.forget("anna")
        store.forget("ben")  # one chain of tries is enough
        assert len(later.waiting) == 1
        assert [later.run() for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_place_where_not_even_the_wish_can_be_kept_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    with pytest.raises(StoreError, match="check that it can be written"):
        SqliteStore(tmp_path / "file" / "users.db").forget("anna")


def test_the_wish_is_a_key_in_a_name_and_nothing_else(path: Path, later: Later) -> None:
    store = store_at(path, later)
    store.change("../anna/\0", known)
    with locked(path):
        store.forget("../anna/\0")
    (wish,) = (file for file in path.parent.iterdir() if "forget" in file.name)
    assert (wish.read_bytes(), wish.stat().st_mode & 0o777) == (b"", 0o600)
    later.run()
    assert users(path) == []


# What is left of a row


def test_nothing_of_who_is_forgotten_stands_in_any_file(path: Path, later: Later) -> None:
    store = store_at(path, later)
    for user in ("anna's key", *map(str, range(50))):
        store.change(user, known)
    assert b"anna's key" in everything(path)
    store.forget("anna's key")
    assert b"anna's key" not in everything(path)


def test_secure_delete_is_on_whatever_the_build(path: Path, later: Later) -> None:
    store = store_at(path, later)
    store.load("anna")
    (opened,) = store._file._idle  # noqa: SLF001 - it holds for one connection
    assert opened.rows.execute("PRAGMA secure_delete").fetchone() == (1,)


# Files that were set aside


def damage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as rows:
        rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = path.read_bytes()
    path.write_bytes(b"no database " + content[12:])


def test_forgetting_reaches_the_files_that_were_set_aside(path: Path, later: Later) -> None:
    store = store_at(path, later)
    store.change("anna's key", put(KNOWN))
    store.change("ben's key", put(KNOWN))
    damage(path)
    aside = path.with_name("users.db.broken-1")
    store = store_at(path, later)
    store.load("ben's key")
    aside.with_name(aside.name + "-wal").write_bytes(b"log of anna's key and others")
    before = aside.stat()
    assert b"anna's key{" in aside.read_bytes()
    store.forget("anna's key")
    assert b"anna's key" not in everything(path)
    left = aside.read_bytes()
    assert left.count(b"ben's key{") == 1
    assert left.count(KNOWN.to_json().encode()) == 1  # ben's
    assert (len(left), aside.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def test_a_file_that_was_set_aside_and_cannot_be_opened_keeps_the_wish(
    path: Path, later: Later
) -> None:
    store = store_at(path, later)
    store.change("anna", known)
    aside = path.with_name("users.db.broken-1")
    aside.mkdir()
    store.forget("anna")
    assert [name for name in names(path) if "forget" in name]
    aside.rmdir()
    later.run()
    assert not [name for name in names(path) if "forget" in name]


def test_what_was_set_aside_ends_after_thirty_days(path: Path, later: Later) -> None:
    clock = MovableClock()
    store = store_at(path, later, clock)
    store.change("anna", known)
    store.close()
    damage(path)
    store = store_at(path, later, clock)
    store.change("anna", known)
    path.with_name("users.db.broken-1-wal").write_bytes(b"log")
    os.utime(path.with_name("users.db.broken-1-wal"), times=(clock().timestamp(),) * 2)
    (path.with_name("users.db.broken-notes")).write_text("somebody's own")
    clock.forward(minutes=SET_ASIDE_KEPT / timedelta(minutes=1) - 1)
    store.change("anna", known)
    assert {"users.db.broken-1", "users.db.broken-1-wal"} < names(path)
    clock.forward(minutes=24 * 60)
    store.change("anna", known)
    assert [name for name in names(path) if "broken" in name] == ["users.db.broken-notes"]


# Rows end


def test_a_row_ends_a_year_after_its_last_change_as_in_dynamodb(path: Path, later: Later) -> None:
    clock = MovableClock()
    store = store_at(path, later, clock)
    store.change("anna", known)
    clock.forward(minutes=60)
    store.change("ben", known)
    clock.forward(minutes=KEPT / timedelta(minutes=1) - 61)
    assert store.load("anna") == KNOWN
    clock.forward(minutes=1)
    assert (store.load("anna"), store.load("ben")) == (UserState(), KNOWN)
    assert users(path) == ["anna", "ben"]
    store.change("carl", known)
    assert users(path) == ["ben", "carl"]


def test_who_comes_back_after_a_year_is_somebody_new(path: Path, later: Later) -> None:
    clock = MovableClock()
    store = store_at(path, later, clock)
    store.change("anna", known)
    clock.forward(minutes=KEPT / timedelta(minutes=1))
    seen = list[UserState]()
    store.change("anna", lambda state: seen.append(state) or KNOWN)  # type: ignore[func-returns-value]  # it notes
    assert seen == [UserState()]
    assert store.load("anna") == KNOWN


OLDER = """
CREATE TABLE users (key TEXT PRIMARY KEY, state TEXT) STRICT;
INSERT INTO users VALUES ('anna', '{"introduced": true}');
PRAGMA user_version = 1;
"""


def test_rows_of_an_older_program_end_too(path: Path, later: Later) -> None:
    with closing(sqlite3.connect(path)) as rows:
        rows.executescript(OLDER)
    store = store_at(path, later)
    assert store.load("anna") == KNOWN
    with closing(sqlite3.connect(path)) as rows, rows:  # it is still running
        rows.execute("INSERT OR REPLACE INTO users (key, state) VALUES ('ben', 'null')")
        ends = dict(rows.execute("SELECT key, at - unixepoch() FROM ends"))
    assert {key: round(left / 86_400) for key, left in ends.items()} == {"anna": 365, "ben": 365}


def test_an_item_of_dynamodb_is_deleted_even_while_the_table_rests() -> None:
    script = Script(CallFailed("no answer"))
    store = DynamoDbStore("guide", lambda: ACCOUNT, script, patience=0)
    with pytest.raises(StoreError):
        store.load("anna")
    script.answers = [OK]
    store.forget("anna")
    assert script.calls == 2
