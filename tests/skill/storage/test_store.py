"""Every store keeps each user's state, alone and under many hands; the file tells nothing."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_voice.alexa.transport import send
from skill.errors import StoreError
from skill.storage import own_files, sqlite_file
from skill.storage.sqlite import SqliteStore
from skill.storage.store import MemoryStore, Reminder, Store, UserState
from skill.timers.rules import Timer
from tests.support.requests import USER_ID, envelope, intent, skill_for
from tests.support.threads import at_once

if TYPE_CHECKING:
    from tests.support.dynamodb_server import DynamoDb

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
RUNNING = Timer("timer-1", 1200, rings_at=NOON + timedelta(microseconds=1))
PAUSED = Timer("timer-1", 1200, left=timedelta(seconds=7, microseconds=3))
STATES = [
    UserState(),
    UserState(introduced=True),
    UserState(introduced=True, timers={"ice": RUNNING}),
    UserState(timers={"ice": PAUSED}),
    UserState(timers={"ice": PAUSED._replace(left=timedelta())}),
]


@pytest.fixture(params=["memory", "sqlite", "dynamodb"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "dynamodb":
        dynamodb: DynamoDb = request.getfixturevalue("dynamodb")
        return dynamodb.store(dynamodb.new_table())
    return MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "users.db")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "users.db"


def put(state: UserState) -> Callable[[UserState], UserState]:
    return lambda _: state


def counted_up(state: UserState) -> UserState:
    """One more second in the total of the timer: a change that shows when one is lost."""
    timer = state.timers.get("ice") or RUNNING
    return state.with_timer("ice", timer._replace(total=timer.total + 1))


def total(store: Store, user: str) -> int:
    timer = store.load(user).timers.get("ice")
    return timer.total if timer else 0


# What a store does


def test_nobody_is_known_at_first(store: Store) -> None:
    assert store.load("anna") == UserState()


@pytest.mark.parametrize("state", STATES, ids=str)
def test_what_was_put_in_comes_out(store: Store, state: UserState) -> None:
    store.change("anna", put(state))
    assert store.load("anna") == state
    assert store.load("ben") == UserState()


def test_a_change_is_given_the_latest_state(store: Store) -> None:
    store.change("anna", put(STATES[1]))
    store.change("anna", lambda state: state.with_timer("ice", PAUSED))
    assert store.load("anna") == UserState(introduced=True, timers={"ice": PAUSED})


def test_what_is_forgotten_is_gone_and_others_stay(store: Store) -> None:
    store.change("anna", put(STATES[2]))
    store.change("ben", put(STATES[1]))
    store.forget("anna")
    store.forget("nobody")
    assert (store.load("anna"), store.load("ben")) == (UserState(), STATES[1])


def test_a_change_that_fails_changes_nothing_and_blocks_nobody(store: Store) -> None:
    store.change("anna", put(STATES[1]))
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            store.change("anna", lambda _: 1 // 0)  # type: ignore[arg-type, return-value]  # it fails
    assert store.load("anna") == STATES[1]
    store.change("anna", put(STATES[2]))
    assert store.load("anna") == STATES[2]


def test_threads_lose_no_change(store: Store) -> None:
    start = total(store, "anna") or RUNNING.total

    def count_up() -> None:
        for _ in range(20):
            store.change("anna", counted_up)

    at_once(count_up, 8)
    assert total(store, "anna") == start + 160


# The file


def test_the_folder_is_made_when_needed_and_not_before(file: Path) -> None:
    store = SqliteStore(file)
    assert not file.parent.exists()
    store.load("anna")
    assert file.exists()


def test_what_was_kept_is_there_after_a_restart(file: Path) -> None:
    SqliteStore(file).change("anna", put(STATES[2]))
    assert SqliteStore(file).load("anna") == STATES[2]


def test_while_one_thread_makes_the_file_no_other_opens_it(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The maker's descriptor, once closed, would end the locks of the connections of its process.
    store, others = SqliteStore(file), list[threading.Thread]()

    def make_slowly(path: Path) -> int:
        descriptor = own_files.make_file(path)
        others.append(threading.Thread(target=store.load, args=("anna",)))
        others[0].start()
        others[0].join(0.2)
        assert others[0].is_alive()
        return descriptor

    monkeypatch.setattr(sqlite_file, "make_file", make_slowly)
    store.change("anna", put(STATES[1]))
    (other,) = others
    other.join()
    assert store.load("anna") == STATES[1]


def test_two_connections_see_each_other_at_once(file: Path) -> None:
    one, other = SqliteStore(file), SqliteStore(file)
    for step in range(5):
        one.change("anna", counted_up)
        other.change("anna", counted_up)
        assert total(one, "anna") == total(other, "anna") == RUNNING.total + 2 * step + 2


def test_many_who_open_a_new_file_at_once_all_get_in(file: Path) -> None:
    for trial in range(5):
        path = file.with_name(f"{trial}.db")
        failures = list[StoreError]()

        def open_it(path: Path = path) -> None:
            try:
                SqliteStore(path).change("anna", counted_up)
            except StoreError as error:
                failures.append(error)  # noqa: B023 - joined below, within the trial

        at_once(open_it, 8)
        assert failures == []
        assert total(SqliteStore(path), "anna") == RUNNING.total + 8


def test_a_file_that_another_is_just_writing_can_be_opened_and_read(file: Path) -> None:
    SqliteStore(file).change("anna", put(STATES[1]))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert SqliteStore(file).load("anna") == STATES[1]
    other.execute("ROLLBACK")
    other.close()


UNREADABLE = [
    *("", "null", "[]", "{}", "3", "{broken", '"text"', "[" * 100_000),
    *(
        '{"introduced": true, "timer": ' + timer + "}"
        for timer in (
            *("0", '""', "[]", "{}", "true", '"x"', '{"id": "1"}'),
            '{"id": "1", "total": 1200, "rings_at": null, "left": null}',
            '{"id": "1", "total": 1200, "rings_at": "2026-11-22T12:00:00Z", "left": 3}',
            '{"id": "1", "total": 1200, "rings_at": "2026-11-22T12:00:00", "left": null}',
            '{"id": "1", "total": 1200, "rings_at": "soon", "left": null}',
            '{"id": "1", "total": 1200, "rings_at": 5, "left": null}',
            '{"id": "1", "total": Infinity, "rings_at": null, "left": 3}',
            '{"id": "1", "total": 1200, "rings_at": null, "left": 1e300}',
            '{"id": "1", "total": 1200, "rings_at": null, "left": NaN}',
            '{"id": "1", "total": 1200, "rings_at": null, "left": 3, "colour": "red"}',
        )
    ),
]


@pytest.mark.parametrize("row", UNREADABLE, ids=lambda row: row[-70:])
def test_an_unreadable_state_is_worth_no_more_than_none(file: Path, row: str) -> None:
    store = SqliteStore(file)
    store.change("anna", put(STATES[1]))
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE users SET state = ?", (row,))
    connection.close()
    with pytest.raises(ValueError, match=r".*"):
        UserState.from_json(row)
    assert store.load("anna") == UserState()
    store.change("anna", put(STATES[2]))
    assert store.load("anna") == STATES[2]


TIMES = st.datetimes(timezones=st.just(UTC))


def _timers_of(*kinds: str) -> st.SearchStrategy[dict[str, Timer]]:
    return st.fixed_dictionaries({kind: _timers(kind) for kind in kinds})


def _timers(kind: str) -> st.SearchStrategy[Timer]:
    rests = st.timedeltas(timedelta(), timedelta(minutes=30))
    own = (st.text(), st.integers(1, 1800))
    running = st.builds(Timer, *own, rings_at=TIMES, left=st.none(), kind=st.just(kind))
    return running | st.builds(Timer, *own, rings_at=st.none(), left=rests, kind=st.just(kind))


@given(
    st.builds(
        UserState,
        st.booleans(),
        _timers_of("ice") | _timers_of("heat") | _timers_of("ice", "heat"),
        st.lists(st.builds(Reminder, st.text(), TIMES), unique_by=lambda it: it.id).map(tuple),
        st.none() | TIMES,
    )
)
def test_a_state_goes_through_json_unchanged_to_the_microsecond(state: UserState) -> None:
    assert UserState.from_json(state.to_json()) == state


@pytest.mark.parametrize(
    ("place", "use"),
    [
        *(("a folder", use) for use in ("load", "change")),
        *(("under a file", use) for use in ("load", "change", "forget")),
    ],
)
def test_a_place_that_cannot_be_used_is_named(tmp_path: Path, place: str, use: str) -> None:
    path = tmp_path / "users.db"
    if place == "a folder":
        path.mkdir()
    else:
        path.write_text("a file")
        path = path / "users.db"
    uses: dict[str, Callable[[Store], object]] = {
        "load": lambda store: store.load("anna"),
        "change": lambda store: store.change("anna", counted_up),
        "forget": lambda store: store.forget("anna"),
    }
    with pytest.raises(StoreError, match=r"users\.db.*: check that it can be written$") as error:
        uses[use](SqliteStore(path))
    assert str(path) in str(error.value)


@pytest.fixture
def read_only(file: Path) -> Iterator[Path]:
    """A file that nobody, root included, may write to: SQLite itself is told so."""
    SqliteStore(file).change("anna", put(STATES[1]))
    with sqlite3.connect(file, isolation_level=None) as connection:
        connection.execute(
            "CREATE TRIGGER t BEFORE INSERT ON users BEGIN SELECT RAISE(FAIL,'');END"
        )
    yield file
    connection.close()


def test_a_write_that_is_refused_is_a_store_error_and_the_state_stays(read_only: Path) -> None:
    store = SqliteStore(read_only)
    with pytest.raises(StoreError, match=r"users\.db"):
        store.change("anna", put(STATES[2]))
    assert store.load("anna") == STATES[1]


def test_a_writer_who_never_ends_is_waited_for_and_then_told_of(
    file: Path,
) -> None:
    store = SqliteStore(file, patience=0.05)
    store.change("anna", put(STATES[1]))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        store.change("anna", put(STATES[2]))
    assert store.load("anna") == STATES[1]  # reading goes on
    other.execute("ROLLBACK")
    other.close()
    store.change("anna", put(STATES[2]))
    assert store.load("anna") == STATES[2]


# What the file tells


def test_neither_the_user_nor_the_back_is_in_the_file(file: Path) -> None:
    skill = skill_for(SqliteStore(file))
    for request in (
        {"type": "LaunchRequest"},
        intent("EmergencyIntent", emergency_sign="my legs are numb"),
        intent("MedicationIntent", medicine="ibuprofen"),
        intent("StartIceTimerIntent", duration="PT15M"),
    ):
        send(skill, envelope(request))
    stored = b"".join(part.read_bytes() for part in file.parent.iterdir()).lower()
    assert b'"total": 900' in stored  # the bytes are the right ones
    for word in (USER_ID, "SECRETUSER", "numb", "legs", "ibuprofen", "spasm", "ice", "pain"):
        assert word.lower().encode() not in stored, word
