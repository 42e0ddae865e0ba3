"""Reminders: the next round of ice, and to get up and move. Each is set with a yes of its own.

What is asked for is a plan; it is told in full, and a yes sets it. The permission is Alexa's to ask
for. Whatever is refused, the person hears how to set it on the device itself.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from skill.conversation import spoken
from skill.conversation.replies import asking, closing, ending
from skill.conversation.turn import REMINDERS, Offer, Reply, Services, SlotValue, Turn
from skill.errors import (
    DeviceOffline,
    TimerError,
    TimerNotFound,
    TimerNotPermitted,
    TooManyTimers,
)
from skill.storage.store import Reminder
from skill.timers import iso_duration, plans
from skill.timers.plans import ICE, Plan

PLAN = "plan"
"""The slot of our own offer to set reminders, and how the token of a permission begins."""

OFFER = "RemindToIceIntent"


def remind_to_ice(turn: Turn, services: Services) -> Reply:
    def plan() -> Plan:
        return plans.once_more(_seconds(turn, "duration") or _until(turn, services, "time"))

    return _planned(turn, services, plan)


def remind_to_move(turn: Turn, services: Services) -> Reply:
    def plan() -> Plan:
        span = _seconds(turn, "span") or _until(turn, services, "time")
        return plans.series(_seconds(turn, "every"), span)

    return _planned(turn, services, plan)


def declined(turn: Turn, services: Services) -> Reply:
    """A no to an offer or a plan: for seven days nothing is offered."""
    now = services.clock()
    services.memory.remember(lambda state: state._replace(declined=now))
    return closing(turn, services, services.guide.phrases.no_problem)


def consented(turn: Turn, services: Services) -> Reply:
    """The answer to our request for permission, whose token is the plan."""
    consent = turn.consent
    plan = Plan.from_text(consent.token.removeprefix(PLAN)) if consent else None
    if consent is None or plan is None:
        return ending(turn)
    if consent.accepted:
        return _set(turn, services, plan)
    now = services.clock()
    services.memory.remember(lambda state: state._replace(declined=now))
    refusal = TimerNotPermitted("the user said no")
    reply = _refused(turn, services, refusal, _native(services, plan))
    return reply._replace(consent_card=not consent.card_shown, consent_for=REMINDERS)


def status(turn: Turn, services: Services) -> Reply:
    """By what is remembered: Alexa's own list is not needed for it."""
    phrases, waiting = services.guide.phrases, _waiting(services)
    if not waiting:
        return closing(turn, services, phrases.reminders_none)
    now = services.clock()
    first, last = (_in(reminder.at - now) for reminder in (waiting[0], waiting[-1]))
    phrase = phrases.reminder_waiting if len(waiting) == 1 else phrases.reminders_waiting
    speech = phrase.format(count=spoken.number(len(waiting)), duration=first, left=last)
    return closing(turn, services, speech)


def cancel(turn: Turn, services: Services) -> Reply:
    phrases, waiting = services.guide.phrases, _waiting(services)
    if not waiting:
        return closing(turn, services, phrases.reminders_none)
    try:
        for reminder in waiting:
            with suppress(TimerNotFound):  # deleted in the app
                services.reminders.cancel(reminder.id)
            _forget(services, reminder.id)
    except TimerError as error:
        return _refused(turn, services, error, phrases.reminder_native_cancel)
    return closing(turn, services, phrases.reminders_cancelled)


def with_offer(reply: Reply, turn: Turn, services: Services) -> Reply:
    """The reply, which in a talk that goes on offers the next round of ice, where it may."""
    state, now = services.memory.recall(), services.clock()
    silent = state.declined is not None and now - state.declined < plans.SILENCE
    may = turn.reminders_allowed and reply.dialog.launched and reply.dialog.step is None
    if not may or silent or _waiting(services):
        return reply
    question, plan = services.guide.phrases.reminder_offer_question, plans.once_more(None)
    offer = Offer(OFFER, slots={PLAN: plan.to_text()})
    words = reply.words._replace(question=question, reprompt="")
    return reply._replace(words=words, dialog=reply.dialog._replace(offer=offer))


