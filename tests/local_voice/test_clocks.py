"""The clock of a talk: by the time that passes, faster, still, forward, never back."""

from datetime import timedelta

from local_voice.clocks import TalkClock
from tests.support.clock import NOON, MovableClock


class Passed:
    """The seconds that pass, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_time_runs_as_it_passes_whatever_the_wall_shows() -> None:
    wall, passed = MovableClock(), Passed()
    clock = TalkClock(wall, passed)
    wall.forward(minutes=60)
    passed.seconds += 7
    assert clock() == NOON + timedelta(seconds=7)
    assert clock.time_lapse == 1


def test_time_may_run_faster_from_the_start() -> None:
    passed = Passed()
    clock = TalkClock(MovableClock(), passed, time_lapse=60)
    assert clock() == NOON
    passed.seconds += 2
    assert clock() == NOON + timedelta(minutes=2)


def test_faster_time_begins_where_time_stands() -> None:
    passed = Passed()
    clock = TalkClock(MovableClock(), passed)
    passed.seconds += 10
    clock.run(60)
    passed.seconds += 2
    assert clock() == NOON + timedelta(seconds=10 + 120)


def test_time_stands_still_and_is_put_forward() -> None:
    passed = Passed()
    clock = TalkClock(MovableClock(), passed)
    clock.run(0)
    passed.seconds += 300
    assert clock() == NOON
    clock.forward(90)
    assert clock() == NOON + timedelta(seconds=90)
