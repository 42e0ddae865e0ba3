"""Which handler answers what, and what surrounds every answer."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from skill.conversation.display import TimerScreen
from skill.conversation.showing import STARTS
from skill.conversation.turn import Dialog, Reply, Services, SlotValue, Turn
from skill.handlers import advice, basics, reminders, routine, signs
from skill.handlers.timers import commands as timer
from skill.handlers.timers import starting
from skill.handlers.timers.commands import WHICH
from skill.understanding.choosing import weightiest

Handler = Callable[[Turn, Services], Reply]


def consent(turn: Turn, services: Services) -> Reply:
    """The answer to a request for permission goes to whoever made it, as its token tells."""
    of_reminders = turn.consent is not None and turn.consent.token.startswith(reminders.PLAN)
    return (reminders.consented if of_reminders else starting.consent)(turn, services)


def start_ice(turn: Turn, services: Services) -> Reply:
    """The ice timer; once it is set, the next round is offered."""
    reply = starting.start_ice(turn, services)
    set_now = isinstance(reply.display, TimerScreen) and not reply.dialog.offer
    return reminders.with_offer(reply, turn, services) if set_now else reply


def no(turn: Turn, services: Services) -> Reply:
    """A no to a reminder is kept: for a week none is offered."""
    offer = turn.dialog.offer
    of_reminders = offer is not None and reminders.PLAN in offer.slots
    return (reminders.declined if of_reminders else basics.no)(turn, services)


HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        # requests
        "LaunchRequest": basics.launch,
        "SessionEndedRequest": basics.silence,
        "Connections.Response": consent,
        "AlexaSkillEvent.SkillEnabled": basics.silence,
        "AlexaSkillEvent.SkillDisabled": basics.forget,
        # intents; a topic of the content answers to its own intent, by `advice`
        **dict.fromkeys(signs.SLOTS, signs.sign),
        **dict.fromkeys(signs.CARRIERS, signs.own_words),
        "FollowUpWhoSaysIntent": advice.who_says,
        "ExercisesIntent": routine.exercises,
        "RelieveNowIntent": routine.begin,
        "TellMeMoreIntent": advice.tell_me_more,
        "StartIceTimerIntent": start_ice,
        "StartHeatTimerIntent": starting.start_heat,
        "PauseIceTimerIntent": timer.pause,
        "ResumeIceTimerIntent": timer.resume,
        "CancelIceTimerIntent": timer.cancel,
        "IceTimerStatusIntent": timer.status,
        "WhichTimerIntent": timer.status,
        "ExtendIceTimerIntent": timer.extend,
        "ShortenTimerIntent": timer.shorten,
        "ChangeTimerIntent": timer.set_to,
        "RemindToIceIntent": reminders.remind_to_ice,
        "RemindToMoveIntent": reminders.remind_to_move,
        "ReminderStatusIntent": reminders.status,
        "CancelRemindersIntent": reminders.cancel,
        "LeaveTimerIntent": timer.leave,
        "TimerHelpIntent": timer.how_to,
        "AMAZON.HelpIntent": basics.help_,
        "AMAZON.RepeatIntent": basics.repeat,
        "AMAZON.YesIntent": basics.yes,
        "AMAZON.NoIntent": no,
        "AMAZON.NextIntent": routine.forward,
        "AMAZON.PreviousIntent": routine.back,
        "AMAZON.PauseIntent": routine.wait,
        "AMAZON.ResumeIntent": routine.resume,
        "SmallTalkIntent": basics.small_talk,
        "AMAZON.StopIntent": basics.goodbye,
        "AMAZON.CancelIntent": basics.goodbye,
        "AMAZON.NavigateHomeIntent": basics.goodbye,
        "AMAZON.FallbackIntent": basics.fallback,
    }
)

_LENGTHS = {
    "StartIceTimerIntent", "StartHeatTimerIntent", "ExtendIceTimerIntent", "ShortenTimerIntent",
    "ChangeTimerIntent",
}  # fmt: skip
"""A bare "ten minutes" may come as any; it answers the question that was asked."""

# What a word means while steps are under way, and what it means at any other time.
_IN_ROUTINE = {"FollowUpWhatNextIntent": "AMAZON.NextIntent"}
_IN_TALK = {
    "AMAZON.PauseIntent": "PauseIceTimerIntent",
    "AMAZON.ResumeIntent": "ResumeIceTimerIntent",
}

_OUT_OF_STEPS = {"EmergencyIntent", "SeeDoctorIntent"}
"""A yes to a safety check leads out of the steps."""

_WITHOUT_DISCLAIMER = {"AMAZON.StopIntent", "AMAZON.CancelIntent"}


def handler_of(name: str, services: Services) -> Handler | None:
    """Who answers this intent or request, if anybody."""
    if name in services.guide.questions:
        return advice.advice
    if name in services.guide.follow_ups:
        return advice.follow_up
    return HANDLERS.get(name)


def respond(turn: Turn, services: Services) -> Reply:
    """The reply to one turn. A request that is none of ours is met with silence."""
    meant = _in_context(turn, services)
    if meant.name in signs.CARRIERS:
        meant = signs.without_signs(meant, services)
    handler = handler_of(meant.name, services)
    if handler is None:
        handler = basics.fallback if meant.name.endswith("Intent") else basics.silence
    reply = signs.held_back(meant, services) or handler(meant, services)
    if (
        turn.new_session
        and turn.name.endswith("Intent")
        and not _is_pressing(turn, reply, services)
    ):
        reply = basics.with_disclaimer(reply, services)
    return reply._replace(dialog=_carried_on(turn.dialog, reply))


def _is_pressing(turn: Turn, reply: Reply, services: Services) -> bool:
    """Whether the disclaimer would be in the way of the reply."""
    heard = weightiest(services.guide, reply.dialog.heard)
    return turn.name in _WITHOUT_DISCLAIMER or (heard is not None and heard.rank != "urgent")


def _in_context(turn: Turn, services: Services) -> Turn:
    """The turn as it is meant here: a yes is what it says yes to, a pause pauses what goes on."""
    dialog, offer = turn.dialog, turn.dialog.offer
    if turn.name == "AMAZON.YesIntent" and offer:
        slots = {name: SlotValue(value, value) for name, value in offer.slots.items()}
        after = dialog._replace(step=None) if offer.yes in _OUT_OF_STEPS else dialog
        return turn._replace(name=offer.yes, slots=slots, dialog=after)
    in_routine = dialog.step is not None and dialog.subject != "timer"
    if turn.name == "AMAZON.NoIntent" and offer:
        at_a_step = in_routine and dialog.subject == "routine"
        return turn._replace(name=offer.no or ("AMAZON.PauseIntent" if at_a_step else turn.name))
    name = (_IN_ROUTINE if in_routine else _IN_TALK).get(turn.name)
    if name:
        return turn._replace(name=name)
    known = {
        name: SlotValue(value, value) for name, value in (offer.slots if offer else {}).items()
    }
    if dialog.asked in _LENGTHS and turn.name in _LENGTHS:
        return turn._replace(name=dialog.asked, slots={**turn.slots, **known})
    if dialog.asked == WHICH and offer and (kind := _kind_in(turn, services)):
        return turn._replace(name=offer.yes, slots={**known, "timer": kind})
    return turn


def _kind_in(turn: Turn, services: Services) -> SlotValue | None:
    """The kind of timer that answers which: a bare "ice" comes as the question on ice."""
    started = next((kind for kind, start in STARTS.items() if start == turn.name), "")
    if started:
        return SlotValue(started, started)
    question = services.guide.questions.get(turn.name)
    if question and question.topic.id in services.guide.timers:
        return SlotValue(question.topic.id, question.topic.id)
    return turn.slots.get("timer")


def _carried_on(before: Dialog, reply: Reply) -> Dialog:
    """The dialog after this reply: its words can be repeated, its fallbacks are counted."""
    after = reply.dialog
    fallbacks = after.fallbacks if after.fallbacks > before.fallbacks else 0
    return after._replace(fallbacks=fallbacks, last=reply.words)
