"""An alarm sounds until somebody stops it, or for three minutes: by the clock, with no waiting."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from local_voice.timers.alarm import Alarm
from local_voice.timers.database import Timer, TimerDatabase
from local_voice.timers.ringer import Ringer
from tests.support.clock import NOON, MovableClock


class Bedside:
    """Where a timer rings that was set for a minute."""

    def __init__(self, database: TimerDatabase, clock: MovableClock, time_lapse: float) -> None:
        self.sounded = 0
        self.over: list[datetime] = []
        self.alarm = Alarm(self._sound, lambda _timer, since: self.over.append(since))
        self._clock = clock
        self._time_lapse = time_lapse
        self._ringer = Ringer(
            database,
            self._sound,
            lambda *_: None,
            clock,
            time_lapse=time_lapse,
            alarm=self.alarm,
        )

    def pass_seconds(self, seconds: float) -> int:
        """How often it has sounded when so much time is over, by the clock on the wall."""
        for _ in range(round(seconds)):
            self._clock.forward(seconds=self._time_lapse)
            self._ringer.announce_due()
            self.alarm.look(self._clock().timestamp() / self._time_lapse)
        return self.sounded

    def _sound(self, _timer: Timer) -> None:
        self.sounded += 1


@pytest.fixture
def database(tmp_path: Path) -> Iterator[TimerDatabase]:
    database = TimerDatabase(tmp_path / "timers.db")
    yield database
    database.close()


def bedside(
    database: TimerDatabase, clock: MovableClock, seconds: float = 60, time_lapse: float = 1
) -> Bedside:
    now = NOON.timestamp()
    ice = Timer("1", "ice", "Ice off.", "en-US", 60, "ON", now + seconds, None, now, now)
    database.add(ice, lambda _: None)
    return Bedside(database, clock, time_lapse)


def test_it_sounds_every_ten_seconds_for_three_minutes(
    database: TimerDatabase, clock: MovableClock
) -> None:
    bed = bedside(database, clock)
    assert [bed.pass_seconds(59), bed.pass_seconds(1), bed.pass_seconds(9)] == [0, 1, 1]
    assert [bed.pass_seconds(1), bed.pass_seconds(10), bed.pass_seconds(10)] == [2, 3, 4]
    assert (bed.pass_seconds(149), bed.alarm.rings, bed.over) == (18, True, [])
    assert (bed.pass_seconds(1), bed.alarm.rings) == (18, False)
    assert [f"{since:%H:%M:%S}" for since in bed.over] == ["12:01:00"]
    assert bed.pass_seconds(60) == 18


def test_it_sounds_no_more_once_it_is_stopped(database: TimerDatabase, clock: MovableClock) -> None:
    bed = bedside(database, clock)
    bed.pass_seconds(75)
    assert (bed.alarm.stop(), bed.alarm.stop()) == (True, False)
    assert (bed.pass_seconds(300), bed.over) == (2, [])


def test_in_faster_time_it_sounds_as_often_by_the_wall(
    database: TimerDatabase, clock: MovableClock
) -> None:
    bed = bedside(database, clock, seconds=600, time_lapse=60)
    assert [bed.pass_seconds(10), bed.pass_seconds(9), bed.pass_seconds(1)] == [1, 1, 2]


def test_a_reminder_is_told_and_no_more(database: TimerDatabase, clock: MovableClock) -> None:
    now = NOON.timestamp()
    row = ("2", None, "Time for your cold pack", "en-US", 60, "ON", now + 60, None, now, now, "{}")
    database.add(Timer(*row), lambda _: None)
    bed = Bedside(database, clock, 1)
    assert (bed.pass_seconds(90), bed.alarm.rings) == (1, False)
