"""The port to a device's timers: what the ice timer needs of it, and nothing else.

Its one implementation calls Alexa's Timers API through the SDK's client; locally the same client
talks to a twin of that API.
"""

from datetime import datetime
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

    def create(self, seconds: int, label: str, announcement: str, locale: str) -> DeviceTimer:
        """A timer that says `announcement` at its end; the device shows it under `label`."""

    def find(self, timer_id: str) -> DeviceTimer:
        """The timer as it stands now; `TimerNotFound` when it is gone."""

    def pause(self, timer_id: str) -> DeviceTimer: ...

    def resume(self, timer_id: str) -> DeviceTimer: ...

    def cancel(self, timer_id: str) -> None: ...
