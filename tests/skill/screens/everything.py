"""Every screen that the guide can show in one locale, by name."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from skill.content.guidance import Guide
from skill.conversation import showing
from skill.conversation.display import Display
from skill.timers.rules import Timer


def every_screen(guide: Guide, now: datetime) -> Iterator[tuple[str, Display]]:
    yield from _answers(guide)
    for routine, steps in guide.routines.items():
        for index, step in enumerate(steps):
            yield f"{routine}.{step.title}", showing.step(guide, routine, index, step.passage)
    yield from _signs(guide)
    yield from _timers(guide, now)
    yield "help", showing.things_to_say(guide)


def _answers(guide: Guide) -> Iterator[tuple[str, Display]]:
    for question in guide.questions.values():
        topic = question.topic
        button = showing.offered(guide, question.offer[1])
        shown = showing.answer(guide, question, question.passage, button)
        yield question.id if question.aspect else f"{topic.id}.answer", shown
        if not question.aspect:
            yield f"{topic.id}.more", showing.answer(guide, question, topic.more)
            for detail in (*topic.about, *topic.things):
                passage = topic.detail(detail)
                yield f"{topic.id}: {detail}", showing.answer(guide, question, passage, button)


def _signs(guide: Guide) -> Iterator[tuple[str, Display]]:
    emergency = guide.emergency
    for name, passage in {"answer": emergency.answer, "signs": emergency.signs}.items():
        yield f"emergency.{name}", showing.emergency(guide, emergency.call, passage)
    for sign in guide.signs.values():
        if sign.rank == "emergency":
            call = sign.call or emergency.call
            yield f"emergency.{sign.id}", showing.emergency(guide, call, sign.passage)
        elif sign.rank == "crisis":
            yield f"crisis.{sign.id}", showing.crisis(guide, sign.passage)
        else:
            for passage in (sign.passage, *sign.about.values()):
                if passage.sentences:
                    yield f"{sign.id}: {passage.text}", showing.sign(guide, sign, passage.text)


def _timers(guide: Guide, now: datetime) -> Iterator[tuple[str, Display]]:
    running = Timer("timer", 20 * 60, rings_at=now + timedelta(minutes=12, seconds=34.5))
    paused = Timer("timer", 30 * 60, left=timedelta(minutes=29, seconds=59))
    over = Timer("timer", 20 * 60, rings_at=now - timedelta(seconds=1))
    yield "timer.running", showing.timer(guide, running)
    yield "timer.paused", showing.timer(guide, paused)
    yield "timer.heat", showing.timer(guide, running._replace(kind="heat", total=15 * 60))
    yield "timer.heat_paused", showing.timer(guide, paused._replace(kind="heat"))
    yield "timer.over", showing.timer(guide, over)
    yield "timer.none", showing.no_timer(guide, "heat", "Your heat timer is off.")
    for name in ("timer_not_permitted", "timer_offline", "timer_not_supported"):
        instead = guide.phrases.timer_native_start.format(minutes="twenty minute")
        text = f"{getattr(guide.phrases, name)} {instead}"
        yield f"timer.{name}", showing.timer_trouble(guide, "ice", text)
