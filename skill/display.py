"""What a reply shows, where somebody looks: pure data beside the words. Nothing of Alexa's.

The words say everything without it. A button is a word that can be touched: it carries the intent
that the word would mean.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

TOUCHES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                *("RelieveNowIntent", "EmergencyIntent", "TellMeMoreIntent"),
                *("AMAZON.NextIntent", "AMAZON.PreviousIntent"),
                *("StartIceTimerIntent", "PauseIceTimerIntent", "ResumeIceTimerIntent"),
                "CancelIceTimerIntent",
                *("RestPositionIntent", "TreatmentIntent", "SeeDoctorIntent", "CausesIntent"),
            ),
            MappingProxyType({}),
        ),
        "ExtendIceTimerIntent": MappingProxyType({"duration": "PT5M"}),
    }
)
"""Every intent that a touch may stand for, and the slots that go with it."""


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    intent: str


@dataclass(frozen=True, slots=True)
class AnswerScreen:
    """An answer: `text` as it is spoken, `sources` by their short names."""

    title: str
    text: str
    sources: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class PositionsScreen:
    """The two ways to lie, drawn; `floor` and `chair` name the drawings.

    `progress` says which step of the routine this is, where it is one.
    """

    title: str
    text: str
    floor: str
    chair: str
    progress: str = ""
    sources: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class StepScreen:
    """One step of the routine; `progress` says which."""

    title: str
    text: str
    progress: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class TimerScreen:
    """The ice timer: `rings_at` while it runs, `left` while it is paused, neither when over.

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


@dataclass(frozen=True, slots=True)
class EmergencyScreen:
    """Whom to call: `number` alone, as large as it goes; `call` is the sentence that is spoken."""

    number: str
    call: str
    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HelpScreen:
    """Things to say; each can be touched."""

    title: str
    say: str
    note: str
    sayings: tuple[Button, ...]


Display = AnswerScreen | PositionsScreen | StepScreen | TimerScreen | EmergencyScreen | HelpScreen
