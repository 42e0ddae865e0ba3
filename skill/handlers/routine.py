"""Routines, step by step, at one's own pace: for somebody in spasm now, and gentle exercises."""

from collections.abc import Sequence

from skill.content.guidance import Guide, Step
from skill.conversation import showing
from skill.conversation.replies import asking, closing
from skill.conversation.turn import Offer, Reply, Services, Turn
from skill.understanding.choosing import Choice, choose


def begin(turn: Turn, services: Services) -> Reply:
    return _step(_doing(turn, "routine"), services, 0)


def exercises(turn: Turn, services: Services) -> Reply:
    return _step(_doing(turn, "exercises"), services, 0)


def forward(turn: Turn, services: Services) -> Reply:
    return _step(turn, services, turn.dialog.step, +1)


def back(turn: Turn, services: Services) -> Reply:
    return _step(turn, services, turn.dialog.step, -1)


def resume(turn: Turn, services: Services) -> Reply:
    """The current step again: after an interruption nobody remembers where they were."""
    return _step(turn, services, turn.dialog.step)


def wait(turn: Turn, services: Services) -> Reply:
    """Not ready yet: the same question once more, without hurry."""
    steps = services.guide.routines[turn.dialog.steps]
    step = steps[min(turn.dialog.step or 0, len(steps) - 1)]
    speech = services.guide.phrases.take_your_time
    return asking(turn, services, speech, step.question, Offer(step.yes, step.no))


def _doing(turn: Turn, steps: str) -> Turn:
    return turn._replace(dialog=turn.dialog._replace(steps=steps))


def _left(guide: Guide, step: Step, heard: Sequence[str]) -> Choice:
    """What is said of a step to somebody with these signs."""
    return choose(guide, "exercise", step.passage, heard=heard, anew=False)


def _step(turn: Turn, services: Services, current: int | None, move: int = 0) -> Reply:
    phrases = services.guide.phrases
    if current is None:
        offer = Offer("RelieveNowIntent")
        return asking(turn, services, phrases.not_in_routine, phrases.routine_question, offer)
    name, guide = turn.dialog.steps, services.guide
    steps, index = guide.routines[name], current + move
    known = (guide.signs[sign] for sign in turn.dialog.heard if sign in guide.signs)
    heard = [sign.id for sign in known if sign.passage.sentences]
    while 0 < index < len(steps) - 1 and not _left(guide, steps[index], heard).answer.sentences:
        index += move or 1  # nothing of this step is left for who asks
    index = min(max(index, 0), len(steps) - 1)
    step = steps[index]
    left = _left(guide, step, heard)
    first = " ".join(passage.text for passage in left.first) if index == 0 else ""
    text = f"{first} {left.answer.text}".strip()
    display = showing.step(guide, name, index, left.answer, first)
    if not step.question:
        return closing(turn, services, text, display, subject=name, step=None)
    offer = Offer(step.yes, step.no)
    return asking(turn, services, text, step.question, offer, display, subject=name, step=index)
