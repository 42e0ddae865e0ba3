"""The ice timer by voice: start, pause, resume, extend, cancel, status.

The device keeps the time and rings. The user's state remembers which timer it was, and is believed
only after the device has been asked. Whatever the device refuses, the person hears how to set the
timer on the device itself.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from skill import ice_timer, iso_duration, showing, spoken
from skill.conversation import Offer, Reply, Services, SlotValue, Turn
from skill.errors import (
    DeviceOffline,
    TimerError,
    TimerNotFound,
    TimerNotPermitted,
    TimersNotSupported,
    TooManyTimers,
)
from skill.ice_timer import DEFAULT_SECONDS, LONGEST_SECONDS, IceTimer
from skill.phrases import Phrases
from skill.replies import asking, closing, ending
from skill.timers import DeviceTimer
from skill.user_state import UserState

START = "StartIceTimerIntent"
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
        return replace(
            reply, dialog=replace(reply.dialog, step=turn.dialog.step), ask_consent=token
        )
    try:
        if not turn.timers_allowed:
            raise TimerNotPermitted("the user has said no before")
        return _started(turn, services, seconds)
    except TimerError as error:
        return _set_it_yourself(turn, services, error, seconds)


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
        reply = _set_it_yourself(turn, services, error, seconds)
        refused = isinstance(error, TimerNotPermitted)
        return replace(reply, consent_card=refused and not turn.consent.card_shown)


def status(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases
    try:
        timer = _current(services)
    except TimerError as error:
        return _ask_the_device(turn, services, error, "how much time is left on my timer")
    if timer is None:
        return _none_running(turn, services)
    if ice_timer.is_over(timer, services.clock()):
        return _told(turn, services, phrases.timer_over, timer)
    if timer.rings_at is None:
        return _asked_to_resume(turn, services, timer)
    left = _left(timer, services)
    return _told(turn, services, phrases.timer_left.format(left=left), timer)


def pause(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases
    try:
        timer = _current(services)
        if timer is None or ice_timer.is_over(timer, services.clock()):
            return _none_running(turn, services)
        if timer.rings_at is None:
            return _asked_to_resume(turn, services, timer)
        device = services.timers.pause(timer.id)
    except TimerError as error:
        return _ask_the_device(turn, services, error, "pause the timer")
    timer = _reconciled(ice_timer.paused(timer, services.clock()), device)
    _remember(services, timer)
    speech = phrases.timer_paused.format(left=_left(timer, services))
    return _told(turn, services, speech, timer)


def resume(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases
    try:
        timer = _current(services)
        if timer is None or ice_timer.is_over(timer, services.clock()):
            return _none_running(turn, services)
        if timer.rings_at is not None:
            speech = phrases.timer_still_running.format(left=_left(timer, services))
            return _told(turn, services, speech, timer)
        device = services.timers.resume(timer.id)
    except TimerError as error:
        return _ask_the_device(turn, services, error, "resume the timer")
    timer = _reconciled(ice_timer.resumed(timer, services.clock()), device)
    _remember(services, timer)
    speech = phrases.timer_resumed.format(left=_left(timer, services))
    return _told(turn, services, speech, timer)


def cancel(turn: Turn, services: Services) -> Reply:
    try:
        timer = _current(services)
        if timer is None:
            return _none_running(turn, services)
        services.timers.cancel(timer.id)
    except TimerNotFound:
        pass  # it went by itself in this very moment
    except TimerError as error:
        return _ask_the_device(turn, services, error, "cancel the timer")
    _remember(services, None)
    return _told(turn, services, services.guide.phrases.timer_cancelled, None)


def extend(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases
    try:
        timer = _current(services)
        if timer is None or ice_timer.is_over(timer, services.clock()):
            return _none_running(turn, services)
        asked = _asked_seconds(turn.slots.get("duration"), NONSENSE)
        if asked <= NONSENSE:
            reply = asking(turn, services, "", phrases.timer_which_extension_question, None)
            return replace(reply, dialog=replace(reply.dialog, subject="timer", asked="extend"))
        added = ice_timer.extension(timer, asked, services.clock())
        if added == 0:
            speech = phrases.timer_at_longest.format(left=_left(timer, services))
            return _told(turn, services, speech, timer)
        longer = _replaced(services, timer, added)
    except TimerError as error:
        return _ask_the_device(turn, services, error, "add five minutes to my timer")
    full = longer.total == LONGEST_SECONDS and added < asked
    phrase = phrases.timer_extended_to_longest if full else phrases.timer_extended
    speech = phrase.format(added=spoken.duration(added), left=_left(longer, services))
    return _told(turn, services, speech, longer)


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
    return replace(reply, dialog=replace(reply.dialog, subject="timer", asked="start"))


def _started(turn: Turn, services: Services, seconds: int) -> Reply:
    phrases = services.guide.phrases
    running = _current(services)
    if running and ice_timer.is_over(running, services.clock()):
        running = None
    if running and START_OVER not in turn.slots:
        return _asked_to_start_over(turn, services, running, seconds)
    timer = _created(services, seconds, seconds, beside=running)
    if running:
        _dropped(services, running)
    speech = phrases.timer_started.format(duration=spoken.duration(seconds))
    return _told(turn, services, speech, timer)


def _asked_to_start_over(turn: Turn, services: Services, timer: IceTimer, seconds: int) -> Reply:
    phrases = services.guide.phrases
    phrase = phrases.timer_already_running if timer.rings_at else phrases.timer_already_paused
    slots = {"duration": iso_duration.format_seconds(seconds), START_OVER: "yes"}
    question = phrases.timer_start_over_question.format(duration=spoken.duration(seconds))
    speech = phrase.format(left=_left(timer, services))
    offer, display = Offer(START, slots=slots), showing.timer(services.guide, timer)
    return asking(turn, services, speech, question, offer, display, subject="timer")


def _replaced(services: Services, timer: IceTimer, added: int) -> IceTimer:
    """A longer timer in the place of this one: Alexa has no call that changes a timer."""
    now = services.clock()
    seconds = round(ice_timer.remaining(timer, now).total_seconds()) + added
    longer = _created(services, seconds, timer.total + added, beside=timer)
    if timer.rings_at is None:
        with suppress(TimerError):  # then it runs, which the next answer about it tells
            device = services.timers.pause(longer.id)
            longer = _reconciled(ice_timer.paused(longer, now), device)
            _remember(services, longer)
    _dropped(services, timer)
    return longer


def _created(services: Services, seconds: int, total: int, beside: IceTimer | None) -> IceTimer:
    """A new timer. One in its way goes only afterwards: a failure in between loses nothing."""
    phrases = services.guide.phrases
    label = phrases.timer_label
    if beside:  # two timers stand side by side for a moment, and Alexa wants their labels to differ
        label = phrases.timer_label_extended.format(duration=spoken.duration(total))
    device = services.timers.create(
        seconds, label, phrases.timer_announcement, services.guide.locale
    )
    timer = replace(ice_timer.started(device.id, seconds, services.clock()), total=total)
    timer = _reconciled(timer, device)
    _remember(services, timer)
    return timer


def _dropped(services: Services, timer: IceTimer) -> None:
    with suppress(TimerError):  # then it rings as well: early, which does no harm
        services.timers.cancel(timer.id)


def _current(services: Services) -> IceTimer | None:
    """The user's timer as the device tells it; one that has just run out is told as over."""
    timer = services.memory.recall().timer
    if timer is None:
        return None
    try:
        device = services.timers.find(timer.id)
    except TimerNotFound:
        device = DeviceTimer(timer.id)
    if device.rings_at is not None or device.left is not None:
        return _reconciled(timer, device)
    _remember(services, None)
    return timer if ice_timer.is_over(timer, services.clock()) else None


