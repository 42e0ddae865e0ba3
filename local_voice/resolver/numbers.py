"""Spoken numbers: "twenty five", "one and a half", "1.5", "a couple of"."""

import re
from collections.abc import Sequence
from fractions import Fraction

_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_FIGURE = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?|[0-9]{1,2}/[1-9][0-9]?")
_PART = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "quarters": Fraction(1, 4)}
_LOOSE = {"couple": Fraction(2), "few": Fraction(3), "dozen": Fraction(12)}

Number = tuple[Fraction, int]
"""A number and the index of the word after it."""


def number_at(words: Sequence[str], start: int) -> Number | None:
    """The number that begins at `start`; "a" counts as one only before a half, couple and such."""
    whole = _digits(words, start) or _below_hundred(words, start)
    if whole is None and list(words[start : start + 2]) == ["a", "hundred"]:
        whole = Fraction(1), start + 1
    if whole is None:
        return _loose(words, start)
    value, end = whole
    if _word(words, end) == "hundred":
        value, end = value * 100, end + 1
        rest = _below_hundred(words, end + (_word(words, end) == "and"))
        if rest:
            value, end = value + rest[0], rest[1]
    if _word(words, end) == "point":
        return _decimals(words, value, end + 1) or (value, end)
    if _word(words, end) in _PART:  # "three quarters"
        return value * _PART[words[end]], end + 1 + (_word(words, end + 1) == "of")
    part = part_after(words, end)
    return (value + part[0], part[1]) if part else (value, end)


def part_after(words: Sequence[str], start: int) -> Number | None:
    """The fraction in "... and a half", "... and three quarters" whose "and" is at `start`."""
    if _word(words, start) != "and":
        return None
    count = {"a": 1, "one": 1, "three": 3}.get(_word(words, start + 1))
    part = _PART.get(_word(words, start + 1 + (count is not None)))
    if part is None:
        return None
    return part * (count or 1), start + 2 + (count is not None)


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


def _below_hundred(words: Sequence[str], start: int) -> Number | None:
    first = _word(words, start)
    if first in _TENS:
        ones = _ONES.get(_word(words, start + 1), 0)
        return Fraction(_TENS[first] + (ones if ones < 10 else 0)), start + 1 + (0 < ones < 10)  # noqa: PLR2004 - a digit
    return (Fraction(_ONES[first]), start + 1) if first in _ONES else None


def _decimals(words: Sequence[str], whole: Fraction, start: int) -> Number | None:
    digits, end = "", start
    while _ONES.get(_word(words, end), 10) < 10:  # noqa: PLR2004 - a digit
        digits, end = f"{digits}{_ONES[words[end]]}", end + 1
    return (whole + Fraction(f"0.{digits}"), end) if digits else None


def _loose(words: Sequence[str], start: int) -> Number | None:
    """Such as "half", "a quarter", "a couple of"."""
    at = start + (_word(words, start) == "a")
    word = _word(words, at)
    value = _PART.get(word) or _LOOSE.get(word)
    return (value, at + 1 + (_word(words, at + 1) == "of")) if value else None
