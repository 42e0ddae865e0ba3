"""The simulator's clock: faster, still, forward, never back."""

from datetime import timedelta

from local_voice.clocks import StageClock
from tests.support.clock import MovableClock


def test_time_runs_as_on_the_wall_until_told_otherwise() -> None:
    wall = MovableClock()
    clock = StageClock(wall)
    began = clock()
    wall.forward(seconds=7)
    assert clock() - began == timedelta(seconds=7)
    assert clock.lapse == 1


def test_time_lapse_begins_where_time_stands() -> None:
    wall = MovableClock()
    clock = StageClock(wall)
    began = clock()
    wall.forward(seconds=10)
    clock.run(60)
    wall.forward(seconds=2)
    assert clock() - began == timedelta(seconds=10 + 120)


def test_time_stands_still_and_is_put_forward() -> None:
    wall = MovableClock()
    clock = StageClock(wall)
    began = clock()
    clock.run(0)
    wall.forward(minutes=5)
    assert clock() == began
    clock.forward(90)
    assert clock() - began == timedelta(seconds=90)