def _reconciled(timer: IceTimer, device: DeviceTimer) -> IceTimer:
    """The device is right about the time; a second's rounding is not worth a change of words."""
    if device.left is not None:
        return replace(timer, rings_at=None, left=timedelta(seconds=device.left))
    if device.rings_at is not None:
        return replace(timer, rings_at=device.rings_at, left=None)
    return timer


def _remember(services: Services, timer: IceTimer | None) -> None:
    def change(state: UserState) -> UserState:
        return replace(state, timer=timer)

    services.memory.remember(change)


def _left(timer: IceTimer, services: Services) -> str:
    return spoken.time_left(round(ice_timer.remaining(timer, services.clock()).total_seconds()))


def _told(turn: Turn, services: Services, speech: str, timer: IceTimer | None) -> Reply:
    """Says and shows how the timer stands; `None` is none any more."""
    guide = services.guide
    display = showing.timer(guide, timer) if timer else showing.no_timer(guide, speech)
    return closing(turn, services, speech, display, subject="timer")


def _none_running(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases
    display = showing.no_timer(services.guide, phrases.timer_none)
    question = phrases.timer_start_question
    offer = Offer(START)
    return asking(turn, services, phrases.timer_none, question, offer, display, subject="timer")


def _asked_to_resume(turn: Turn, services: Services, timer: IceTimer) -> Reply:
    guide = services.guide
    speech = guide.phrases.timer_already_paused.format(left=_left(timer, services))
    offer, display = Offer("ResumeIceTimerIntent"), showing.timer(guide, timer)
    question = guide.phrases.timer_resume_question
    return asking(turn, services, speech, question, offer, display, subject="timer")


def _set_it_yourself(turn: Turn, services: Services, error: TimerError, seconds: int) -> Reply:
    phrases = services.guide.phrases
    way_on = phrases.timer_native_start.format(minutes=spoken.timer_name(seconds))
    return _way_on(turn, services, error, way_on)


def _ask_the_device(turn: Turn, services: Services, error: TimerError, command: str) -> Reply:
    phrases = services.guide.phrases
    way_on = phrases.timer_native_control.format(command=command)
    return _way_on(turn, services, error, way_on)


def _way_on(turn: Turn, services: Services, error: TimerError, way_on: str) -> Reply:
    guide = services.guide
    speech = f"{_cause(guide.phrases, error)} {way_on}"
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
