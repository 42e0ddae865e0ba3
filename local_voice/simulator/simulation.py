"""The simulation: one device, its user and its time, played for every page that looks on.

What is said here goes to the same local Alexa as on the terminal; what comes of it goes into the
history.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from time import perf_counter
from typing import cast

from local_voice.alexa.envelope import VIEWPORTS, Device, Permission, ReminderPermission
from local_voice.alexa.exchange import Exchange
from local_voice.app import local_alexa
from local_voice.clocks import TalkClock
from local_voice.files import Json
from local_voice.listener import Heard, Unsure
from local_voice.simulator import views
from local_voice.simulator.ear import taken
from local_voice.simulator.history import History
from local_voice.simulator.settings import NO_FAULT, Settings
from local_voice.timers.alarm import Alarm, rang_out
from local_voice.timers.database import Timer, TimerDatabase
from local_voice.timers.ringer import Ringer
from skill.storage.store import MemoryStore


class Simulation:
    """Safe among threads. Nothing is kept on the disk: every start is a first visit."""

    def __init__(self, settings: Settings | None = None, zone: str = "UTC") -> None:
        self.history = History()
        self.clock = TalkClock()
        self.lock = threading.RLock()  # hold it to take several steps with nobody in between
        self._store = _Users()
        self._timers = TimerDatabase(":memory:")
        self._settings = settings or Settings()
        self._screen = 0  # the entry whose document is shown
        self._visit = "first"  # of the person whose first turn comes next, else ""
        self._alexa = local_alexa(Device(), self._store, self._timers, clock=self.clock)
        self._alexa.service.zone = zone
        self._alexa.service.on_change = self._look_again
        self._apply()
        self._alarm = Alarm(self._ring_again, self._rang_out)
        self._ringer = self._new_ringer()
        self._ringer.start()

    def open(self) -> Json:
        """Open the skill by its name. Gives the new entry, as do `say` and `touch`."""
        return self._turn(self._alexa.open)

    def say(self, utterance: str, saved: Sequence[str] = ()) -> Json:
        """Say something; `saved` is what was answered when it was said before, if it was."""
        return self._turn(lambda: self._alexa.say(utterance), saved=saved)

    def touch(self, arguments: Sequence[object], saved: Sequence[str] = ()) -> Json:
        """Touch what sends `arguments` from the screen."""
        touched = list(arguments)
        return self._turn(lambda: self._alexa.touch(touched), touched, saved)

    def hear(self, heard: Heard | Unsure) -> Json:
        """Take what was heard: it is answered, asked about, or asked for again."""
        return self._turn(lambda: taken(self._alexa, heard))

    def leave(self) -> None:
        """End the session without a word."""
        with self._changing():
            self._alexa.leave()
            self._screen = 0

    def hush(self) -> None:
        """Stop the alarms, as anything that is said does."""
        with self._changing():
            self._silence()

    def set(self, words: Mapping[str, str]) -> None:
        """Change settings; raises `BadSetting`."""
        with self._changing():
            time_lapse = self._settings.time_lapse
            self._settings = self._settings.changed(words)
            self._apply()
            if time_lapse != self._settings.time_lapse:
                self._ringer.stop()
                self._silence()  # an alarm counts by the speed of its ringer
                self.clock.run(float(self._settings.time_lapse))
                self._ringer = self._new_ringer()
                self._ringer.start()

    def forward(self, seconds: float) -> None:
        """Put the time forward; whatever ends meanwhile rings now."""
        with self._changing():
            self.clock.forward(seconds)
            self._ringer.announce_due()
            self._ringer.wake()  # an alarm that rings already may be due

    def begin_anew(self, words: Mapping[str, str], *, known: bool = False) -> None:
        """Another person, with no timer: `known` when they have used the skill before.

        Raises `BadSetting`.
        """
        with self._changing():
            self._settings = self._settings.for_new_person(words)
            self._apply()
            self._alexa.leave()
            self._silence()
            self._screen = 0
            self._timers.remove_all(self.clock().timestamp(), reminders=True)
            self._store.forget_all()
            self._visit = "again" if known else "first"
            if known:
                self._alexa.open()
                self._alexa.leave()

    def state(self) -> Json:
        """How things stand; times are Unix milliseconds."""
        with self.lock:
            return {
                "now": views.milliseconds(self.clock()),
                "time_lapse": self.clock.time_lapse,
                "settings": self._settings.words(),
                "session": views.session(self._alexa.session),
                "timers": views.timers(self._alexa.service.live()),
                "reminders": views.timers(self._alexa.service.coming_reminders()),
                "alarms": views.alarms(self._ringing()),
                "screen": self._screen,
            }

    def show(self) -> None:
        """Tell every page how things stand."""
        with self.lock:
            self.history.show(self.state())

    def close(self) -> None:
        self._ringer.stop()
        self._timers.close()

    def _turn(
        self,
        take: Callable[[], Exchange],
        touched: Sequence[object] = (),
        saved: Sequence[str] = (),
    ) -> Json:
        with self._changing():
            self._silence()
            setting = self._settings.saved_words()
            began = perf_counter()
            exchange = take()
            took = round((perf_counter() - began) * 1000, 1)
            at = views.milliseconds(self.clock())
            if not exchange.request:
                return self.history.add({**views.question(exchange, setting), "at": at})
            seen = views.turn(exchange, setting, touched, saved, self._alexa.runners_up(exchange))
            entry = self.history.add({**seen, "at": at, "took": took, "visit": self._visit})
            self._visit = ""
            # The talk itself may have given or refused the permission.
            device = self._alexa.device
            said = {"permission": device.permission, "reminders": device.reminders}
            self._settings = self._settings.changed(said)
            if self._alexa.device.screen and exchange.rendered_token:
                self._screen = entry["id"]
            elif exchange.session_ended:
                self._screen = 0
            return entry

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with self.lock:
            yield
            self.show()

    def _apply(self) -> None:
        device, service = self._alexa.device, self._alexa.service
        device.locale = self._settings.locale
        device.permission = cast("Permission", self._settings.permission)
        device.reminders = cast("ReminderPermission", self._settings.reminders)
        device.screen = self._settings.shape in VIEWPORTS
        if device.screen:
            device.viewport = self._settings.shape
        service.fault = None if self._settings.fault == NO_FAULT else self._settings.fault

    def _look_again(self) -> None:
        self._ringer.wake()  # there is another one after each change of the time lapse

    def _new_ringer(self) -> Ringer:
        return Ringer(
            self._timers,
            lambda timer: self._add(views.ring(timer)),
            lambda timer, _when: self._ringer.ring(timer),  # somebody put the time past its end
            self.clock,
            time_lapse=self.clock.time_lapse,
            alarm=self._alarm,
        )

    def _ring_again(self, timer: Timer) -> None:
        for entry in self._ringing(timer):
            self.history.change(entry["id"], {"sounded": entry["sounded"] + 1})
        self._show_soon()

    def _rang_out(self, timer: Timer, since: datetime) -> None:
        for entry in self._ringing(timer):
            self.history.change(entry["id"], {"rings": False})
            self._add({"kind": "note", "speech": rang_out(since)})

    def _silence(self) -> None:
        self._alarm.stop()
        for entry in self._ringing():
            self.history.change(entry["id"], {"rings": False})

    def _ringing(self, timer: Timer | None = None) -> list[Json]:
        """The entries that ring, of one timer or of all."""
        rings = [entry for entry in self.history.entries() if entry.get("rings")]
        return [entry for entry in rings if timer is None or entry["timer"] == timer.id]

    def _add(self, entry: Json) -> None:
        self.history.add({**entry, "at": views.milliseconds(self.clock())})
        self._show_soon()

    def _show_soon(self) -> None:
        # Within the timer database's lock: the state, which reads it, is for another thread.
        threading.Thread(target=self.show, name="state", daemon=True).start()


class _Users(MemoryStore):
    def forget_all(self) -> None:
        with self._lock:
            self._states.clear()
