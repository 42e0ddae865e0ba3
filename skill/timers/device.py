"""The ports to a device's timers and reminders: what the guide needs of them, and nothing else.

On Alexa each calls Alexa's API; locally the same code talks to a twin of it. At another speaker the
timers are another port's.
"""

from datetime import datetime, tzinfo
from typing import NamedTuple, Protocol


class DeviceTimer(NamedTuple):
    """A timer as the device tells it.

    `rings_at` is set while it runs, `left` (seconds) while it is paused; with neither it has ended.
    """

    id: str
    rings_at: datetime | None = None
    left: int | None = None


class Timers(Protocol):
    """Each call raises a `skill.errors.TimerError` of the kind that fits, within three seconds."""

    @property
    def ring(self) -> bool:
        """Whether anybody hears their end; else only asking tells how much is left."""

    def create(self, seconds: int, label: str, announcement: str, locale: str) -> DeviceTimer:
        """A timer that says `announcement` at its end; the device shows it under `label`."""

    def find(self, timer_id: str) -> DeviceTimer:
        """The timer as it stands now; `TimerNotFound` when it is gone."""

    def change(self, timer_id: str, seconds: int) -> DeviceTimer | None:
        """Give it so many seconds left; None where a device can only set another in its place."""

    def pause(self, timer_id: str) -> DeviceTimer: ...

    def resume(self, timer_id: str) -> DeviceTimer: ...

    def cancel(self, timer_id: str) -> None: ...


class Reminders(Protocol):
    """Each call raises a `skill.errors.TimerError` of the kind that fits, within three seconds.

    All calls for one request share those seconds: on a quick API eight reminders can be set.
    """

    def create(self, seconds: int, text: str, locale: str, now: datetime) -> str:
        """A reminder in so many seconds after `now` that says the plain `text`, twice; its id."""

    def cancel(self, reminder_id: str) -> None:
        """Delete it; `TimerNotFound` when it is gone."""

    def zone(self) -> tzinfo:
        """The time zone that the device is set to."""
