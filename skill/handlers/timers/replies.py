"""What is said and shown of the ice timer, whichever way it was asked about."""

from skill.content.phrases import Phrases
from skill.conversation import showing, spoken
from skill.conversation.replies import asking, closing
from skill.conversation.showing import START
from skill.conversation.turn import Offer, Reply, Services, Turn
from skill.errors import (
    DeviceOffline,
    TimerError,
    TimerNotPermitted,
    TimersNotSupported,
    TooManyTimers,
)
from skill.timers import rules
from skill.timers.rules import IceTimer


def left(timer: IceTimer, services: Services) -> str:
    return spoken.time_left(round(rules.remaining(timer, services.clock()).total_seconds()))


def timer_reply(
    turn: Turn, services: Services, phrase: str, timer: IceTimer | None, **values: str
) -> Reply:
    """Says `phrase`, with what is left and other `values` filled in; shows how the timer stands.

    `timer` is `None` when there is none any more.
    """
    guide = services.guide
    speech = phrase.format(left=left(timer, services) if timer else "", **values)
    display = showing.timer(guide, timer) if timer else showing.no_timer(guide, speech)
    return closing(turn, services, speech, display, subject="timer")


def none_running(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases
    display = showing.no_timer(services.guide, phrases.timer_none)
    question = phrases.timer_start_question
    offer = Offer(START)
    return asking(turn, services, phrases.timer_none, question, offer, display, subject="timer")


def asked_to_resume(turn: Turn, services: Services, timer: IceTimer) -> Reply:
    guide = services.guide
    speech = guide.phrases.timer_already_paused.format(left=left(timer, services))
    offer, display = Offer("ResumeIceTimerIntent"), showing.timer(guide, timer)
    question = guide.phrases.timer_resume_question
    return asking(turn, services, speech, question, offer, display, subject="timer")


def set_it_yourself(turn: Turn, services: Services, error: TimerError, seconds: int) -> Reply:
    phrases = services.guide.phrases
    instead = phrases.timer_native_start.format(minutes=spoken.timer_name(seconds))
    return _refused(turn, services, error, instead)


def ask_the_device(turn: Turn, services: Services, error: TimerError, command: str) -> Reply:
    instead = services.guide.phrases.timer_native_control.format(command=command)
    return _refused(turn, services, error, instead)


def _refused(turn: Turn, services: Services, error: TimerError, instead: str) -> Reply:
    """Why there is no timer from here, and what the person can do `instead`."""
    guide = services.guide
    speech = f"{_cause(guide.phrases, error)} {instead}"
    display = showing.timer_trouble(guide, speech)
    return closing(turn, services, speech, display, subject="timer")


def _cause(phrases: Phrases, error: TimerError) -> str:
    causes: dict[type[TimerError], str] = {
        TimerNotPermitted: phrases.timer_not_permitted,
        TooManyTimers: phrases.timer_too_many,
        DeviceOffline: phrases.timer_offline,
        TimersNotSupported: phrases.timer_not_supported,
    }
    return causes.get(type(error), phrases.timer_unavailable)
