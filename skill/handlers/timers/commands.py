"""The ice timer by voice: start, pause, resume, extend, cancel, status.

The device keeps the time and rings. Whatever it refuses, the person hears how to set the timer on
the device itself.
"""

from skill.conversation import showing, spoken
from skill.conversation.replies import asking, ending
from skill.conversation.showing import START
from skill.conversation.turn import Offer, Reply, Services, SlotValue, Turn
from skill.errors import TimerError, TimerNotFound, TimerNotPermitted
from skill.handlers.timers import keeping as timer_keeping
from skill.handlers.timers.replies import (
    ask_the_device,
    asked_to_resume,
    left,
    none_running,
    set_it_yourself,
    told,
)
from skill.timers import iso_duration, rules
from skill.timers.rules import DEFAULT_SECONDS, LONGEST_SECONDS, IceTimer

START_OVER = "start_over"  # the slot of our own offer to replace a running timer
NONSENSE = 0  # seconds; no real duration is this short


def start(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases
    seconds = _asked_seconds(turn.slots.get("duration"), DEFAULT_SECONDS)
    if seconds <= NONSENSE:
        return _asked_again(turn, services)
    if seconds > LONGEST_SECONDS:
        offer = Offer(START, slots={"duration": iso_duration.format_seconds(LONGEST_SECONDS)})
        return asking(
            turn,
            services,
            phrases.timer_too_long,
            phrases.timer_longest_question,
            offer,
            subject="timer",
        )
    if turn.timers_allowed is None:
        token = iso_duration.format_seconds(seconds)
        reply = ending(turn, phrases.timer_consent)
        dialog = reply.dialog._replace(step=turn.dialog.step)
        return reply._replace(dialog=dialog, ask_consent=token)
    try:
        _check_allowed(turn)
        return _started(turn, services, seconds)
    except TimerError as error:
        return set_it_yourself(turn, services, error, seconds)


def consent(turn: Turn, services: Services) -> Reply:
    """The answer to our request for permission: on with the timer, or how to do without."""
    if turn.consent is None:
        return ending(turn)
    seconds = _asked_seconds(SlotValue(turn.consent.token), DEFAULT_SECONDS)
    seconds = seconds if NONSENSE < seconds <= LONGEST_SECONDS else DEFAULT_SECONDS
    try:
        if turn.consent.accepted:
            return _started(turn, services, seconds)
        raise TimerNotPermitted("the user said no")
    except TimerError as error:
        reply = set_it_yourself(turn, services, error, seconds)
        refused = isinstance(error, TimerNotPermitted)
        return reply._replace(consent_card=refused and not turn.consent.card_shown)


def status(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases
    try:
        _check_allowed(turn)
        timer = timer_keeping.current(services)
    except TimerError as error:
        return ask_the_device(turn, services, error, phrases.timer_command_status)
    if timer is None:
        return none_running(turn, services)
    if rules.is_over(timer, services.clock()):
        return told(turn, services, phrases.timer_over, timer)
    if timer.rings_at is None:
        return asked_to_resume(turn, services, timer)
    speech = phrases.timer_left.format(left=left(timer, services))
    return told(turn, services, speech, timer)


def pause(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases
    try:
        _check_allowed(turn)
        timer = timer_keeping.running_or_paused(services)
        if timer is None:
            return none_running(turn, services)
        if timer.rings_at is None:
            return asked_to_resume(turn, services, timer)
        timer = timer_keeping.pause(services, timer)
    except TimerError as error:
        return ask_the_device(turn, services, error, phrases.timer_command_pause)
    speech = phrases.timer_paused.format(left=left(timer, services))
    return told(turn, services, speech, timer)


def resume(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases
    try:
        _check_allowed(turn)
        timer = timer_keeping.running_or_paused(services)
        if timer is None:
            return none_running(turn, services)
        if timer.rings_at is not None:
            speech = phrases.timer_still_running.format(left=left(timer, services))
            return told(turn, services, speech, timer)
        timer = timer_keeping.resume(services, timer)
    except TimerError as error:
        return ask_the_device(turn, services, error, phrases.timer_command_resume)
    speech = phrases.timer_resumed.format(left=left(timer, services))
    return told(turn, services, speech, timer)


def cancel(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases
    try:
        _check_allowed(turn)
        timer = timer_keeping.current(services)
        if timer is None:
            return none_running(turn, services)
        services.timers.cancel(timer.id)
    except TimerNotFound:
        pass  # it went by itself in this very moment
    except TimerError as error:
        return ask_the_device(turn, services, error, phrases.timer_command_cancel)
    timer_keeping.forget(services)
    return told(turn, services, phrases.timer_cancelled, None)


def extend(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases
    try:
        _check_allowed(turn)
        timer = timer_keeping.running_or_paused(services)
        if timer is None:
            return none_running(turn, services)
        asked = _asked_seconds(turn.slots.get("duration"), NONSENSE)
        if asked <= NONSENSE:
            reply = asking(turn, services, "", phrases.timer_which_extension_question, None)
            return reply._replace(dialog=reply.dialog._replace(subject="timer", asked="extend"))
        added = rules.extension(timer, asked, services.clock())
        if added == 0:
            speech = phrases.timer_at_longest.format(left=left(timer, services))
            return told(turn, services, speech, timer)
        longer = timer_keeping.extend(services, timer, added)
    except TimerError as error:
        return ask_the_device(turn, services, error, phrases.timer_command_extend)
    full = longer.total == LONGEST_SECONDS and added < asked
    phrase = phrases.timer_extended_to_longest if full else phrases.timer_extended
    speech = phrase.format(added=spoken.duration(added), left=left(longer, services))
    return told(turn, services, speech, longer)


def _check_allowed(turn: Turn) -> None:
    """A refusal that Alexa has told of needs no call to be sure."""
    if turn.timers_allowed is False:
        raise TimerNotPermitted("the user has said no before")


def _asked_seconds(slot: SlotValue | None, default: int) -> int:
    """The seconds asked for: `default` when none were named, `NONSENSE` when none can be read."""
    if slot is None:
        return default
    try:
        return max(iso_duration.parse(slot.said), NONSENSE)
    except ValueError:
        return NONSENSE


def _asked_again(turn: Turn, services: Services) -> Reply:
    """Asks for the duration once; the second time twenty minutes are offered."""
    phrases = services.guide.phrases
    speech, question = phrases.timer_which_duration, phrases.timer_default_question
    if turn.dialog.asked == "start":
        return asking(turn, services, speech, question, Offer(START), subject="timer")
    reply = asking(turn, services, speech, phrases.timer_which_duration_question, None)
    return reply._replace(dialog=reply.dialog._replace(subject="timer", asked="start"))


def _started(turn: Turn, services: Services, seconds: int) -> Reply:
    phrases = services.guide.phrases
    running = timer_keeping.running_or_paused(services)
    if running and START_OVER not in turn.slots:
        return _asked_to_start_over(turn, services, running, seconds)
    timer = timer_keeping.created(services, seconds, seconds, beside=running)
    if running:
        timer_keeping.drop(services, running)
    speech = phrases.timer_started.format(duration=spoken.duration(seconds))
    return told(turn, services, speech, timer)


def _asked_to_start_over(turn: Turn, services: Services, timer: IceTimer, seconds: int) -> Reply:
    phrases = services.guide.phrases
    phrase = phrases.timer_already_running if timer.rings_at else phrases.timer_already_paused
    slots = {"duration": iso_duration.format_seconds(seconds), START_OVER: "yes"}
    question = phrases.timer_start_over_question.format(duration=spoken.duration(seconds))
    speech = phrase.format(left=left(timer, services))
    offer, display = Offer(START, slots=slots), showing.timer(services.guide, timer)
    return asking(turn, services, speech, question, offer, display, subject="timer")
