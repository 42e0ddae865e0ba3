"""The alarm of a timer that has ended: sounded until it is heard, for somebody may doze on ice."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock
from typing import NamedTuple

from local_voice.timers.database import Timer
from skill.conversation.spoken import duration

AGAIN = 10.0  # seconds from one sounding to the next
LONGEST = 180.0  # seconds; then nobody is there to hear it


def rang_out(since: datetime) -> str:
    """What is told of a timer that nobody heard, which began to ring then."""
    return f"It rang for {duration(int(LONGEST))}, from {since.astimezone():%H:%M}."


class _Ringing(NamedTuple):
    timer: Timer
    since: float
    next: float


class Alarm:
    """Safe among threads. Moments are Unix seconds of the ringer's clock, divided by its speed.

    `sound` is called for each further sounding, `over` for a timer that rang to the end unheard,
    with the moment that it began to.
    """

    def __init__(
        self, sound: Callable[[Timer], object], over: Callable[[Timer, datetime], object]
    ) -> None:
        self._sound = sound
        self._over = over
        self._ringing: list[_Ringing] = []
        self._lock = Lock()

    @property
    def rings(self) -> bool:
        return bool(self._ringing)

    def begin(self, timer: Timer, now: float) -> None:
        """The timer has been sounded for the first time."""
        with self._lock:
            self._ringing.append(_Ringing(timer, now, now + AGAIN))

    def stop(self) -> bool:
        """Ring no more; whether it rang."""
        with self._lock:
            rang, self._ringing = bool(self._ringing), []
        return rang

    def look(self, now: float) -> float | None:
        """Sound what is due; the seconds to the next look, None when nothing rings."""
        with self._lock:
            due = [each for each in self._ringing if each.next <= now]
            ended = [each for each in due if now - each.since >= LONGEST]
            kept = [each for each in self._ringing if each not in ended]
            self._ringing = [
                each._replace(next=now + AGAIN) if each in due else each for each in kept
            ]
            left = min((each.next - now for each in self._ringing), default=None)
        for each in due:
            if each in ended:
                self._over(each.timer, datetime.fromtimestamp(each.timer.rings_at or 0, UTC))
            else:
                self._sound(each.timer)
        return left
