"""What a reply shows, where somebody looks: pure data beside the words. Nothing of Alexa's.

The words say everything without it. A button is a word that can be touched: it carries the intent
that the word would mean.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from skill.timers.rules import DEFAULT_SECONDS, ICE

_WITHOUT_SLOTS = (
    "RelieveNowIntent", "EmergencyIntent", "TellMeMoreIntent",
    "AMAZON.NextIntent", "AMAZON.PreviousIntent", "StartIceTimerIntent", "StartHeatTimerIntent",
    "RestPositionIntent", "TreatmentIntent", "SeeDoctorIntent", "CausesIntent",
)  # fmt: skip
_OF_A_TIMER: Mapping[str, Mapping[str, str]] = {
    "PauseIceTimerIntent": {}, "ResumeIceTimerIntent": {}, "CancelIceTimerIntent": {},
    "ExtendIceTimerIntent": {"duration": "PT5M"},
}  # fmt: skip


def touch_of(intent: str, kind: str) -> str:
    """What a button sends that means an order to one kind of timer."""
    return intent if kind == ICE else f"{intent} {kind}"


TOUCHES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {name: {} for name in _WITHOUT_SLOTS}
    | {
        touch_of(intent, kind): {"timer": kind, **slots}
        for kind in DEFAULT_SECONDS
        for intent, slots in _OF_A_TIMER.items()
    }
)
"""Every touch: the intent that it stands for, as its first word, and the slots that go with it."""


class Button(NamedTuple):
    label: str
    intent: str


class AnswerScreen(NamedTuple):
    """An answer: `text` as it is spoken, `sources` by their short names.

    The app keeps it to be read again, but for what tells of who asks: that is not `kept`.
    """

    title: str
    text: str
    sources: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    kept: bool = True


class PositionsScreen(NamedTuple):
    """The two ways to lie, drawn; `floor` and `chair` name the drawings.

    `progress` says which step of the routine this is, where it is one. `kept` as of an answer.
    """

    title: str
    text: str
    floor: str
    chair: str
    progress: str = ""
    sources: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    kept: bool = True


class StepScreen(NamedTuple):
    """One step of the routine; `progress` says which."""

    title: str
    text: str
    progress: str
    buttons: tuple[Button, ...] = ()


class CheckScreen(NamedTuple):
    """Signs to say yes or no to: the question and the signs, and what is told before and after."""

    title: str
    question: str
    signs: tuple[str, ...]
    before: str
    after: str
    progress: str
    buttons: tuple[Button, ...]


class TimerScreen(NamedTuple):
    """A timer: `rings_at` while it runs, `left` while it is paused, neither when over.

    `total` is all the time it was given, in seconds. `state` names what it does now, `over` what
    is shown once it has run out, which the device finds by itself.
    """

    title: str
    total: int
    state: str
    note: str
    over: str
    rings_at: datetime | None = None
    left: timedelta | None = None
    buttons: tuple[Button, ...] = ()


class EmergencyScreen(NamedTuple):
    """Whom to call: `number` alone, as large as it goes; `call` is the sentence that is spoken.

    `next` is what to do where that cannot be done.
    """

    number: str
    call: str
    text: str
    next: str = ""


class HelpScreen(NamedTuple):
    """Things to say; each can be touched."""

    title: str
    say: str
    note: str
    sayings: tuple[Button, ...]


Display = (
    AnswerScreen
    | PositionsScreen
    | StepScreen
    | CheckScreen
    | TimerScreen
    | EmergencyScreen
    | HelpScreen
)
