"""Spoken numbers: "twenty five", "one and a half", "1.5", "a couple of"."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from skill.conversation.spoken import number

_ONES = {number(value): value for value in range(20)}
_TENS = {number(value): value for value in range(20, 100, 10)} | {"fourty": 40}
_DIGITS = {number(value): value for value in range(10)}
_FIGURE = re.compile(r"[0-9]{0,6}\.[0-9]{1,6}|[0-9]{1,6}|[0-9]{1,2}/[1-9][0-9]?")
_NTH = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_PART = {
    **{name: Fraction(1, nth) for name, nth in _NTH.items()},
    **{f"{name}s": Fraction(1, nth) for name, nth in _NTH.items()},
}
_LOOSE = {"couple": Fraction(2), "few": Fraction(3), "dozen": Fraction(12)}

Number = tuple[Fraction, int]
"""A number and the index of the word after it."""

Numbers = Mapping[int, Number]
"""The number that begins at an index, as `numbers_in` finds them."""


def numbers_in(words: Sequence[str]) -> dict[int, Number]:
    """The number that begins at an index, for every index where one does."""
    found = ((start, number_at(words, start)) for start in range(len(words)))
    return {start: value for start, value in found if value}


def number_at(words: Sequence[str], start: int) -> Number | None:
    """The number that begins at `start`; "a" counts as one only before a half, couple and such."""
    whole = _below_thousand(words, start)
    if whole is None:
        return _loose(words, start)
    value, end = whole
    if _word(words, end) == "thousand":
        rest, after = _below_thousand(words, past(words, end + 1, "and")) or (0, end + 1)
        value, end = value * 1000 + rest, after
    if _word(words, end) == "point":
        return _decimals(words, value, end + 1) or (value, end)
    if _word(words, end) in _PART:  # "three quarters"
        return value * _PART[words[end]], past(words, end + 1, "of")
    part = part_after(words, end)
    return (value + part[0], part[1]) if part else (value, end)


def part_after(words: Sequence[str], start: int) -> Number | None:
    """The fraction in "... and a half", "... and three quarters" whose "and" is at `start`."""
    if _word(words, start) != "and":
        return None
    at = past(words, start + 1, "a")
    if "/" in _word(words, at):
        return _digits(words, at)
    times = _DIGITS.get(_word(words, at)) or 1
    at = past(words, at, *_DIGITS)
    part = _PART.get(_word(words, at))
    return (part * times, past(words, at + 1, "of")) if part else None


def past(words: Sequence[str], at: int, *skipped: str) -> int:
    """The index after the word at `at` where that is one of `skipped`, else `at`."""
    return at + 1 if _word(words, at) in skipped else at


def _word(words: Sequence[str], index: int) -> str:
    return words[index] if index < len(words) else ""


def _digits(words: Sequence[str], start: int) -> Number | None:
    token = _word(words, start)
    if not _FIGURE.fullmatch(token):
        return None
    value = Fraction(token)
    following = _word(words, start + 1)
    if "/" in following and _FIGURE.fullmatch(following):  # "1 1/2"
        return value + Fraction(following), start + 2
    return value, start + 1


def _below_thousand(words: Sequence[str], start: int) -> Number | None:
    at = start if _word(words, start + 1) != "hundred" else past(words, start, "a")
    whole = (
        (Fraction(1), at) if at > start else _digits(words, start) or _below_hundred(words, start)
    )
    if whole is None or _word(words, whole[1]) != "hundred":
        return whole
    value, end = whole[0] * 100, whole[1] + 1
    rest, after = _below_hundred(words, past(words, end, "and")) or (0, end)
    return value + rest, after


def _below_hundred(words: Sequence[str], start: int) -> Number | None:
    first = _word(words, start)
    if first in _ONES:
        return Fraction(_ONES[first]), start + 1
    if first not in _TENS:
        return None
    ones = _DIGITS.get(_word(words, start + 1))
    if not ones:  # "twenty zero" is two numbers
        return Fraction(_TENS[first]), start + 1
    return Fraction(_TENS[first] + ones), start + 2


def _decimals(words: Sequence[str], whole: Fraction, start: int) -> Number | None:
    digits, end = "", start
    while _word(words, end) in _DIGITS:
        digits, end = f"{digits}{_DIGITS[words[end]]}", end + 1
    return (whole + Fraction(f"0.{digits}"), end) if digits else None


def _loose(words: Sequence[str], start: int) -> Number | None:
    """Such as "half", "a quarter", "a couple of", "half a dozen"."""
    at = past(words, start, "a")
    word = _word(words, at)
    dozen = past(words, at + 1, "a")
    if word == "half" and _word(words, dozen) == "dozen":
        return _LOOSE["dozen"] / 2, dozen + 1
    value = _PART.get(word) or _LOOSE.get(word)
    return (value, past(words, at + 1, "of")) if value else None
