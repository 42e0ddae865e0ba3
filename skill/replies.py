"""How a reply goes on: with a question of its own, with the one that fits the talk, or not."""

from dataclasses import replace
from typing import Any

from skill.conversation import Offer, Reply, Services, Turn, Words


def asking(
    turn: Turn,
    services: Services,
    speech: str,
    question: str,
    offer: Offer | None,
    **dialog: Any,  # noqa: ANN401  # fields of Dialog
) -> Reply:
    """Says `speech` and asks; a yes stands for `offer`. `dialog` changes where the talk stands."""
    words = Words(speech, question, services.guide.phrases.reprompt)
    return Reply(words, replace(turn.dialog, offer=offer, asked="", **dialog))


def closing(
    turn: Turn,
    services: Services,
    speech: str,
    **dialog: Any,  # noqa: ANN401  # fields of Dialog
) -> Reply:
    """Says `speech`, then goes on with the routine, with the open session, or ends."""
    phrases = services.guide.phrases
    after = replace(turn.dialog, offer=None, asked="", **dialog)
    if after.step is not None:
        # With the ice on and its timer set, that step is done; else it is worth hearing again.
        go_on = "AMAZON.NextIntent" if after.subject == "timer" else "AMAZON.ResumeIntent"
        return asking(turn, services, speech, phrases.go_on_question, Offer(go_on), **dialog)
    if after.launched:
        return asking(turn, services, speech, phrases.else_question, None, **dialog)
    return Reply(Words(speech), after)


def ending(turn: Turn, speech: str = "") -> Reply:
    """Says `speech`, and the session is over."""
    return Reply(Words(speech), replace(turn.dialog, offer=None, asked="", step=None))
