"""How a reply goes on: with a question of its own, with the one that fits the talk, or not."""

from typing import Any

from skill.conversation import spoken
from skill.conversation.display import Display
from skill.conversation.turn import Offer, Reply, Services, Turn, Words
from skill.timers import rules
from skill.timers.rules import Timer


def asking(
    turn: Turn,
    services: Services,
    speech: str,
    question: str,
    offer: Offer | None,
    display: Display | None = None,
    **dialog: Any,  # noqa: ANN401  # fields of Dialog
) -> Reply:
    """Says `speech` and asks; a yes stands for `offer`. `dialog` changes where the talk stands.

    Where nobody answers, the question is asked again, or to an open one it is said what to say.
    """
    phrases = services.guide.phrases
    is_open = question in (phrases.welcome_question, phrases.else_question)
    words = Words(speech, question, phrases.reprompt if is_open else "")
    after = turn.dialog._replace(offer=offer, asked="", **dialog)
    return Reply(words, after, display=display)


def closing(
    turn: Turn,
    services: Services,
    speech: str,
    display: Display | None = None,
    **dialog: Any,  # noqa: ANN401  # fields of Dialog
) -> Reply:
    """Says `speech`, then goes on with the routine, with the open session, or ends."""
    phrases = services.guide.phrases
    after = turn.dialog._replace(offer=None, asked="", **dialog)
    if after.step is not None:
        # A timer that has just been set ends its step: the next one follows. Else it is said again.
        go_on = "AMAZON.NextIntent" if after.subject == "timer" else "AMAZON.ResumeIntent"
        offer = Offer(go_on)
        return asking(turn, services, speech, phrases.go_on_question, offer, display, **dialog)
    if after.launched:
        return asking(turn, services, speech, phrases.else_question, None, display, **dialog)
    return Reply(Words(speech), after, display=display)


def ending(turn: Turn, speech: str = "") -> Reply:
    """Says `speech`, and the session is over."""
    return Reply(Words(speech), turn.dialog._replace(offer=None, asked="", step=None))


def of_timer(services: Services, phrase: str, timer: Timer, **values: str) -> str:
    """The phrase with the timer's name, what is left of it, and other `values`."""
    left = spoken.time_left(round(rules.remaining(timer, services.clock()).total_seconds()))
    return phrase.format(timer=services.guide.timers[timer.kind].name, left=left, **values)
