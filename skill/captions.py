"""The words that are only ever seen: one field a key of `[captions]` in the content file."""

from dataclasses import dataclass

VALUES = frozenset({"number", "count"})
"""What a caption may leave open, in braces, to be filled in while showing."""


@dataclass(frozen=True, slots=True)
class Captions:
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


@dataclass(frozen=True, slots=True)
class Saying:
    """Something to say, and the intent it means."""

    say: str
    intent: str
