"""Orders to a timer that is there: how it stands, pause, resume, change, cancel, leave it.

Where both an ice timer and a heat timer are there, and neither is named, it is asked which.
"""

from collections.abc import Callable
from contextlib import suppress

from skill.conversation import spoken
from skill.conversation.replies import asking, closing
from skill.conversation.turn import Offer, Reply, Services, Turn
from skill.errors import TimerError, TimerNotFound
from skill.handlers.timers import keeping
from skill.handlers.timers.replies import (
    ask_the_device,
    asked_to_resume,
    none_running,
    timer_asking,
    timer_gone,
    timer_reply,
)
from skill.handlers.timers.starting import asked_seconds, check_allowed, start
from skill.timers import rules
from skill.timers.rules import DEFAULT_SECONDS, LONGER, SHORTER, TO, Timer

WHICH = "which"
"""What the dialog awaits after the question which timer is meant."""

_BOTH = "both"


def status(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases

    def tell(timer: Timer) -> Reply:
        if rules.is_over(timer, services.clock()):
            return timer_reply(turn, services, services.guide.timers[timer.kind].over, timer)
        if timer.rings_at is None:
            return asked_to_resume(turn, services, timer)
        return timer_reply(turn, services, phrases.timer_left, timer)

    return _with_timer(turn, services, phrases.timer_command_status, tell, keeping.current)


def pause(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases

    def pause_it(timer: Timer) -> Reply:
        if timer.rings_at is None:
            return asked_to_resume(turn, services, timer)
        timer = keeping.pause(services, timer)
        return timer_reply(turn, services, phrases.timer_paused, timer)

    return _with_timer(turn, services, phrases.timer_command_pause, pause_it)


def resume(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases

    def resume_it(timer: Timer) -> Reply:
        if timer.rings_at is not None:
            return timer_reply(turn, services, phrases.timer_still_running, timer)
        timer = keeping.resume(services, timer)
        return timer_reply(turn, services, phrases.timer_resumed, timer)

    return _with_timer(turn, services, phrases.timer_command_resume, resume_it)


def cancel(turn: Turn, services: Services) -> Reply:
    command = services.guide.phrases.timer_command_cancel

    def cancel_it(timer: Timer) -> Reply:
        with suppress(TimerNotFound):  # it went by itself in this very moment
            services.timers.cancel(timer.id)
        keeping.forget(services, timer.kind)
        return timer_gone(turn, services, timer)

    return _with_timer(turn, services, command, cancel_it, keeping.current)


def extend(turn: Turn, services: Services) -> Reply:
    return _change(turn, services, LONGER)


def shorten(turn: Turn, services: Services) -> Reply:
    return _change(turn, services, SHORTER)


def set_to(turn: Turn, services: Services) -> Reply:
    """A length for no timer starts one."""
    if keeping.remembered(services):
        return _change(turn, services, TO)
    kind = _named_kind(turn)
    return start(turn, services, kind if kind in DEFAULT_SECONDS else rules.ICE)


def _change(turn: Turn, services: Services, way: str) -> Reply:
    phrases = services.guide.phrases
    asked = asked_seconds(turn.slots.get("duration"))

    def change_it(timer: Timer) -> Reply:
        if asked is None:
            question = (
                phrases.timer_which_shortening_question
                if way == SHORTER
                else phrases.timer_which_extension_question
            )
            return _awaiting(turn, services, question, turn.name, timer=timer.kind)
        left = rules.changed(timer, way, asked, services.clock())
        had = rules.changed(timer, SHORTER, 0, services.clock())
        if left < 1:
            phrase, offer = phrases.timer_shortened_to_nothing, Offer("CancelIceTimerIntent")
            return timer_asking(turn, services, phrase, timer, phrases.timer_cancel_question, offer)
        if left == had and way == LONGER:
            return timer_reply(turn, services, phrases.timer_at_longest, timer)
        other = keeping.change(services, timer, left)
        full = left < {LONGER: had + asked, TO: asked}.get(way, left)
        phrase = {
            SHORTER: phrases.timer_shortened,
            TO: phrases.timer_changed_to_longest if full else phrases.timer_changed,
        }.get(way, phrases.timer_extended_to_longest if full else phrases.timer_extended)
        return timer_reply(turn, services, phrase, other, added=spoken.duration(abs(left - had)))

    return _with_timer(turn, services, phrases.timer_command_extend, change_it)


def leave(turn: Turn, services: Services) -> Reply:
    """Somebody wants nothing done: that is confirmed, and nothing is asked of the device."""
    phrases, timers = services.guide.phrases, keeping.remembered(services)
    runs = len(timers) == 1 and timers[0].rings_at is not None
    speech = phrases.timer_kept if runs else phrases.timers_kept
    return closing(turn, services, speech if timers else phrases.no_problem, subject="timer")


def how_to(turn: Turn, services: Services) -> Reply:
    return closing(turn, services, services.guide.phrases.timer_how, subject="timer")


def _with_timer(
    turn: Turn,
    services: Services,
    command: str,
    act: Callable[[Timer], Reply],
    find: Callable[[Services, str], Timer | None] = keeping.running_or_paused,
) -> Reply:
    """What `act` replies about the timer that is meant; with none there, the offer to start one.

    When the timer is refused: why, and the `command` to say to the device itself.
    """
    kinds = _meant_kinds(turn, services)
    try:
        check_allowed(turn)
        found = list(filter(None, (find(services, kind) for kind in kinds)))
        if not found:
            return none_running(turn, services, kinds[0])
        if len(found) == 1 or _named_kind(turn) == _BOTH:
            return _joined([act(timer) for timer in found])
    except TimerError as error:
        return ask_the_device(turn, services, error, kinds[0], command)
    slots = {name: slot.said for name, slot in turn.slots.items()}
    return _awaiting(turn, services, services.guide.phrases.timer_which_question, WHICH, **slots)


def _awaiting(turn: Turn, services: Services, question: str, asked: str, **slots: str) -> Reply:
    """Asks; what is `asked` for completes the order, which has these slots already."""
    offer = Offer(turn.name, slots=slots)
    reply = asking(turn, services, "", question, offer, subject="timer")
    return reply._replace(dialog=reply.dialog._replace(asked=asked))


def _meant_kinds(turn: Turn, services: Services) -> list[str]:
    """The kinds of timer that the order may be about: the one named, else those that are there."""
    named = _named_kind(turn)
    if named in DEFAULT_SECONDS:
        return [named]
    timers = services.memory.recall().timers
    seconds = asked_seconds(turn.slots.get("named"))
    of_length = [kind for kind, timer in timers.items() if timer.total == seconds]
    return of_length or [kind for kind in DEFAULT_SECONDS if kind in timers] or [rules.ICE]


def _named_kind(turn: Turn) -> str:
    said = turn.slots.get("timer")
    return (said.id or said.said) if said else ""


def _joined(replies: list[Reply]) -> Reply:
    """One reply for two timers: the words of each, and what follows the last."""
    last = replies[-1]
    speech = " ".join(reply.words.speech for reply in replies)
    return last._replace(words=last.words._replace(speech=speech))
