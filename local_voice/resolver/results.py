"""What the resolver answers: an intent with its slots, or that it did not understand."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SlotMatch:
    """A filled slot.

    `value` is what was said (AMAZON.DURATION: ISO 8601, as Alexa sends it; AMAZON.NUMBER: digits).
    `id` and `name` are the entity it resolved to, None where there is none.
    """

    value: str
    id: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """`slots` holds every slot the intent declares, None while unfilled.

    `score` runs from 0 to 1; `alternative` names the other intent in a close call.
    """

    utterance: str
    intent: str
    slots: Mapping[str, SlotMatch | None]
    score: float
    alternative: str | None = None


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Nothing in the model answers this; `score` is that of the best guess."""

    utterance: str
    score: float
