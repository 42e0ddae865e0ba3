"""Which handler answers what, and what surrounds every answer."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from skill.conversation.turn import Dialog, Reply, Services, SlotValue, Turn
from skill.handlers import advice, basics, emergency, routine
from skill.handlers.timers import commands as ice_timer

Handler = Callable[[Turn, Services], Reply]

HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        # requests
        "LaunchRequest": basics.launch,
        "SessionEndedRequest": basics.silence,
        "Connections.Response": ice_timer.consent,
        "AlexaSkillEvent.SkillEnabled": basics.silence,
        "AlexaSkillEvent.SkillDisabled": basics.forget,
        # intents; a topic of the content answers to its own intent, by `advice`
        "EmergencyIntent": emergency.emergency,
        "RelieveNowIntent": routine.begin,
        "TellMeMoreIntent": advice.tell_me_more,
        "StartIceTimerIntent": ice_timer.start,
        "PauseIceTimerIntent": ice_timer.pause,
        "ResumeIceTimerIntent": ice_timer.resume,
        "CancelIceTimerIntent": ice_timer.cancel,
        "IceTimerStatusIntent": ice_timer.status,
        "ExtendIceTimerIntent": ice_timer.extend,
        "AMAZON.HelpIntent": basics.help_,
        "AMAZON.RepeatIntent": basics.repeat,
        "AMAZON.YesIntent": basics.yes,
        "AMAZON.NoIntent": basics.no,
        "AMAZON.NextIntent": routine.forward,
        "AMAZON.PreviousIntent": routine.back,
        "AMAZON.PauseIntent": routine.wait,
        "AMAZON.ResumeIntent": routine.resume,
        "AMAZON.StopIntent": basics.goodbye,
        "AMAZON.CancelIntent": basics.goodbye,
        "AMAZON.NavigateHomeIntent": basics.goodbye,
        "AMAZON.FallbackIntent": basics.fallback,
    }
)

# A bare "ten minutes" may come as either; it answers the question that was asked.
_ASKED = {"start": "StartIceTimerIntent", "extend": "ExtendIceTimerIntent"}

_WITHOUT_DISCLAIMER = {"EmergencyIntent", "AMAZON.StopIntent", "AMAZON.CancelIntent"}


def handler_of(name: str, services: Services) -> Handler | None:
    """Who answers this intent or request, if anybody."""
    if name in services.guide.topic_of_intent:
        return advice.advice
    return HANDLERS.get(name)


def respond(turn: Turn, services: Services) -> Reply:
    """The reply to one turn. A request that is none of ours is met with silence."""
    meant = _in_context(turn)
    handler = handler_of(meant.name, services)
    if handler is None:
        handler = basics.fallback if meant.name.endswith("Intent") else basics.silence
    reply = handler(meant, services)
    if turn.new_session and turn.name.endswith("Intent") and turn.name not in _WITHOUT_DISCLAIMER:
        reply = basics.with_disclaimer(reply, services)
    return reply._replace(dialog=_carried_on(turn.dialog, reply))


def _in_context(turn: Turn) -> Turn:
    """The turn as it is meant here: a yes is what it says yes to, a pause pauses what goes on."""
    dialog, offer = turn.dialog, turn.dialog.offer
    if turn.name == "AMAZON.YesIntent" and offer:
        slots = {name: SlotValue(value) for name, value in offer.slots.items()}
        return turn._replace(name=offer.yes, slots=slots)
    in_routine = dialog.step is not None and dialog.subject != "timer"
    if turn.name == "AMAZON.NoIntent" and offer:
        at_a_step = in_routine and dialog.subject == "routine"
        return turn._replace(name=offer.no or ("AMAZON.PauseIntent" if at_a_step else turn.name))
    if turn.name == "AMAZON.PauseIntent" and not in_routine:
        return turn._replace(name="PauseIceTimerIntent")
    if turn.name == "AMAZON.ResumeIntent" and not in_routine:
        return turn._replace(name="ResumeIceTimerIntent")
    if turn.name in _ASKED.values() and dialog.asked in _ASKED:
        return turn._replace(name=_ASKED[dialog.asked])
    return turn


def _carried_on(before: Dialog, reply: Reply) -> Dialog:
    """The dialog after this reply: its words can be repeated, its fallbacks are counted."""
    after = reply.dialog
    fallbacks = after.fallbacks if after.fallbacks > before.fallbacks else 0
    return after._replace(fallbacks=fallbacks, last=reply.words)
