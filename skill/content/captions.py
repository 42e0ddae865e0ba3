"""The words that are only ever seen: one field a key of `[captions]` in the content file."""

from typing import NamedTuple

VALUES = frozenset({"number", "count"})
"""What a caption may leave open, in braces, to be filled in while showing."""


class Captions(NamedTuple):
    name: str
    note: str
    say: str
    emergency_number: str
    floor: str
    chair: str
    progress: str
    back: str
    next: str
    yes: str
    no: str
    more: str
    guide_me: str
    timer: str
    timer_running: str
    timer_paused: str
    timer_note: str
    start: str
    pause: str
    resume: str
    cancel: str
    extend: str


class Saying(NamedTuple):
    """Something to say, and the intent it means."""

    say: str
    intent: str
