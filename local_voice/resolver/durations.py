"""Spoken durations as ISO 8601, as Alexa sends AMAZON.DURATION: "half an hour" is PT30M.

Units stay as spoken ("ninety seconds" is PT90S); only fractions are carried into smaller units.
Of "twenty to thirty minutes" the smaller is taken: with ice, too short does no harm.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from local_voice.resolver.numbers import number_at, part_after

_UNITS = {
    **dict.fromkeys(("second", "seconds", "sec", "secs", "s"), "S"),
    **dict.fromkeys(("minute", "minutes", "min", "mins", "m"), "M"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "h"), "H"),
    **dict.fromkeys(("day", "days"), "D"),
    **dict.fromkeys(("week", "weeks"), "W"),
    **dict.fromkeys(("month", "months"), "MO"),
    **dict.fromkeys(("year", "years"), "Y"),
}
_SMALLER = {"Y": ("MO", 12), "MO": ("D", 30), "W": ("D", 7), "D": ("H", 24), "H": ("M", 60),
            "M": ("S", 60)}  # fmt: skip
_LETTERS = frozenset("smh")  # units only right after a figure: "20 m", never "i am s"
_MORE = frozenset(("more", "extra", "additional", "further", "other"))
_BARE_AFTER = frozenset(("for", "to", "another", "add", "extra", "of", "by"))
_BARE_BEFORE = frozenset(("", "more", "extra", "please", "now"))


class Span(NamedTuple):
    """What was found in `words[start:end]`."""

    start: int
    end: int
    value: str


def durations_in(words: Sequence[str]) -> list[Span]:
    """Every duration, left to right, each as long as it goes."""
    spans: list[Span] = []
    start = 0
    while start < len(words):
        span = _duration_at(words, start)
        if span:
            spans.append(span)
        start = span.end if span else start + 1
    return spans


def bare_minutes_in(words: Sequence[str]) -> list[Span]:
    """A number with no unit where only minutes can be meant: "set a timer for twenty"."""
    for start in range(1, len(words)):
        number = number_at(words, start) if words[start - 1] in _BARE_AFTER else None
        if number and (words[number[1]] if number[1] < len(words) else "") in _BARE_BEFORE:
            return [Span(start, number[1], _iso([(number[0], "M")]))]
    return []


def _duration_at(words: Sequence[str], start: int) -> Span | None:
    first = _part_at(words, start)
    if first is None:
        return None
    if words[start] == "another":  # says to extend: no part of the amount
        start += 1
    parts, end = [first[:2]], first[2]
    while following := _part_at(words, end + (end < len(words) and words[end] == "and")):
        parts.append(following[:2])
        end = following[2]
    return Span(start, end, _iso(parts))


def _part_at(words: Sequence[str], start: int) -> tuple[Fraction, str, int] | None:
    """One amount with its unit: amount, unit, and the index of the word after."""
    amount, at = number_at(words, start) or (Fraction(1), start)
    if at == start and start < len(words) and words[start] in ("a", "another"):
        at += 1
        amount, at = number_at(words, at) or (amount, at)  # "another five minutes"
    at = _past_upper_bound(words, at) if at > start else at
    while at < len(words) and at > start and (words[at] in _MORE or words[at] == "a"):
        at += 1  # "five more minutes", "half an hour"
    unit = _UNITS.get(words[at]) if at < len(words) else None
    if unit is None or (at > start and _is_letter_without_figure(words, at)):
        return None
    end = at + 1
    if part := part_after(words, end):
        return amount + part[0], unit, part[1]
    # "minute" alone is a duration only with a fraction after it: "hour and a half".
    return (amount, unit, end) if at > start else None


def _is_letter_without_figure(words: Sequence[str], at: int) -> bool:
    return words[at] in _LETTERS and not words[at - 1][:1].isdecimal()


def _past_upper_bound(words: Sequence[str], at: int) -> int:
    """After "twenty" in "twenty to thirty minutes": the index after "thirty"."""
    upper = number_at(words, at + 1) if at < len(words) and words[at] in ("to", "or") else None
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
