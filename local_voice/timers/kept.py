"""The port to timers that are kept right here, with no API of Alexa's in between.

For a speaker whose device is told of each step, or has no timers: then nothing rings.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from local_voice.timers.database import Timer, TimerDatabase
from local_voice.timers.timer_json import LONGEST, has_ended
from skill.clock import Clock
from skill.errors import StoreError, TimerNotFound, TimersUnavailable
from skill.timers.device import DeviceTimer

Step = Callable[[str, str, int], None]
"""Takes what is done, to the timer of which label, and by how many seconds.

What is done is "StartTimer", "IncreaseTimer", "DecreaseTimer", "PauseTimer", "UnpauseTimer" or
"CancelTimer"; or "TimerStatus", where it is only asked how one stands.
"""


class KeptTimers:
    """The port `Timers`; `step` is called after each step.

    `ring`: whether a device keeps them too and rings. `there`: the timers which that says it has,
    by label, each with "left", its seconds, and "runs"; None where it does not say.
    """

    def __init__(self, database: TimerDatabase, clock: Clock, step: Step) -> None:
        self.ring = False
        self.there: Mapping[str, object] | None = None
        self._database, self._clock, self._step = database, clock, step

    def create(self, seconds: int, label: str, announcement: str, locale: str) -> DeviceTimer:
        now, id_ = self._now(), str(uuid4())
        ends = now + seconds
        timer = Timer(id_, label, announcement, locale, seconds, "ON", ends, None, now, now)
        with _timer_errors():
            while self._database.announce_next(now, lambda _: None):  # to be cleared in a day
                pass
            self._database.add(timer, lambda _: None)
        self._step("StartTimer", label, seconds)
        return _told(timer)

    def find(self, timer_id: str) -> DeviceTimer:
        with _timer_errors():
            timer = self._live(timer_id)
            if self.there is not None:
                timer = self._as_there(timer, self.there.get(timer.label or ""))
        self._step("TimerStatus", timer.label or "", 0)
        return _told(timer)

    def change(self, timer_id: str, seconds: int) -> DeviceTimer:
        with _timer_errors():
            timer = self._live(timer_id)
            left = timer.left or (timer.rings_at or 0.0) - self._now()
            changed = self._with_left(timer, seconds, runs=timer.left is None)
        if more := round(seconds - left):
            self._step(
                "IncreaseTimer" if more > 0 else "DecreaseTimer", timer.label or "", abs(more)
            )
        return _told(changed)

    def pause(self, timer_id: str) -> DeviceTimer:
        return self._switched("PauseTimer", timer_id, self._database.pause)

    def resume(self, timer_id: str) -> DeviceTimer:
        return self._switched("UnpauseTimer", timer_id, self._database.resume)

    def cancel(self, timer_id: str) -> None:
        self._switched("CancelTimer", timer_id, self._database.remove)

    def _switched(
        self, what: str, timer_id: str, switch: Callable[[str, float], bool]
    ) -> DeviceTimer:
        with _timer_errors():
            timer = self._live(timer_id)
            if switch(timer_id, self._now()):
                self._step(what, timer.label or "", 0)
            return _told(self._database.get(timer_id) or timer)

    def _live(self, timer_id: str) -> Timer:
        timer = self._database.get(timer_id)
        if timer is None or has_ended(timer, self._now()):
            raise TimerNotFound("it is over, or was cancelled")
        return timer

    def _as_there(self, timer: Timer, there: object) -> Timer:
        match there:
            case {"left": int(left), "runs": bool(runs)} if 0 < left <= LONGEST:
                return self._with_left(timer, left, runs=runs)
        self._database.remove(timer.id, self._now())
        raise TimerNotFound("the device has no such timer")

    def _with_left(self, timer: Timer, left: int, *, runs: bool) -> Timer:
        now = self._now()
        status, rings_at, rest = ("ON", now + left, None) if runs else ("PAUSED", None, left)
        timer = replace(timer, status=status, rings_at=rings_at, left=rest, updated=now)
        self._database.replace(timer, now)
        return timer

    def _now(self) -> float:
        return self._clock().timestamp()


def _told(timer: Timer) -> DeviceTimer:
    if timer.rings_at is None:
        return DeviceTimer(timer.id, left=round(timer.left or 0))
    return DeviceTimer(timer.id, rings_at=datetime.fromtimestamp(timer.rings_at, UTC))


@contextmanager
def _timer_errors() -> Iterator[None]:
    try:
        yield
    except StoreError as problem:
        raise TimersUnavailable(str(problem)) from problem
