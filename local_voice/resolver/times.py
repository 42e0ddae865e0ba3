"""Times of day as AMAZON.TIME gives them: "half past five in the afternoon" is 17:30."""

from collections.abc import Sequence
from fractions import Fraction

from local_voice.resolver.numbers import Numbers

_NAMED = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_AFTER_NOON = frozenset({"pm", "afternoon", "evening", "tonight", "night"})
_SAYS_HOUR = frozenset({"pm", "am", "oclock", "o"})
_BEFORE_HOUR = frozenset({"at", "until", "till", "til", "by", "before"})
_PARTS = {"half": Fraction(30), "quarter": Fraction(15)}
_DAY, _NOON, _HOUR = 24, 12, 60  # hours, hours, minutes


def time_in(words: Sequence[str], numbers: Numbers) -> str:
    """The first time of day that is told, as "18:00"; nothing where there is none.

    Whether an hour before noon is meant for the afternoon is left open, if nobody says it.
    """
    for at, word in enumerate(words):
        if word in _NAMED:
            return _NAMED[word]
        minutes = _minutes_at(words, at, numbers)
        if minutes is not None:
            later = not _AFTER_NOON.isdisjoint(words[at:]) and minutes < _NOON * _HOUR
            return "{:02}:{:02}".format(*divmod(minutes + later * _NOON * _HOUR, _HOUR))
    return ""


def _minutes_at(words: Sequence[str], at: int, numbers: Numbers) -> int | None:
    """The minutes since midnight that are told from the word at `at` on."""
    hours, colon, minutes = words[at].partition(":")
    if colon:
        return int(hours) % _DAY * _HOUR + int(minutes) % _HOUR
    part = _PARTS.get(words[at])
    number, end = (part, at + 1) if part else numbers.get(at, (None, 0))
    if number is None:
        return None
    after = words[end] if end < len(words) else ""
    of = _hour(numbers, end + 1)
    if of is not None and after in ("past", "to"):
        return (of * _HOUR + int(number if after == "past" else -number)) % (_DAY * _HOUR)
    hour, before = _hour(numbers, at), words[at - 1] if at else ""
    if hour is None or not (before in _BEFORE_HOUR or after in _SAYS_HOUR):
        return None
    minute = numbers.get(end)
    return hour * _HOUR + (int(minute[0]) if minute and minute[0] < _HOUR else 0)


def _hour(numbers: Numbers, at: int) -> int | None:
    value = numbers[at][0] if at in numbers else None
    return int(value) if value is not None and value in range(_DAY) else None
