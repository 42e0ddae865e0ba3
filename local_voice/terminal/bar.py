"""The live line below the talk: the next timer to ring, when it does, and the next reminder."""

from collections.abc import Sequence
from datetime import UTC, datetime

from local_voice.timers.database import Timer

_WIDEST = 24  # characters of the bar alone
_NARROWEST = 4


def timer_bar(
    timers: Sequence[Timer], now: float, reminders: Sequence[Timer] = (), columns: int = 80
) -> str:
    """The next timer to ring at `now` (Unix seconds): "Ice timer ███░░ 12:05 left, until 2:52 pm".

    What the terminal's `columns` have no room for is left out: the bar first, then other timers'
    number, then a reminder such as "reminder 2:00 pm", then when the timer ends.
    """
    parts = [] if not timers else [_words(timers[0]), left(timers[0], now)]
    if timers:
        parts.append(_end(timers[0]))
    more = [f"  (+{len(timers) - 1})"] if len(timers) > 1 else []
    last = [("  " if timers else "") + _told(reminders[0])] if reminders else []
    for words in (parts + more + last, parts + more, parts, parts[:2]):
        line = " ".join(words[:2]) + "".join(words[2:])
        if len(line) < columns:
            return _with_bar(line, timers, now, columns)
    return ""


def name(timer: Timer) -> str:
    """What it counts, such as "ice timer"; its label may go on, "ice, twelve minutes in all"."""
    kind = (timer.label or "").split(",")[0]
    return f"{kind} timer".lstrip()


def left(timer: Timer, now: float) -> str:
    """How long it has to run, such as "12:05 left"."""
    seconds = _seconds(timer, now)
    return f"{seconds // 60}:{seconds % 60:02} left"


def clock_time(timer: Timer) -> str:
    """When it ends by the clock on the wall, such as "2:52 pm"; nothing while it is paused."""
    if timer.rings_at is None:
        return ""
    at = datetime.fromtimestamp(timer.rings_at, UTC).astimezone()
    return f"{at.hour % 12 or 12}:{at.minute:02} {'am' if at.hour < 12 else 'pm'}"  # noqa: PLR2004 - noon


def _words(timer: Timer) -> str:
    return name(timer).capitalize()


def _seconds(timer: Timer, now: float) -> int:
    seconds = timer.left if timer.rings_at is None else timer.rings_at - now
    return max(0, round(seconds or 0))


def _end(timer: Timer) -> str:
    return ", paused" if timer.rings_at is None else f", until {clock_time(timer)}"


def _told(reminder: Timer) -> str:
    return f"reminder {clock_time(reminder)}"


def _with_bar(line: str, timers: Sequence[Timer], now: float, columns: int) -> str:
    width = min(_WIDEST, columns - len(line) - 2)
    if not timers or width < _NARROWEST:
        return line
    title = _words(timers[0])
    done = 1 - min(1, _seconds(timers[0], now) / max(1, timers[0].seconds))
    filled = round(width * done)
    return f"{title} {'█' * filled}{'░' * (width - filled)}{line.removeprefix(title)}"
