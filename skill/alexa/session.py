"""The dialog as session attributes: JSON that Alexa hands back with the next request."""

import json
from collections.abc import Mapping
from typing import Any

from skill.conversation.turn import Dialog, Offer, Words

_MOST = 99  # steps or turns; no talk gets near it
_LONGEST = 2_000  # characters of JSON; a talk's are half as many at most


def to_attributes(dialog: Dialog) -> dict[str, Any]:
    offer = dialog.offer and {
        "yes": dialog.offer.yes,
        "no": dialog.offer.no,
        "slots": dict(dialog.offer.slots),
    }
    return {
        "launched": dialog.launched,
        "subject": dialog.subject,
        "part": dialog.part,
        "step": dialog.step,
        "steps": dialog.steps,
        "asked": dialog.asked,
        "fallbacks": dialog.fallbacks,
        "offer": offer,
        "last": [dialog.last.speech, dialog.last.question, dialog.last.reprompt],
        "heard": list(dialog.heard),
    }


def from_attributes(attributes: object) -> Dialog:
    """The dialog that was sent; a new one for anything `to_attributes` did not write.

    What was said comes back with it up to three times, marked up, in an answer of which Alexa takes
    24 KB: so it must not be long.
    """
    match attributes:
        case {
            "launched": bool(launched),
            "subject": str(subject),
            "part": str(part),
            "step": int() | None as step,
            "steps": str(steps),
            "asked": str(asked),
            "fallbacks": int(fallbacks),
            "offer": offer,
            "last": [str(speech), str(question), str(reprompt)],
            "heard": list(heard),
        }:
            dialog = Dialog(
                launched,
                subject,
                part,
                None if step is None else _counted(step),
                steps,
                asked,
                _counted(fallbacks),
                _offer(offer),
                Words(speech, question, reprompt),
                tuple(sign for sign in heard if isinstance(sign, str)),
            )
            return dialog if len(json.dumps(to_attributes(dialog))) <= _LONGEST else Dialog()
    return Dialog()


def _counted(number: int) -> int:
    return min(max(int(number), 0), _MOST)


def _offer(offer: object) -> Offer | None:
    match offer:
        case {"yes": str(yes), "no": str(no), "slots": Mapping() as slots}:
            said = {name: value for name, value in slots.items() if isinstance(value, str)}
            return Offer(yes, no, said)
    return None
