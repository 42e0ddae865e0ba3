"""The ice timer by voice: start, pause, resume, extend, cancel, status.

The device keeps the time and rings. Whatever it refuses, the person hears how to set the timer on
the device itself.
"""

from collections.abc import Callable
from contextlib import suppress

from skill.conversation import showing, spoken
from skill.conversation.replies import asking, ending
from skill.conversation.showing import START
from skill.conversation.turn import Offer, Reply, Services, SlotValue, Turn
from skill.errors import TimerError, TimerNotFound, TimerNotPermitted
from skill.handlers.timers import keeping
from skill.handlers.timers.replies import (
    ask_the_device,
    asked_to_resume,
    left,
    none_running,
    set_it_yourself,
    timer_reply,
)
from skill.timers import iso_duration, rules
from skill.timers.rules import DEFAULT_SECONDS, LONGEST_SECONDS, IceTimer

START_OVER = "start_over"  # the slot of our own offer to replace a running timer


def start(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases
    seconds = _asked_seconds(turn.slots.get("duration"), DEFAULT_SECONDS)
    if seconds is None:
        return _asked_again(turn, services)
    if seconds > LONGEST_SECONDS:
        offer = Offer(START, slots={"duration": iso_duration.format_seconds(LONGEST_SECONDS)})
        speech, question = phrases.timer_too_long, phrases.timer_longest_question
        return asking(turn, services, speech, question, offer, subject="timer")
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
    seconds = _asked_seconds(SlotValue(turn.consent.token))
    if seconds is None or seconds > LONGEST_SECONDS:
        seconds = DEFAULT_SECONDS
    refusal: TimerError = TimerNotPermitted("the user said no")
    if turn.consent.accepted:
        try:
            return _started(turn, services, seconds)
        except TimerError as error:
            refusal = error
    reply = set_it_yourself(turn, services, refusal, seconds)
    not_permitted = isinstance(refusal, TimerNotPermitted)
    return reply._replace(consent_card=not_permitted and not turn.consent.card_shown)


def status(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases

    def tell(timer: IceTimer) -> Reply:
        if rules.is_over(timer, services.clock()):
            return timer_reply(turn, services, phrases.timer_over, timer)
        if timer.rings_at is None:
            return asked_to_resume(turn, services, timer)
        return timer_reply(turn, services, phrases.timer_left, timer)

    return _with_timer(turn, services, phrases.timer_command_status, tell, keeping.current)


def pause(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases

    def pause_it(timer: IceTimer) -> Reply:
        if timer.rings_at is None:
            return asked_to_resume(turn, services, timer)
        timer = keeping.pause(services, timer)
        return timer_reply(turn, services, phrases.timer_paused, timer)

    return _with_timer(turn, services, phrases.timer_command_pause, pause_it)


def resume(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases

    def resume_it(timer: IceTimer) -> Reply:
        if timer.rings_at is not None:
            return timer_reply(turn, services, phrases.timer_still_running, timer)
        timer = keeping.resume(services, timer)
        return timer_reply(turn, services, phrases.timer_resumed, timer)

    return _with_timer(turn, services, phrases.timer_command_resume, resume_it)


def cancel(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases

    def cancel_it(timer: IceTimer) -> Reply:
        with suppress(TimerNotFound):  # it went by itself in this very moment
            services.timers.cancel(timer.id)
        keeping.forget(services)
        return timer_reply(turn, services, phrases.timer_cancelled, None)

    return _with_timer(turn, services, phrases.timer_command_cancel, cancel_it, keeping.current)


def extend(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases

    def extend_it(timer: IceTimer) -> Reply:
        asked = _asked_seconds(turn.slots.get("duration"))
        if asked is None:
            reply = asking(turn, services, "", phrases.timer_which_extension_question, None)
            return reply._replace(dialog=reply.dialog._replace(subject="timer", asked="extend"))
        added = rules.extension(timer, asked, services.clock())
        if added == 0:
            return timer_reply(turn, services, phrases.timer_at_longest, timer)
        longer = keeping.extend(services, timer, added)
        full = longer.total == LONGEST_SECONDS and added < asked
        phrase = phrases.timer_extended_to_longest if full else phrases.timer_extended
        return timer_reply(turn, services, phrase, longer, added=spoken.duration(added))

    return _with_timer(turn, services, phrases.timer_command_extend, extend_it)


def _with_timer(
    turn: Turn,
    services: Services,
    command: str,
    act: Callable[[IceTimer], Reply],
    find: Callable[[Services], IceTimer | None] = keeping.running_or_paused,
) -> Reply:
    """What `act` replies about the user's timer; with none there, the offer to start one.

    When the timer is refused: why, and the `command` to say to the device itself.
    """
    try:
        _check_allowed(turn)
        timer = find(services)
        return act(timer) if timer else none_running(turn, services)
    except TimerError as error:
        return ask_the_device(turn, services, error, command)


def _check_allowed(turn: Turn) -> None:
    """A refusal that Alexa has told of needs no call to be sure."""
    if turn.timers_allowed is False:
        raise TimerNotPermitted("the user has said no before")


def _asked_seconds(slot: SlotValue | None, default: int | None = None) -> int | None:
    """The seconds asked for: `default` when none were named, None when none can be read."""
    if slot is None:
        return default
    try:
        return iso_duration.parse(slot.said) or None
    except ValueError:
        return None


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
    running = keeping.running_or_paused(services)
    if running and START_OVER not in turn.slots:
        return _asked_to_start_over(turn, services, running, seconds)
    timer = keeping.created(services, seconds, seconds, beside=running)
    if running:
        keeping.drop(services, running)
    duration = spoken.duration(seconds)
    return timer_reply(turn, services, phrases.timer_started, timer, duration=duration)


def _asked_to_start_over(turn: Turn, services: Services, timer: IceTimer, seconds: int) -> Reply:
    phrases = services.guide.phrases
    phrase = phrases.timer_already_running if timer.rings_at else phrases.timer_already_paused
    slots = {"duration": iso_duration.format_seconds(seconds), START_OVER: "yes"}
    question = phrases.timer_start_over_question.format(duration=spoken.duration(seconds))
    speech = phrase.format(left=left(timer, services))
    offer, display = Offer(START, slots=slots), showing.timer(services.guide, timer)
    return asking(turn, services, speech, question, offer, display, subject="timer")
