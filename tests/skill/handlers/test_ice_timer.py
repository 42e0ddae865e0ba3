"""The timers' rules: worked examples, and what holds after whatever is done in any order."""

from datetime import UTC, datetime, timedelta
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from skill.timers.rules import (
    DEFAULT_SECONDS,
    LONGER,
    LONGEST_SECONDS,
    SHORTER,
    TO,
    Timer,
    changed,
    is_over,
    paused,
    remaining,
    resumed,
    started,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONGEST = timedelta(seconds=LONGEST_SECONDS)
MOMENT = timedelta(microseconds=1)

moves = st.timedeltas(min_value=timedelta(hours=-3), max_value=timedelta(hours=3))
within_bounds = st.integers(min_value=1, max_value=LONGEST_SECONDS)


def after(**passed: float) -> datetime:
    return NOON + timedelta(**passed)


def test_ice_is_for_twenty_minutes_and_heat_for_fifteen_by_default_and_thirty_at_most() -> None:
    assert (DEFAULT_SECONDS, LONGEST_SECONDS) == ({"ice": 1200, "heat": 900}, 1800)


def test_a_timer_started_rings_when_its_time_has_passed() -> None:
    timer = started("1", "ice", 1200, NOON)
    assert timer == Timer("1", 1200, rings_at=after(minutes=20))


@pytest.mark.parametrize(
    ("passed", "left"),
    [(0, 1200), (1, 1199), (1199, 1), (1200, 0), (5000, 0), (-300, 1500), (-5000, 1800)],
)
def test_what_is_left_shrinks_to_nothing_and_never_grows_beyond_thirty_minutes(
    passed: int, left: int
) -> None:
    assert remaining(started("1", "ice", 1200, NOON), after(seconds=passed)) == timedelta(
        seconds=left
    )


def test_it_is_over_at_the_moment_it_rings_and_not_before() -> None:
    timer = started("1", "ice", 1200, NOON)
    assert not is_over(timer, after(minutes=20) - MOMENT)
    assert is_over(timer, after(minutes=20))


def test_a_paused_timer_keeps_its_rest_and_is_never_over() -> None:
    timer = paused(started("1", "ice", 1200, NOON), after(minutes=5))
    assert timer == Timer("1", 1200, left=timedelta(minutes=15))
    assert remaining(timer, after(days=1)) == timedelta(minutes=15)
    assert not is_over(timer, after(days=1))


def test_pausing_twice_and_resuming_twice_changes_nothing() -> None:
    once = paused(started("1", "ice", 1200, NOON), after(minutes=5))
    assert paused(once, after(minutes=9)) == once
    again = resumed(once, after(minutes=10))
    assert (
        resumed(again, after(minutes=12))
        == again
        == once._replace(rings_at=after(minutes=25), left=None)
    )


def test_a_timer_with_neither_end_nor_rest_has_no_time_left() -> None:
    assert remaining(Timer("1", 1200), NOON) == timedelta()


@pytest.mark.parametrize(
    ("total", "asked", "added"),
    [
        (1200, 300, 300),
        (1200, 600, 600),
        (1200, 601, 600),
        (1800, 60, 0),
        (1200, -60, 0),
        (1200, 0, 0),
        (60, 10**9, 1740),
    ],
)
def test_as_much_is_added_as_makes_thirty_minutes_in_all(
    total: int, asked: int, added: int
) -> None:
    timer, now = started("1", "ice", total, NOON), after(seconds=30)
    assert changed(timer, LONGER, asked, now) == total - 30 + added


def test_time_the_device_was_told_to_add_counts_too() -> None:
    timer = Timer("1", 1200, rings_at=after(minutes=25))
    assert changed(timer, LONGER, 600, NOON) == 1800
    assert changed(timer, LONGER, 600, NOON + MOMENT) == 1800  # a second begun is a second used


@pytest.mark.parametrize(
    ("way", "asked", "left"),
    [
        (SHORTER, 300, 600),
        (SHORTER, 900, 0),
        (SHORTER, 1200, -300),
        (TO, 600, 600),
        (TO, 1500, 1500),
        (TO, 1501, 1500),
    ],
)
def test_five_of_twenty_minutes_gone_it_may_be_shorter_or_last_twenty_five_more(
    way: str, asked: int, left: int
) -> None:
    assert changed(started("1", "ice", 1200, NOON), way, asked, after(minutes=5)) == left


@given(within_bounds, st.timedeltas(timedelta(), LONGEST), moves)
def test_pause_and_resume_lose_no_microsecond(
    seconds: int, before: timedelta, between: timedelta
) -> None:
    timer = started("1", "ice", seconds, NOON)
    left = remaining(timer, NOON + before)
    stopped = paused(timer, NOON + before)
    again = resumed(stopped, NOON + before + between)
    assert remaining(stopped, NOON + before + between) == left
    assert remaining(again, NOON + before + between) == left
    assert remaining(again, NOON + before + between + left) == timedelta()


class IceRounds(RuleBasedStateMachine):
    """One timer through any sequence of starts, pauses, extensions and leaps of the clock."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.timer = started("0", "ice", 1200, NOON)

    @rule(seconds=within_bounds)
    def start(self, seconds: int) -> None:
        self.timer = started("1", "ice", seconds, self.now)

    @rule(move=moves)
    def move_the_clock(self, move: timedelta) -> None:
        self.now += move

    @rule()
    def pause(self) -> None:
        left = remaining(self.timer, self.now)
        self.timer = paused(self.timer, self.now)
        assert remaining(self.timer, self.now) == left

    @rule()
    def resume(self) -> None:
        left = remaining(self.timer, self.now)
        self.timer = resumed(self.timer, self.now)
        assert remaining(self.timer, self.now) == left

    @precondition(lambda self: not is_over(self.timer, self.now))
    @rule(asked=st.integers(min_value=-7200, max_value=7200))
    def extend(self, asked: int) -> None:
        """As Alexa does it: a longer timer, in whole seconds, in the place of this one."""
        before = ceil(remaining(self.timer, self.now).total_seconds())
        seconds = changed(self.timer, LONGER, asked, self.now)
        added = seconds - before
        assert 0 <= added <= max(asked, 0)
        assert seconds <= LONGEST_SECONDS
        self.timer = started("2", "ice", seconds, self.now)._replace(total=self.timer.total + added)

    @invariant()
    def what_is_left_is_within_bounds(self) -> None:
        assert timedelta() <= remaining(self.timer, self.now) <= LONGEST

    @invariant()
    def all_in_all_it_is_thirty_minutes_at_most(self) -> None:
        assert 0 < self.timer.total <= LONGEST_SECONDS

    @invariant()
    def it_either_runs_or_is_paused(self) -> None:
        assert (self.timer.rings_at is None) != (self.timer.left is None)


TestIceRounds = IceRounds.TestCase
