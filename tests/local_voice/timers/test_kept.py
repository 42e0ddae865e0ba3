"""Timers that are kept here, with no API in between: what each step does, and what it tells."""

from pathlib import Path

import pytest

from local_voice.timers.database import TimerDatabase
from local_voice.timers.kept import KeptTimers
from skill.errors import TimerNotFound, TimersUnavailable
from skill.timers.device import DeviceTimer
from tests.support.clock import MovableClock

Steps = list[tuple[str, str, int]]


@pytest.fixture
def database() -> TimerDatabase:
    return TimerDatabase(":memory:")


@pytest.fixture
def steps() -> Steps:
    return []


@pytest.fixture
def timers(database: TimerDatabase, clock: MovableClock, steps: Steps) -> KeptTimers:
    return KeptTimers(database, clock, lambda *step: steps.append(step))


def started(timers: KeptTimers, seconds: int = 1200) -> DeviceTimer:
    return timers.create(seconds, "ice", "Time is up.", "en-US")


def test_it_runs_is_paused_and_runs_on(
    timers: KeptTimers, clock: MovableClock, steps: Steps
) -> None:
    timer = started(timers)
    clock.forward(minutes=5)
    assert timers.pause(timer.id) == DeviceTimer(timer.id, left=900)
    clock.forward(minutes=5)
    assert timers.pause(timer.id) == timers.find(timer.id) == DeviceTimer(timer.id, left=900)
    running = timers.resume(timer.id)
    assert running.rings_at
    assert (running.rings_at - clock()).total_seconds() == 900
    told = ["StartTimer", "PauseTimer", "TimerStatus", "UnpauseTimer"]
    assert [step for step, _, _ in steps] == told


@pytest.mark.parametrize(
    ("seconds", "step"),
    [(1500, ("IncreaseTimer", "ice", 300)), (900, ("DecreaseTimer", "ice", 300)), (1200, None)],
)
def test_it_is_changed_running_or_paused(
    timers: KeptTimers, steps: Steps, seconds: int, step: tuple[str, str, int] | None
) -> None:
    for paused in (False, True):
        timer = started(timers)
        if paused:
            timers.pause(timer.id)
        steps.clear()
        changed = timers.change(timer.id, seconds)
        assert (changed.left if paused else changed.rings_at) == (
            seconds if paused else timers.find(timer.id).rings_at
        )
        assert steps[:1] == ([step] if step else [("TimerStatus", "ice", 0)][: not paused])


def test_what_is_over_or_cancelled_is_not_found(timers: KeptTimers, clock: MovableClock) -> None:
    over, cancelled = started(timers, 60), started(timers)
    timers.cancel(cancelled.id)
    clock.forward(minutes=1)
    for gone in (over.id, cancelled.id, "never"):
        for call in (timers.find, timers.pause, timers.resume, timers.cancel):
            with pytest.raises(TimerNotFound):
                call(gone)
        with pytest.raises(TimerNotFound):
            timers.change(gone, 60)


def test_what_is_over_for_a_day_is_cleared_away(
    timers: KeptTimers, database: TimerDatabase, clock: MovableClock
) -> None:
    old = started(timers, 60)
    clock.forward(minutes=2)
    started(timers)
    assert database.get(old.id)
    clock.forward(minutes=25 * 60)
    started(timers)
    assert database.get(old.id) is None


@pytest.mark.parametrize("there", [None, "ice", {"left": "9"}, {"left": 0, "runs": True}, {}])
def test_a_device_that_has_none_of_its_name_is_believed(timers: KeptTimers, there: object) -> None:
    timer = started(timers)
    timers.there = {"ice": there}
    with pytest.raises(TimerNotFound):
        timers.find(timer.id)
    timers.there = None
    with pytest.raises(TimerNotFound):
        timers.find(timer.id)


def test_a_database_that_fails_is_a_timer_error(
    clock: MovableClock, tmp_path: Path, steps: Steps
) -> None:
    database = TimerDatabase(tmp_path / "timers.db")
    timers = KeptTimers(database, clock, lambda *step: steps.append(step))
    timer = started(timers)
    database.close()
    steps.clear()
    with pytest.raises(TimersUnavailable):
        started(timers)
    for call in (timers.find, timers.pause, timers.resume, timers.cancel):
        with pytest.raises(TimersUnavailable):
            call(timer.id)
    assert steps == []
