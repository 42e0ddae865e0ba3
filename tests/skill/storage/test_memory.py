"""A store that is down costs a memory, never an answer."""

import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from local_voice.alexa.transport import send
from skill.errors import StoreError
from skill.storage.sqlite import SqliteStore
from skill.storage.store import Memory, MemoryStore, UserState
from skill.timers.rules import Timer
from tests.conftest import Talk
from tests.support.places import TRANSCRIPTS
from tests.support.requests import DownStore, envelope, intent, skill_for, speech_of

TALKS = sorted(TRANSCRIPTS.glob("*.txt"))
KNOWN = UserState(introduced=True)


def known(_: UserState) -> UserState:
    return KNOWN


def test_what_is_remembered_is_recalled_and_what_is_forgotten_is_not() -> None:
    memory = Memory(MemoryStore(), "anna")
    assert memory.recall() == UserState()
    memory.remember(known)
    assert memory.recall() == KNOWN
    memory.forget()
    assert memory.recall() == UserState()


def test_each_user_has_a_memory_of_their_own() -> None:
    store = MemoryStore()
    Memory(store, "anna").remember(known)
    assert Memory(store, "ben").recall() == UserState()


def test_nothing_is_kept_of_nobody() -> None:
    store = MemoryStore()
    nobody = Memory(store, "")
    nobody.remember(known)
    nobody.forget()
    assert nobody.recall() == store.load("") == UserState()


def test_a_store_that_is_down_is_an_empty_memory_and_a_warning(
    caplog: pytest.LogCaptureFixture,
) -> None:
    memory = Memory(DownStore(), "anna")
    assert memory.recall() == UserState()
    memory.remember(known)
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 2
    assert "down" in caplog.text
    assert "anna" not in caplog.text


def test_a_promise_to_forget_is_not_broken_in_silence() -> None:
    with pytest.raises(StoreError):
        Memory(DownStore(), "anna").forget()


def test_only_a_store_that_is_down_is_forgiven() -> None:
    def broken(_: UserState) -> UserState:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Memory(MemoryStore(), "anna").remember(broken)


@pytest.mark.parametrize("file", TALKS, ids=lambda file: file.stem)
def test_every_question_of_the_transcripts_is_answered_without_a_store(
    file: Path, new_talk: Callable[..., Talk]
) -> None:
    said = re.findall(r"^You: *(.+)$", file.read_text("utf-8"), re.MULTILINE)
    assert said
    talk = new_talk(store=DownStore())
    for utterance in said:
        speech = talk.say(utterance)
        assert speech, utterance
        assert "went wrong" not in speech, utterance


def test_without_a_store_the_timer_runs_all_the_same_and_the_disclaimer_is_heard() -> None:
    skill = skill_for(DownStore())
    started = speech_of(send(skill, envelope(intent("StartIceTimerIntent"), attributes={})))
    assert "Your ice timer is set for twenty minutes." in started
    assert "not medical advice" in speech_of(send(skill, envelope({"type": "LaunchRequest"})))


def test_a_timer_kept_earlier_is_found_again_once_the_store_is_back() -> None:
    store = MemoryStore()
    memory, timer = Memory(store, "anna"), Timer("1", 1200)
    memory.remember(lambda _: UserState(timers={"ice": timer}))
    Memory(DownStore(), "anna").remember(known)
    assert memory.recall().timers.get("ice") == timer


# One turn, one deadline


def test_what_a_turn_knows_is_not_asked_for_again() -> None:
    store = MemoryStore()
    memory = Memory(store, "anna")
    assert memory.recall() == UserState()
    store.change("anna", known)
    assert memory.recall() == UserState()
    memory.remember(lambda state: state)
    assert memory.recall() == KNOWN


@pytest.mark.parametrize(("each", "calls"), [(0.3, 7), (0.9, 3), (2.1, 1)])
def test_a_turn_gives_the_store_two_seconds_in_all(
    each: float, calls: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now, given = [0.0], list[float]()

    class Slow(MemoryStore):
        def change(
            self, user: str, change: Callable[[UserState], UserState], within: float = 0
        ) -> None:
            given.append(round(within, 1))
            now[0] += each
            super().change(user, change)

    monkeypatch.setattr("skill.storage.store._monotonic", lambda: now[0])
    memory = Memory(Slow(), "anna")
    for _ in range(9):
        memory.remember(known)
    assert given == [round(2.0 - number * each, 1) for number in range(calls)]
    assert caplog.text.count("has had all of its time in this turn") == 9 - calls


def test_a_locked_file_costs_a_turn_its_two_seconds_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Launching and starting a timer each wrote twice, and waited twice."""
    monkeypatch.setattr("skill.storage.store.TURN_SECONDS", 0.2)
    path = tmp_path / "users.db"
    SqliteStore(path).load("anna")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        memory, begun = Memory(SqliteStore(path), "anna"), time.monotonic()
        for _ in range(5):
            memory.remember(known)
        assert 0.2 <= time.monotonic() - begun < 0.8
        other.execute("ROLLBACK")
