"""The user's ice timer, kept between turns: the device is asked, the user's state remembers which.

The state is believed only after the device has told how the timer stands. Every call may raise a
`TimerError`.
"""

from contextlib import suppress
from datetime import timedelta

from skill.conversation import spoken
from skill.conversation.turn import Services
from skill.errors import TimerError, TimerNotFound
from skill.storage.store import UserState
from skill.timers import rules
from skill.timers.device import DeviceTimer
from skill.timers.rules import IceTimer


def current(services: Services) -> IceTimer | None:
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
    return timer if rules.is_over(timer, services.clock()) else None


def running_or_paused(services: Services) -> IceTimer | None:
    """The user's timer unless it has run out."""
    timer = current(services)
    return None if timer and rules.is_over(timer, services.clock()) else timer


def created(services: Services, seconds: int, total: int, beside: IceTimer | None) -> IceTimer:
    """A new timer. One in its way goes only afterwards: a failure in between loses nothing."""
    phrases = services.guide.phrases
    label = phrases.timer_label
    if beside:  # two timers stand side by side for a moment, and Alexa wants their labels to differ
        label = phrases.timer_label_extended.format(duration=spoken.duration(total))
    device = services.timers.create(
        seconds, label, phrases.timer_announcement, services.guide.locale
    )
    timer = rules.started(device.id, seconds, services.clock())._replace(total=total)
    return _kept(services, timer, device)


def pause(services: Services, timer: IceTimer) -> IceTimer:
    device = services.timers.pause(timer.id)
    return _kept(services, rules.paused(timer, services.clock()), device)


def resume(services: Services, timer: IceTimer) -> IceTimer:
    device = services.timers.resume(timer.id)
    return _kept(services, rules.resumed(timer, services.clock()), device)


def extend(services: Services, timer: IceTimer, seconds: int) -> IceTimer:
    """A longer timer in the place of this one: Alexa has no call that changes a timer."""
    rest = round(rules.remaining(timer, services.clock()).total_seconds())
    longer = created(services, rest + seconds, timer.total + seconds, beside=timer)
    if timer.rings_at is None:
        with suppress(TimerError):  # then it runs, which the next answer about it tells
            longer = pause(services, longer)
    drop(services, timer)
    return longer


def drop(services: Services, timer: IceTimer) -> None:
    with suppress(TimerError):  # then it rings as well: early, which does no harm
        services.timers.cancel(timer.id)


def forget(services: Services) -> None:
    _remember(services, None)


def _kept(services: Services, timer: IceTimer, device: DeviceTimer) -> IceTimer:
    timer = _reconciled(timer, device)
    _remember(services, timer)
    return timer


def _reconciled(timer: IceTimer, device: DeviceTimer) -> IceTimer:
    """The device is right about the time; a second's rounding is not worth a change of words."""
    if device.left is not None:
        return timer._replace(rings_at=None, left=timedelta(seconds=device.left))
    if device.rings_at is not None:
        return timer._replace(rings_at=device.rings_at, left=None)
    return timer


def _remember(services: Services, timer: IceTimer | None) -> None:
    def change(state: UserState) -> UserState:
        return state._replace(timer=timer)

    services.memory.remember(change)
