"""A new ice timer or heat timer: how long, with whose permission, and beside which other.

The device keeps the time and rings. Whatever it refuses, the person hears how to set the timer on
the device itself.
"""

from skill.conversation import spoken
from skill.conversation.replies import asking, ending
from skill.conversation.showing import STARTS
from skill.conversation.turn import Offer, Reply, Services, SlotValue, Turn
from skill.errors import TimerError, TimerNotPermitted
from skill.handlers.timers import keeping
from skill.handlers.timers.replies import set_it_yourself, timer_asking, timer_reply
from skill.timers import iso_duration
from skill.timers.rules import DEFAULT_SECONDS, HEAT, ICE, LONGEST_SECONDS, Timer

START_OVER = "start_over"  # the slot of our own offer to replace a running timer


def start_ice(turn: Turn, services: Services) -> Reply:
    return start(turn, services, ICE)


def start_heat(turn: Turn, services: Services) -> Reply:
    return start(turn, services, HEAT)


def start(turn: Turn, services: Services, kind: str) -> Reply:
    if "time" in turn.slots and "duration" not in turn.slots:
        return _offered_in_its_place(
            turn, services, kind, services.guide.phrases.timer_counts_minutes
        )
    seconds = asked_seconds(turn.slots.get("duration"), DEFAULT_SECONDS[kind])
    if seconds is None:
        return _asked_again(turn, services, kind)
    if seconds > LONGEST_SECONDS:
        return _offered_in_its_place(turn, services, kind, services.guide.timers[kind].too_long)
    if turn.timers_allowed is None:
        token = f"{kind} {iso_duration.format_seconds(seconds)}"
        reply = ending(turn, services.guide.phrases.timer_consent)
        dialog = reply.dialog._replace(step=turn.dialog.step)
        return reply._replace(dialog=dialog, ask_consent=token)
    try:
        check_allowed(turn)
        return _started(turn, services, kind, seconds)
    except TimerError as error:
        return set_it_yourself(turn, services, error, kind, seconds)


def consent(turn: Turn, services: Services) -> Reply:
    """The answer to our request for permission: on with the timer, or how to do without."""
    if turn.consent is None:
        return ending(turn)
    kind, _, duration = turn.consent.token.rpartition(" ")
    kind = kind if kind in DEFAULT_SECONDS else ICE
    seconds = asked_seconds(SlotValue(duration))
    if seconds is None or seconds > LONGEST_SECONDS:
        seconds = DEFAULT_SECONDS[kind]
    refusal: TimerError = TimerNotPermitted("the user said no")
    if turn.consent.accepted:
        try:
            return _started(turn, services, kind, seconds)
        except TimerError as error:
            refusal = error
    reply = set_it_yourself(turn, services, refusal, kind, seconds)
    not_permitted = isinstance(refusal, TimerNotPermitted)
    return reply._replace(consent_card=not_permitted and not turn.consent.card_shown)


def check_allowed(turn: Turn) -> None:
    """A refusal that Alexa has told of needs no call to be sure."""
    if turn.timers_allowed is False:
        raise TimerNotPermitted("the user has said no before")


def asked_seconds(slot: SlotValue | None, default: int | None = None) -> int | None:
    """The seconds asked for: `default` when none were named, None when none can be read."""
    if slot is None:
        return default
    try:
        return iso_duration.parse(slot.said) or None
    except ValueError:
        return None


def _offered_in_its_place(turn: Turn, services: Services, kind: str, speech: str) -> Reply:
    """As long as the guidance gives: of heat that is what is usual."""
    seconds = LONGEST_SECONDS if kind == ICE else DEFAULT_SECONDS[kind]
    offer = Offer(STARTS[kind], slots={"duration": iso_duration.format_seconds(seconds)})
    duration = spoken.duration(seconds)
    question = services.guide.phrases.timer_instead_question.format(duration=duration)
    return asking(turn, services, speech, question, offer, subject="timer")


def _asked_again(turn: Turn, services: Services, kind: str) -> Reply:
    """Asks for the duration once; the second time the usual one is offered."""
    phrases, words = services.guide.phrases, services.guide.timers[kind]
    speech, asked = phrases.timer_which_duration, STARTS[kind]
    if turn.dialog.asked == asked:
        offer = Offer(STARTS[kind])
        return asking(turn, services, speech, words.default_question, offer, subject="timer")
    question = phrases.timer_which_duration_question.format(timer=words.name)
    reply = asking(turn, services, speech, question, None)
    return reply._replace(dialog=reply.dialog._replace(subject="timer", asked=asked))


def _started(turn: Turn, services: Services, kind: str, seconds: int) -> Reply:
    running = keeping.running_or_paused(services, kind)
    if running and START_OVER not in turn.slots:
        return _asked_to_start_over(turn, services, running, seconds)
    timer = _begun(services, kind, seconds, running)
    started = services.guide.timers[kind].started
    if not services.timers.ring:
        started = f"{started} {services.guide.phrases.timer_silent}"
    return timer_reply(turn, services, started, timer, duration=spoken.duration(seconds))


def _begun(services: Services, kind: str, seconds: int, running: Timer | None) -> Timer:
    """A timer that runs for so long, in the place of one that is there."""
    changed = running and keeping.changed_in_place(services, running, seconds, seconds)
    if changed:
        return changed if changed.rings_at else keeping.resume(services, changed)
    timer = keeping.created(services, kind, seconds, seconds, beside=running)
    if running:
        keeping.drop(services, running)
    return timer


def _asked_to_start_over(turn: Turn, services: Services, timer: Timer, seconds: int) -> Reply:
    phrases = services.guide.phrases
    phrase = phrases.timer_already_running if timer.rings_at else phrases.timer_already_paused
    slots = {"duration": iso_duration.format_seconds(seconds), START_OVER: "yes"}
    question = phrases.timer_start_over_question.format(duration=spoken.duration(seconds))
    offer = Offer(STARTS[timer.kind], slots=slots)
    return timer_asking(turn, services, phrase, timer, question, offer)
