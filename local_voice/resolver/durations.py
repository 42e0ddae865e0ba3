"""Spoken durations as ISO 8601, as Alexa sends AMAZON.DURATION: "half an hour" is PT30M.

Units stay as spoken ("ninety seconds" is PT90S); only fractions are carried into smaller units.
Of "twenty to thirty minutes" the smaller is taken: with ice, too short does no harm.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from local_voice.resolver.numbers import Numbers, part_after, past

UNITS = {
    **dict.fromkeys(("second", "seconds", "sec", "secs", "s"), "S"),
    **dict.fromkeys(("minute", "minutes", "minut", "minuts", "min", "mins", "m"), "M"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "h"), "H"),
    **dict.fromkeys(("day", "days"), "D"),
    **dict.fromkeys(("week", "weeks"), "W"),
    **dict.fromkeys(("month", "months"), "MO"),
    **dict.fromkeys(("year", "years"), "Y"),
}
"""A unit of time by each of its names."""

_SMALLER = {"Y": ("MO", 12), "MO": ("D", 30), "W": ("D", 7), "D": ("H", 24), "H": ("M", 60),
            "M": ("S", 60)}  # fmt: skip
_LETTERS = frozenset("smh")  # units only right after a figure: "20 m", never "i am s"
# "five more minutes", "half an hour"
_BEFORE_UNIT = frozenset((
    "more", "extra", "additional", "further", "other", "a", "whole", "full", "solid", "straight",
    "good", "odd", "short", "long", "little", "measly",
))  # fmt: skip
_BARE_AFTER = frozenset(("for", "to", "another", "add", "extra", "of", "by", "in"))
_BARE_BEFORE = frozenset(("", "more", "extra", "please", "now", "or", "to"))
_AT_A_TIME = frozenset(("at", "until", "till", "by", "alarm", "wake", "before"))
"""With these "20:00" is a time of day, else twenty minutes."""


class Span(NamedTuple):
    """What was found in `words[start:end]`."""

    start: int
    end: int
    value: str


def durations_in(words: Sequence[str], numbers: Numbers) -> list[Span]:
    """Every duration, left to right, each as long as it goes.

    Where there is none, a number with no unit counts if only minutes can be meant, as in "set a
    timer for twenty".
    """
    spans: list[Span] = []
    start = 0
    while start < len(words):
        span = _duration_at(words, start, numbers)
        if span:
            spans.append(span)
        start = span.end if span else start + 1
    return spans or _bare_minutes_in(words, numbers)


def _bare_minutes_in(words: Sequence[str], numbers: Numbers) -> list[Span]:
    for start, (amount, end) in numbers.items():
        if (
            amount >= 1
            and start
            and words[start - 1] in _BARE_AFTER
            and _ends(words, end)
            and not tells_time(words, start)
        ):
            return [Span(start, end, in_minutes(amount))]
    return []


def tells_time(words: Sequence[str], start: int) -> bool:
    """Whether the number at `start` is an hour: "quarter to nine"."""
    return " ".join(words[max(0, start - 2) : start]) in {"quarter to", "half past", "quarter past"}


def in_minutes(amount: Fraction) -> str:
    """So many minutes as an ISO 8601 duration."""
    return _iso([(amount, "M")])


def _duration_at(words: Sequence[str], start: int, numbers: Numbers) -> Span | None:
    first = _part_at(words, start, numbers)
    if first is None:
        return None
    if words[start] == "another":  # says to extend: no part of the amount
        start += 1
    parts, end = [first[:2]], first[2]
    while following := _part_at(words, past(words, end, "and"), numbers):
        parts.append(following[:2])
        end = following[2]
    amount, last = numbers.get(past(words, end, "and"), (Fraction(0), end))
    if amount > 1 and parts[-1][1] in ("H", "M") and _ends(words, last):  # "one hour thirty"
        parts.append((amount, _SMALLER[parts[-1][1]][0]))
        end = last
    return Span(start, end, _iso(parts))


def _ends(words: Sequence[str], at: int) -> bool:
    """Whether nothing stands at `at` that a number before it would count."""
    return (words[at] if at < len(words) else "") in _BARE_BEFORE


def _part_at(
    words: Sequence[str], start: int, numbers: Numbers
) -> tuple[Fraction, str, int] | None:
    """One amount with its unit: amount, unit, and the index of the word after."""
    minutes, colon, seconds = words[start].partition(":") if start < len(words) else ("", "", "")
    if colon and _AT_A_TIME.isdisjoint(words):
        return Fraction(int(minutes) * 60 + int(seconds), 60), "M", start + 1
    amount, at = numbers.get(start, (Fraction(1), start))
    if at == start:
        at = past(words, start, "a", "another")
        amount, at = numbers.get(at, (amount, at)) if at > start else (amount, at)
    if at > start:
        at = _past_upper_bound(words, start, at, numbers)
        while at < len(words) and words[at] in _BEFORE_UNIT:
            at += 1
    unit = UNITS.get(words[at]) if at < len(words) else None
    if unit is None or (at > start and _is_letter_without_figure(words, at)):
        return None
    end = at + 1
    if part := part_after(words, end):
        return amount + part[0], unit, part[1]
    # "minute" alone is a duration only with a fraction after it: "hour and a half".
    return (amount, unit, end) if at > start else None


def _is_letter_without_figure(words: Sequence[str], at: int) -> bool:
    return words[at] in _LETTERS and not words[at - 1][:1].isdecimal()


def _past_upper_bound(words: Sequence[str], start: int, at: int, numbers: Numbers) -> int:
    """After "twenty" in "twenty to thirty minutes": the index after "thirty"."""
    if list(words[at : at + 2]) == ["or", "so"]:
        return at + 2
    between = start > 0 and words[start - 1] == "between"
    joint = past(words, at, "to", "or", *(("and",) if between else ()))
    upper = numbers.get(joint) if joint > at else None
    return upper[1] if upper else at


def _iso(parts: Sequence[tuple[Fraction, str]]) -> str:
    amounts: dict[str, int] = {}
    for amount, unit in parts:
        _add(amounts, amount, unit)
    date = "".join(f"{amounts[u]}{u[0]}" for u in ("Y", "MO", "W", "D") if amounts.get(u))
    time = "".join(f"{amounts[u]}{u}" for u in ("H", "M", "S") if amounts.get(u))
    return f"P{date}T{time}" if time else f"P{date}" if date else "PT0S"


def _add(amounts: dict[str, int], amount: Fraction, unit: str) -> None:
    whole = int(amount)
    amounts[unit] = amounts.get(unit, 0) + whole
    if (rest := amount - whole) and unit in _SMALLER:
        smaller, count = _SMALLER[unit]
        _add(amounts, rest * count, smaller)
