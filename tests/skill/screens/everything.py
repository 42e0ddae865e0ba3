"""Every screen that the guide can show in one locale, by name."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from skill.content.guidance import Guide
from skill.conversation import showing
from skill.conversation.display import Display, EmergencyScreen
from skill.timers.rules import IceTimer


def every_screen(guide: Guide, now: datetime) -> Iterator[tuple[str, Display]]:
    yield from _answers(guide)
    for index, step in enumerate(guide.routine):
        yield f"routine.{step.title}", showing.step(guide, index)
    yield from _emergencies(guide)
    yield from _timers(guide, now)
    yield "help", showing.things_to_say(guide)


def _answers(guide: Guide) -> Iterator[tuple[str, Display]]:
    for topic in guide.topics.values():
        button = showing.offered(guide, topic)
        yield f"{topic.id}.answer", showing.answer(guide, topic, topic.answer, button)
        yield f"{topic.id}.more", showing.answer(guide, topic, topic.more)
        for detail in (*topic.about, *topic.things):
            passage = topic.detail(detail)
            yield f"{topic.id}.{detail}", showing.answer(guide, topic, passage, button)


def _emergencies(guide: Guide) -> Iterator[tuple[str, EmergencyScreen]]:
    emergency = guide.emergency
    passages = {"answer": emergency.answer, "signs": emergency.signs, **emergency.about}
    for name, passage in passages.items():
        yield f"emergency.{name}", showing.emergency(guide, passage)


def _timers(guide: Guide, now: datetime) -> Iterator[tuple[str, Display]]:
    running = IceTimer("timer", 20 * 60, rings_at=now + timedelta(minutes=12, seconds=34.5))
    paused = IceTimer("timer", 30 * 60, left=timedelta(minutes=29, seconds=59))
    over = IceTimer("timer", 20 * 60, rings_at=now - timedelta(seconds=1))
    yield "timer.running", showing.timer(guide, running)
    yield "timer.paused", showing.timer(guide, paused)
    yield "timer.over", showing.timer(guide, over)
    yield "timer.none", showing.no_timer(guide, guide.phrases.timer_cancelled)
    for name in ("timer_not_permitted", "timer_offline", "timer_not_supported"):
        instead = guide.phrases.timer_native_start.format(minutes="twenty minute")
        text = f"{getattr(guide.phrases, name)} {instead}"
        yield f"timer.{name}", showing.timer_trouble(guide, text)
