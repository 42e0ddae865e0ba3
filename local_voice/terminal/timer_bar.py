"""The running timers as one line of text with a bar."""

from collections.abc import Sequence

from local_voice.timers.database import Timer

_WIDTH = 24  # characters


def timer_bar(timers: Sequence[Timer], now: float) -> str:
    """The next timer to ring at `now` (Unix seconds), such as "Ice ███░░ 12:05 left"."""
    if not timers:
        return ""
    timer = timers[0]
    left = timer.left if timer.rings_at is None else timer.rings_at - now
    seconds = max(0, round(left or 0))
    done = round(_WIDTH * (1 - min(1, seconds / max(1, timer.seconds))))
    minutes, rest = divmod(seconds, 60)
    state = "paused at" if timer.rings_at is None else "left"
    clock = f"{minutes}:{rest:02}"
    words = f"{state} {clock}" if timer.rings_at is None else f"{clock} {state}"
    more = f"  (+{len(timers) - 1})" if len(timers) > 1 else ""
    return f"Ice timer {'█' * done}{'░' * (_WIDTH - done)} {words}{more}"
