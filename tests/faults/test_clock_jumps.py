"""Somebody sets the clock of the computer, an hour on or an hour back, while ice is on a back."""

import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from local_voice.alexa.transport import send
from local_voice.cli import main
from local_voice.clocks import TalkClock
from local_voice.timers.database import Timer, TimerDatabase
from local_voice.timers.ringer import Ringer
from local_voice.timers.service import AlexaService
from skill.app import build_skill
from skill.storage.store import MemoryStore
from tests.support.clock import NOON, MovableClock
from tests.support.guides import guides
from tests.support.requests import envelope, intent, speech_of

HOUR = timedelta(hours=1)
JUMPS = pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["an hour on", "an hour back"])


class Wall:
    """A computer: its clock can be set, the time that passes cannot."""

    def __init__(self) -> None:
        self.now, self.passed = NOON, 0.0

    def run(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.passed += seconds

    def talk_clock(self) -> TalkClock:
        return TalkClock(lambda: self.now, lambda: self.passed)


@pytest.fixture
def timers(tmp_path: Path) -> Iterator[TimerDatabase]:
    database = TimerDatabase(tmp_path / "timers.db")
    yield database
    database.close()


def put_on_ice(timers: TimerDatabase, now: datetime, minutes: int = 20) -> None:
    at, seconds = now.timestamp(), minutes * 60
    timer = Timer("1", "ice", "Ice off.", "en-US", seconds, "ON", at + seconds, None, at, at)
    timers.add(timer, lambda _: None)


def ringer(timers: TimerDatabase, clock: Callable[[], datetime], said: list[str]) -> Ringer:
    return Ringer(
        timers, lambda *_: said.append("rings"), lambda *_: said.append("was missed"), clock
    )


def looked(bell: Ringer) -> None:
    """Let the ringer look once, as it does at its start, without its thread going on."""
    bell.start()
    bell.stop()


@JUMPS
def test_in_a_talk_the_timer_rings_once_after_the_time_it_was_given(
    timers: TimerDatabase, jump: timedelta
) -> None:
    wall, said = Wall(), list[str]()
    clock = wall.talk_clock()
    bell = ringer(timers, clock, said)
    put_on_ice(timers, clock())
    wall.run(5 * 60)
    wall.now += jump
    for _ in range(14):
        wall.run(60)
        bell.announce_due()
    assert said == []
    wall.run(60)
    for _ in range(3):
        bell.announce_due()
        wall.now -= jump
    assert said == ["rings"]


def test_a_talk_begun_after_the_clock_was_put_back_lets_it_ring_once_and_in_time(
    timers: TimerDatabase,
) -> None:
    wall, said = Wall(), list[str]()
    put_on_ice(timers, wall.talk_clock()())
    wall.run(5 * 60)
    wall.now -= HOUR
    clock, later = wall.talk_clock(), list[str]()
    looked(ringer(timers, clock, later))
    left = [(timer.rings_at or 0) - clock().timestamp() for timer in timers.live(0)]
    assert left == [20 * 60]  # never more than it was given
    wall.run(20 * 60)
    for _ in range(2):
        looked(ringer(timers, clock, said))
    assert (said, later) == (["rings"], [])


def test_a_talk_begun_after_the_clock_was_put_on_says_that_it_was_missed_once(
    timers: TimerDatabase,
) -> None:
    wall, said = Wall(), list[str]()
    put_on_ice(timers, wall.talk_clock()())
    wall.run(5 * 60)
    wall.now += HOUR
    looked(ringer(timers, wall.talk_clock(), said))
    wall.now -= HOUR
    looked(ringer(timers, wall.talk_clock(), said))
    assert said == ["was missed"]


def test_a_timer_that_was_paused_keeps_its_rest_whatever_the_clock_does(
    timers: TimerDatabase,
) -> None:
    put_on_ice(timers, NOON)
    timers.pause("1", (NOON + timedelta(minutes=15)).timestamp())
    back = NOON - HOUR
    timers.restart_after_clock_moved_back(back.timestamp())
    timers.resume("1", back.timestamp())
    assert [(t.rings_at or 0) - back.timestamp() for t in timers.live(0)] == [5 * 60]


SPOKEN = {
    HOUR: "Time is up. Take the ice off your back.",
    -HOUR: "Your ice timer has thirty minutes left.",
}


@JUMPS
def test_a_skill_whose_clock_is_an_hour_off_the_devices_still_answers_with_sense(
    timers: TimerDatabase, jump: timedelta
) -> None:
    device, server = MovableClock(), MovableClock()
    service = AlexaService(timers, device)
    skill = build_skill(store=MemoryStore(), api_client=service, clock=server, guides=guides())

    def say(name: str) -> str:
        speech = speech_of(send(skill, envelope(intent(name), {})))
        return re.sub(r"<[^>]+>", "", speech)

    assert say("StartIceTimerIntent").startswith("Your ice timer is set for twenty minutes.")
    server.now += jump
    assert say("IceTimerStatusIntent").startswith(SPOKEN[jump])
    server.now -= jump
    assert say("IceTimerStatusIntent").startswith("Your ice timer has twenty minutes left.")
    assert len(service.live()) == 1


@JUMPS
def test_the_talk_on_the_terminal_runs_by_the_steady_clock(  # the whole command
    jump: timedelta,
    tmp_path: Path,
    cache_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    off = [timedelta()]
    wall = SimpleNamespace(now=lambda zone: datetime.now(UTC).astimezone(zone) + off[0])

    class Typed:
        def __iter__(self) -> Iterator[str]:
            yield "start an ice timer"
            off[0] = jump
            yield "how much time is left"
            yield "stop"

        def isatty(self) -> bool:
            return False

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_folder))
    monkeypatch.setattr("skill.clock.datetime", wall)
    monkeypatch.setattr(sys, "stdin", Typed())
    main(["talk", "--mute"])
    said = capsys.readouterr().out
    assert re.search(r"Your ice timer has (twenty|nineteen) minutes", said), said