def _planned(turn: Turn, services: Services, plan: Callable[[], Plan]) -> Reply:
    said = turn.slots.get(PLAN)
    agreed = Plan.from_text(said.said) if said else None
    if agreed:
        return _set(turn, services, agreed)
    try:
        asked = plan()
    except TimerError as error:  # the device's time zone
        return _refused(turn, services, error, services.guide.phrases.reminder_native)
    phrases = services.guide.phrases
    phrase = phrases.reminder_plan if asked.times == 1 else phrases.reminders_plan
    offer = Offer(turn.name, slots={PLAN: asked.to_text()})
    return asking(turn, services, _told(services, phrase, asked), phrases.reminder_question, offer)


def _set(turn: Turn, services: Services, plan: Plan) -> Reply:
    phrases = services.guide.phrases
    if turn.reminders_allowed is None and turn.consent is None:
        reply = ending(turn, phrases.reminder_consent)
        dialog = reply.dialog._replace(step=turn.dialog.step)
        token = f"{PLAN} {plan.to_text()}"
        return reply._replace(dialog=dialog, ask_consent=token, consent_for=REMINDERS)
    now, text, done = services.clock(), _text(services, plan), 0
    try:
        if turn.reminders_allowed is False and turn.consent is None:
            raise TimerNotPermitted("the user has said no before")
        for number in range(1, plan.times + 1):
            seconds = plan.seconds * number
            made = services.reminders.create(seconds, text, services.guide.locale, now)
            _remember(services, Reminder(made, now + timedelta(seconds=seconds)))
            done = number
    except TimerError as error:
        if done:
            few = phrases.reminders_set_in_part.format(count=spoken.number(done))
            return closing(turn, services, few)
        return _refused(turn, services, error, _native(services, plan))
    phrase = phrases.reminder_set if plan.times == 1 else phrases.reminders_set
    return closing(turn, services, _told(services, phrase, plan))


def _told(services: Services, phrase: str, plan: Plan) -> str:
    return phrase.format(
        name=_text(services, plan),
        duration=spoken.long_duration(plan.seconds),
        every=spoken.long_duration(plan.seconds).removeprefix("one "),
        count=spoken.number(plan.times),
        left=spoken.long_duration(plan.last),
    )


def _text(services: Services, plan: Plan) -> str:
    phrases = services.guide.phrases
    return phrases.reminder_ice_text if plan.what == ICE else phrases.reminder_move_text


def _native(services: Services, plan: Plan) -> str:
    duration = spoken.long_duration(plan.seconds)
    return services.guide.phrases.reminder_native_start.format(duration=duration)


def _refused(turn: Turn, services: Services, error: TimerError, instead: str) -> Reply:
    """Why there is no reminder from here, and what the person can do `instead`."""
    phrases = services.guide.phrases
    causes: dict[type[TimerError], str] = {
        TimerNotPermitted: phrases.reminder_not_permitted,
        TooManyTimers: phrases.reminder_too_many,
        DeviceOffline: phrases.reminder_offline,
    }
    if isinstance(error, TimerNotPermitted) and turn.reminders_allowed:
        cause = phrases.reminder_not_supported  # it is allowed: the device has none
    else:
        cause = causes.get(type(error), phrases.reminder_unavailable)
    return closing(turn, services, f"{cause} {instead}")


def _seconds(turn: Turn, slot: str) -> int | None:
    try:
        return iso_duration.parse(turn.slots.get(slot, SlotValue("")).said) or None
    except ValueError:
        return None


def _until(turn: Turn, services: Services, slot: str) -> int | None:
    """The seconds to the time of day that was named; raises `TimerError` without a time zone."""
    said = turn.slots.get(slot)
    if said is None:
        return None
    return plans.seconds_until(said.said, services.clock(), services.reminders.zone())


def _waiting(services: Services) -> list[Reminder]:
    """What was set here and has not been told yet, the next one first."""
    now = services.clock()
    return sorted((r for r in services.memory.recall().reminders if r.at > now), key=lambda r: r.at)


def _remember(services: Services, reminder: Reminder) -> None:
    now = services.clock()
    services.memory.remember(
        lambda state: state._replace(
            reminders=(*(kept for kept in state.reminders if kept.at > now), reminder)
        )
    )


def _forget(services: Services, reminder_id: str) -> None:
    services.memory.remember(
        lambda state: state._replace(
            reminders=tuple(kept for kept in state.reminders if kept.id != reminder_id)
        )
    )


def _in(left: timedelta) -> str:
    return spoken.long_duration(max(60, round(left.total_seconds() / 60) * 60))
