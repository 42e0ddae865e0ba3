"""What every handler takes and gives: a turn of the talk in, a reply out. Nothing of Alexa's."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from skill.clock import Clock
from skill.content.guidance import Guide
from skill.conversation.display import Display
from skill.storage.store import Memory
from skill.timers.device import Reminders, Timers


class SlotValue(NamedTuple):
    """What was said for a slot, and the id of the known entity it names, if any.

    A slot of several values has all their `ids`, and `said` and `id` of the first.
    """

    said: str
    id: str | None = None
    ids: tuple[str, ...] = ()


class Offer(NamedTuple):
    """What a yes or a no to the last question stands for: an intent, as if it had been said."""

    yes: str
    no: str = ""
    slots: Mapping[str, str] = MappingProxyType({})


class Words(NamedTuple):
    """What is said in one turn. A question keeps the session open and is its last words.

    Where nobody answers, `reprompt` is said; when it is empty, the question again.
    """

    speech: str = ""
    question: str = ""
    reprompt: str = ""


class Dialog(NamedTuple):
    """Where the talk stands: all that a session remembers.

    `subject` is what was last spoken of: a question's id, a routine's or "timer".
    `part` is what "tell me more" gives next: "answer", "more" or nothing.
    `step` counts the steps of the routine `steps` from 0; `None` outside it. `asked` is the
    duration that is awaited: "start" or "extend". `fallbacks` counts turns in a row that were not
    understood. `heard` are the signs that somebody has named.
    """

    launched: bool = False
    subject: str = ""
    part: str = ""
    step: int | None = None
    steps: str = "routine"
    asked: str = ""
    fallbacks: int = 0
    offer: Offer | None = None
    last: Words = Words()
    heard: tuple[str, ...] = ()


class Consent(NamedTuple):
    """The answer to our request for permission, and whether the app shows a card for it."""

    accepted: bool
    card_shown: bool
    token: str


TIMERS, REMINDERS = "timers", "reminders"
"""What a permission is for."""


class Turn(NamedTuple):
    """One request. `name` is the intent, or the request's type where it is not an intent.

    `user` is an opaque key, empty when Alexa names no user. `timers_allowed` is `None` when nobody
    has asked for the permission yet; so is `reminders_allowed`.
    """

    name: str
    locale: str = "en-US"
    user: str = ""
    new_session: bool = False
    slots: Mapping[str, SlotValue] = MappingProxyType({})
    dialog: Dialog = Dialog()
    timers_allowed: bool | None = None
    reminders_allowed: bool | None = None
    consent: Consent | None = None
    has_screen: bool = False


class Reply(NamedTuple):
    """What the guide answers.

    `dialog` is where the talk stands afterwards. `display` is for those who can look; with `None`
    a screen keeps what it shows. `ask_consent` carries the token of a request for the
    permission `consent_for`; `consent_card` shows the card for it.
    """

    words: Words
    dialog: Dialog
    ask_consent: str = ""
    consent_for: str = TIMERS
    consent_card: bool = False
    display: Display | None = None


class Services(NamedTuple):
    """What a handler may use of the world."""

    guide: Guide
    memory: Memory
    clock: Clock
    timers: Timers
    reminders: Reminders
