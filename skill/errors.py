"""Every error the skill raises on purpose.

GuideError
├── ContentError        the content file is wrong: names file, place and remedy
├── VerificationError   a web request is not from Alexa, or not for this skill
├── SettingError        a setting is missing: names it and the remedy
├── StoreError          the user's state cannot be read or written now
├── CallFailed          an HTTP call got no usable answer: whoever made it tells what that means
└── TimerError          the Timers or the Reminders API did not do what was asked
    ├── TimerNotPermitted   401, 403: the user has not allowed them
    ├── TimerNotFound       404: gone, rung, or made elsewhere
    ├── TooManyTimers       the account's limit is reached
    ├── DeviceOffline       504
    ├── TimersNotSupported  this device, locale or request cannot use them
    └── TimersUnavailable   anything else: 429, 500, 503, no answer in time, nonsense
"""


class GuideError(Exception):
    """The root: catch this to catch whatever the skill raises on purpose."""


class ContentError(GuideError):
    """The content file is wrong. `file`, `place` (dotted path) and `problem` say where and what."""

    def __init__(self, file: str, place: str, problem: str) -> None:
        super().__init__(f"{file}: {place}: {problem}")
        self.file = file
        self.place = place
        self.problem = problem


class VerificationError(GuideError):
    """A request that must be refused. The text is for the log; the caller hears only HTTP 400."""


class SettingError(GuideError):
    """A setting is missing: the text names it and says what to write."""


class StoreError(GuideError):
    """The user's state cannot be read or written now."""


class CallFailed(GuideError):
    """There was no answer, in time, in full, of bearable size. The text names no secret."""


class TimerError(GuideError):
    """The Timers API, or the Reminders API, did not do what was asked of a timer or a reminder."""


class TimerNotPermitted(TimerError):
    """The user has not allowed this skill to set timers, or reminders."""


class TimerNotFound(TimerError):
    """There is no such timer or reminder (any more)."""


class TooManyTimers(TimerError):
    """The account's limit of timers, or of reminders, is reached."""


class DeviceOffline(TimerError):
    """The device that should ring cannot be reached."""


class TimersNotSupported(TimerError):
    """They cannot be used on this device, in this locale, or with this request."""


class TimersUnavailable(TimerError):
    """The service failed, was too slow, or answered nonsense."""
