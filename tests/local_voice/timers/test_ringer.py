"""The ringer: each timer once, in time that the test moves by hand."""

import logging
import queue
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_voice.timers.database import Timer, TimerDatabase
from local_voice.timers.ringer import Ringer
from tests.support.clock import NOON, MovableClock

TEXT = "Time to take the ice off."
Said = list[tuple[str, str]]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[TimerDatabase]:
    database = TimerDatabase(tmp_path / "timers.db")
    yield database
    database.close()


def add(database: TimerDatabase, label: str, seconds: int) -> None:
    now = NOON.timestamp()
    timer = Timer(label, label, TEXT, "en-US", seconds, "ON", now + seconds, None, now, now)
    database.add(timer, lambda _: None)


def ringer(
    database: TimerDatabase, clock: MovableClock, said: Said, time_lapse: float = 1.0
) -> Ringer:
    return Ringer(
        database,
        lambda timer: said.append((f"ring {timer.label}", timer.words)),
        lambda timer, ended: said.append((f"missed {timer.label}", f"{ended:%H:%M:%S}")),
        clock,
        time_lapse=time_lapse,
    )


def test_a_timer_rings_once_when_its_time_has_come(
    database: TimerDatabase, clock: MovableClock
) -> None:
    said: Said = []
    bell = ringer(database, clock, said)
    add(database, "ice", 1200)
    clock.forward(seconds=1199.9)
    assert (bell.announce_due(), said) == (0, [])
    clock.forward(seconds=0.1)
    assert (bell.announce_due(), said) == (1, [("ring ice", TEXT)])
    clock.forward(seconds=9999)
    assert bell.announce_due() == 0


def test_what_ended_before_the_ringer_began_was_missed(
    database: TimerDatabase, clock: MovableClock
) -> None:
    add(database, "late", 600)
    add(database, "early", 300)
    add(database, "running", 1200)
    clock.forward(seconds=601)
    said: Said = []
    assert ringer(database, clock, said).announce_due() == 2
    assert said == [("missed early", "12:05:00"), ("missed late", "12:10:00")]
    assert ringer(database, clock, said).announce_due() == 0


def test_what_ended_while_the_computer_slept_was_missed(
    database: TimerDatabase, clock: MovableClock
) -> None:
    said: Said = []
    bell = ringer(database, clock, said)
    add(database, "ice", 1200)
    clock.forward(seconds=1200 + 61)
    bell.announce_due()
    assert said == [("missed ice", "12:20:00")]


def test_in_time_lapse_a_moment_late_is_not_missed(
    database: TimerDatabase, clock: MovableClock
) -> None:
    said: Said = []
    bell = ringer(database, clock, said, time_lapse=600)
    add(database, "ice", 1200)
    clock.forward(seconds=1200 + 300)  # half a second by the wall
    bell.announce_due()
    assert said == [("ring ice", TEXT)]


@pytest.mark.parametrize(
    ("time_lapse", "passed", "wait"),
    [(1.0, 0, 1.0), (1.0, 1199.75, 0.25), (1.0, 1300, 0.0), (60.0, 1185, 0.25), (600.0, 1080, 0.2)],
)
def test_the_wait_ends_when_the_next_timer_does_and_after_a_second_at_most(
    database: TimerDatabase, clock: MovableClock, time_lapse: float, passed: float, wait: float
) -> None:
    bell = ringer(database, clock, [], time_lapse)
    assert bell.wait_seconds() == 1.0
    add(database, "ice", 1200)
    clock.forward(seconds=passed)
    assert bell.wait_seconds() == pytest.approx(wait)


def test_two_ringers_on_one_file_ring_a_timer_once(
    database: TimerDatabase, clock: MovableClock, tmp_path: Path
) -> None:
    said: Said = []
    other = TimerDatabase(tmp_path / "timers.db")
    bells = [ringer(database, clock, said), ringer(other, clock, said)]
    add(database, "ice", 1200)
    clock.forward(seconds=1200)
    assert sum(bell.announce_due() for bell in bells) == 1
    other.close()
    assert said == [("ring ice", TEXT)]


def test_the_thread_rings_when_woken_and_ends_when_stopped(
    database: TimerDatabase, clock: MovableClock
) -> None:
    said: queue.Queue[str] = queue.Queue()
    bell = Ringer(
        database,
        lambda timer: said.put(f"ring {timer.label}"),
        lambda timer, _: said.put(f"missed {timer.label}"),
        clock,
    )
    add(database, "old", -60)
    bell.start()
    assert said.get(timeout=10) == "missed old"
    add(database, "ice", 1200)
    clock.forward(seconds=1200)
    bell.wake()
    assert said.get(timeout=10) == "ring ice"
    bell.stop()
    assert said.empty()


def test_a_bad_moment_does_not_silence_the_ringer(
    database: TimerDatabase, clock: MovableClock, caplog: pytest.LogCaptureFixture
) -> None:
    said: queue.Queue[str] = queue.Queue()

    def ring_at_the_second_try(timer: Timer) -> None:
        said.put(timer.label or "")
        if said.qsize() == 1 and not caplog.records:
            raise OSError("no terminal")

    bell = Ringer(database, ring_at_the_second_try, lambda *_: None, clock)
    bell.start()
    add(database, "ice", 1200)
    clock.forward(seconds=1200)
    with caplog.at_level(logging.WARNING):
        bell.wake()
        assert [said.get(timeout=10), said.get(timeout=10)] == ["ice", "ice"]
    bell.stop()
    assert "no terminal" in caplog.text
