"""The routine for somebody in spasm now, step by step, at their own pace."""

from skill.conversation import showing
from skill.conversation.replies import asking, closing
from skill.conversation.turn import Offer, Reply, Services, Turn


def begin(turn: Turn, services: Services) -> Reply:
    return _step(turn, services, 0)


def forward(turn: Turn, services: Services) -> Reply:
    return _step(turn, services, turn.dialog.step, +1)


def back(turn: Turn, services: Services) -> Reply:
    return _step(turn, services, turn.dialog.step, -1)


def resume(turn: Turn, services: Services) -> Reply:
    """The current step again: after an interruption nobody remembers where they were."""
    return _step(turn, services, turn.dialog.step)


def wait(turn: Turn, services: Services) -> Reply:
    """Not ready yet: the same question once more, without hurry."""
    steps = services.guide.routine
    step = steps[min(turn.dialog.step or 0, len(steps) - 1)]
    speech = services.guide.phrases.take_your_time
    return asking(turn, services, speech, step.question, Offer(step.yes, step.no))


def _step(turn: Turn, services: Services, current: int | None, move: int = 0) -> Reply:
    phrases = services.guide.phrases
    if current is None:
        offer = Offer("RelieveNowIntent")
        return asking(turn, services, phrases.not_in_routine, phrases.routine_question, offer)
    steps = services.guide.routine
    index = min(max(current + move, 0), len(steps) - 1)
    step = steps[index]
    text, display = step.passage.text, showing.step(services.guide, index)
    if not step.question:
        return closing(turn, services, text, display, subject="routine", step=None)
    offer = Offer(step.yes, step.no)
    return asking(
        turn, services, text, step.question, offer, display, subject="routine", step=index
    )
