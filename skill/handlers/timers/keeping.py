"""The user's timers, kept between turns: the device is asked, the user's state remembers which.

The state is believed only after the device has told how a timer stands. Every call may raise a
`TimerError`.
"""

from contextlib import suppress
from datetime import timedelta

from skill.conversation import spoken
from skill.conversation.turn import Services
from skill.errors import TimerError, TimerNotFound
from skill.timers import rules
from skill.timers.device import DeviceTimer
from skill.timers.rules import Timer


def remembered(services: Services) -> list[Timer]:
    """The user's timers as they were last known: no device is asked, and none of them is over."""
    now, timers = services.clock(), services.memory.recall().timers
    return [timer for timer in timers.values() if not rules.is_over(timer, now)]


def current(services: Services, kind: str) -> Timer | None:
    """The timer as the device tells it; one that has just run out is told as over."""
    timer = services.memory.recall().timers.get(kind)
    if timer is None:
        return None
    try:
        device = services.timers.find(timer.id)
    except TimerNotFound:
        device = DeviceTimer(timer.id)
    if device.rings_at is not None or device.left is not None:
        return _reconciled(timer, device)
    forget(services, kind)
    return timer if rules.is_over(timer, services.clock()) else None


def running_or_paused(services: Services, kind: str) -> Timer | None:
    """The timer unless it has run out."""
    timer = current(services, kind)
    return None if timer and rules.is_over(timer, services.clock()) else timer


def created(services: Services, kind: str, seconds: int, total: int, beside: Timer | None) -> Timer:
    """A new timer. One in its way goes only afterwards: a failure in between loses nothing."""
    words = services.guide.timers[kind]
    label = words.label
    if beside:  # two timers stand side by side for a moment, and Alexa wants their labels to differ
        label = words.label_changed.format(duration=spoken.duration(total))
    device = services.timers.create(seconds, label, words.announcement, services.guide.locale)
    timer = rules.started(device.id, kind, seconds, services.clock())._replace(total=total)
    return _kept(services, timer, device)


def pause(services: Services, timer: Timer) -> Timer:
    device = services.timers.pause(timer.id)
    return _kept(services, rules.paused(timer, services.clock()), device)


def resume(services: Services, timer: Timer) -> Timer:
    device = services.timers.resume(timer.id)
    return _kept(services, rules.resumed(timer, services.clock()), device)


def change(services: Services, timer: Timer, left: int) -> Timer:
    """The timer with so many seconds left, or where none can be changed another in its place."""
    total = rules.used(timer, services.clock()) + left
    changed = changed_in_place(services, timer, left, total)
    if changed:
        return changed
    other = created(services, timer.kind, left, total, beside=timer)
    if timer.rings_at is None:
        with suppress(TimerError):  # then it runs, which the next answer about it tells
            other = pause(services, other)
    drop(services, timer)
    return other


def changed_in_place(services: Services, timer: Timer, left: int, total: int) -> Timer | None:
    """The same timer with so many seconds left; None on a device that changes none, as on Alexa."""
    device = services.timers.change(timer.id, left)
    return device and _kept(services, timer._replace(total=total), device)


def drop(services: Services, timer: Timer) -> None:
    with suppress(TimerError):  # then it rings as well: at the wrong time, which does no harm
        services.timers.cancel(timer.id)


def forget(services: Services, kind: str) -> None:
    services.memory.remember(lambda state: state.with_timer(kind, None))


def _kept(services: Services, timer: Timer, device: DeviceTimer) -> Timer:
    timer = _reconciled(timer, device)
    services.memory.remember(lambda state: state.with_timer(timer.kind, timer))
    return timer


def _reconciled(timer: Timer, device: DeviceTimer) -> Timer:
    """The device is right about the time; a second's rounding is not worth a change of words."""
    if device.left is not None:
        return timer._replace(rings_at=None, left=timedelta(seconds=device.left))
    if device.rings_at is not None:
        return timer._replace(rings_at=device.rings_at, left=None)
    return timer
