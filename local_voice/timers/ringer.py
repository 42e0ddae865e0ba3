"""Watches the timers and reminders and announces those that end.

Time may run faster than the wall's.
A timer is `missed` when it ended before the ringer began, or over a minute ago, as after the
computer slept. Each is announced once among all processes on one file; how surely, and what an
announcement must not do, stands in `local_voice.timers.database`.
"""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from local_voice.timers.alarm import Alarm
from local_voice.timers.database import Timer, TimerDatabase
from skill.clock import Clock, system_clock

Ring = Callable[[Timer], None]
"""Takes the timer, or reminder, that ends; its `words` are what to say."""

Missed = Callable[[Timer, datetime], None]
"""The same, and when it ended."""

_LATE = 60.0  # seconds
_LONGEST_WAIT = 1.0  # seconds; another process may have set a timer meanwhile
_LOG = logging.getLogger(__name__)


class Ringer:
    """`time_lapse` is how many seconds of `clock` pass in a second: 60 for a minute a second.

    `on_ring` and `on_missed` run in the ringer's thread and must return at once. With an `alarm` a
    timer, which is no reminder, is sounded again and again.
    """

    def __init__(
        self,
        database: TimerDatabase,
        on_ring: Ring,
        on_missed: Missed,
        clock: Clock = system_clock,
        *,
        time_lapse: float = 1.0,
        alarm: Alarm | None = None,
    ) -> None:
        self._alarm = alarm
        self._database = database
        self._on_ring = on_ring
        self._on_missed = on_missed
        self._clock = clock
        self._time_lapse = time_lapse
        self._began = clock().timestamp()
        self._woken = threading.Event()
        self._stopped = False
        self._checked_clock = False
        self._thread = threading.Thread(target=self._watch, name="ringer", daemon=True)

    def start(self) -> None:
        """Announce what was missed, then watch in a thread of its own."""
        self._look()
        self._thread.start()

    def wake(self) -> None:
        """Look again: a timer was set or changed."""
        self._woken.set()

    def stop(self) -> None:
        """End the thread, after the announcement it may be making."""
        self._stopped = True
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join()

    def announce_due(self) -> int:
        """Announce every timer that is due; return how many. Raises StoreError."""
        count = 0
        while (due := self._database.next_due()) is not None and due <= self._now():
            count += self._database.announce_next(self._now(), self._announce)
        return count

    def ring(self, timer: Timer) -> None:
        """Ring for a timer as for one that ends now."""
        self._on_ring(timer)
        if self._alarm and timer.reminder is None:
            self._alarm.begin(timer, self._now() / self._time_lapse)

    def wait_seconds(self) -> float:
        """Return how long, by the wall, to wait before the next look."""
        due = self._database.next_due()
        if due is None:
            return _LONGEST_WAIT
        return min(_LONGEST_WAIT, max(0.0, (due - self._now()) / self._time_lapse))

    def _now(self) -> float:
        return self._clock().timestamp()

    def _announce(self, timer: Timer) -> None:
        ended = timer.rings_at if timer.rings_at is not None else timer.updated
        if ended < self._began or self._now() - ended > _LATE * self._time_lapse:
            self._on_missed(timer, datetime.fromtimestamp(ended, UTC))
        else:
            self.ring(timer)

    def _watch(self) -> None:
        while not self._stopped:
            self._woken.wait(self._look())
            self._woken.clear()

    def _look(self) -> float:
        """Announce what is due; return how long to wait before the next look."""
        try:
            if not self._checked_clock:  # once, at the start: later others change timers meanwhile
                self._database.restart_after_clock_moved_back(self._now())
                self._checked_clock = True
            self.announce_due()
            again = self._alarm.look(self._now() / self._time_lapse) if self._alarm else None
            return self.wait_seconds() if again is None else min(self.wait_seconds(), again)
        except Exception as problem:  # noqa: BLE001 - an alarm must outlive one bad moment
            _LOG.warning("the timers will be looked at again: %s", problem)
            return _LONGEST_WAIT
