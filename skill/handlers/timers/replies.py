"""What is said and shown of a timer, whichever way it was asked about."""

from skill.content.phrases import Phrases
from skill.conversation import showing, spoken
from skill.conversation.replies import asking, closing, of_timer
from skill.conversation.showing import STARTS
from skill.conversation.turn import Offer, Reply, Services, Turn
from skill.errors import (
    DeviceOffline,
    TimerError,
    TimerNotPermitted,
    TimersNotSupported,
    TooManyTimers,
)
from skill.timers.rules import Timer


def timer_reply(turn: Turn, services: Services, phrase: str, timer: Timer, **values: str) -> Reply:
    """Says `phrase` of the timer, with other `values` filled in, and shows how it stands."""
    speech = of_timer(services, phrase, timer, **values)
    display = showing.timer(services.guide, timer)
    return closing(turn, services, speech, display, subject="timer")


def timer_gone(turn: Turn, services: Services, timer: Timer) -> Reply:
    """It was ended by the person's wish."""
    speech = of_timer(services, services.guide.phrases.timer_cancelled, timer)
    display = showing.no_timer(services.guide, timer.kind, speech)
    return closing(turn, services, speech, display, subject="timer")


def timer_asking(
    turn: Turn, services: Services, phrase: str, timer: Timer, question: str, offer: Offer
) -> Reply:
    """Says `phrase` of the timer and asks; the offer is about that timer."""
    display = showing.timer(services.guide, timer)
    slots = {"timer": timer.kind, **offer.slots}
    speech, offer = of_timer(services, phrase, timer), offer._replace(slots=slots)
    return asking(turn, services, speech, question, offer, display, subject="timer")


def none_running(turn: Turn, services: Services, kind: str) -> Reply:
    guide = services.guide
    words = guide.timers[kind]
    speech = guide.phrases.timer_none.format(timer=words.name)
    display = showing.no_timer(guide, kind, speech)
    offer = Offer(STARTS[kind])
    return asking(turn, services, speech, words.start_question, offer, display, subject="timer")


def asked_to_resume(turn: Turn, services: Services, timer: Timer) -> Reply:
    phrases = services.guide.phrases
    question, offer = phrases.timer_resume_question, Offer("ResumeIceTimerIntent")
    return timer_asking(turn, services, phrases.timer_already_paused, timer, question, offer)


def set_it_yourself(
    turn: Turn, services: Services, error: TimerError, kind: str, seconds: int
) -> Reply:
    phrases = services.guide.phrases
    instead = phrases.timer_native_start.format(minutes=spoken.timer_name(seconds))
    return _refused(turn, services, error, kind, instead)


def ask_the_device(
    turn: Turn, services: Services, error: TimerError, kind: str, command: str
) -> Reply:
    instead = services.guide.phrases.timer_native_control.format(command=command)
    return _refused(turn, services, error, kind, instead)


def _refused(turn: Turn, services: Services, error: TimerError, kind: str, instead: str) -> Reply:
    """Why there is no timer from here, and what the person can do `instead`."""
    guide = services.guide
    speech = f"{_cause(guide.phrases, error)} {instead}"
    display = showing.timer_trouble(guide, kind, speech)
    return closing(turn, services, speech, display, subject="timer")


def _cause(phrases: Phrases, error: TimerError) -> str:
    causes: dict[type[TimerError], str] = {
        TimerNotPermitted: phrases.timer_not_permitted,
        TooManyTimers: phrases.timer_too_many,
        DeviceOffline: phrases.timer_offline,
        TimersNotSupported: phrases.timer_not_supported,
    }
    return causes.get(type(error), phrases.timer_unavailable)
