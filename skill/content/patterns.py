"""A small pattern language over words, in which the content says how a sign is put in words.

`(a|b)` one of; `[a|b]` perhaps, `[a|b]*` up to six of them; `<name>` a group and `<name>*` up to
six of it; `word*` any ending; `!(a|b)` not followed by; `...` up to four words of any kind, as few
as will do; `...*` all the words that follow, up to twelve.
`a + b + c` finds all its parts, in any order, within `FAR` words, and `a ~ b ~ c` within `NEAR`.

A pattern is read into regular expressions over an utterance as text, each word followed by a space.
They are compiled at their first use: of some hundred patterns an utterance needs few.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

FAR = 16
NEAR = 10
"""The most words from the first to the last that the parts of one pattern match."""

_WINDOWS = {"+": FAR, "~": NEAR}
_PIECE = re.compile(r"<\w+>\*?|!\(|\.\.\.\*?|\]\*?|[()\[|+~]|[\w']+\*?|\S")
_COMMON = frozenset({
    "i", "my", "me", "he", "she", "it", "a", "the", "is", "am", "have", "back", "pain", "hurt*",
    "not", "do", "can", "to", "and", "of", "in", "on",
})  # fmt: skip
"""Words of so many utterances that to look for them rules nothing out."""

Words = frozenset[str]
"""Words; with an asterisk at its end the beginning of words."""


class PatternError(ValueError):
    """A pattern that cannot be read; the message quotes it."""


class Part(NamedTuple):
    """A regular expression, and sets of words of which each match has one word each."""

    regex: str
    needs: tuple[Words, ...] = ()


class Pattern(NamedTuple):
    """Regular expressions that must all match, within `window` words; `needs` as in `Part`.

    What is rarest comes first in `needs`.
    """

    parts: tuple[str, ...]
    needs: tuple[Words, ...]
    window: int


class Span(NamedTuple):
    """What was found in `words[start:end]`."""

    start: int
    end: int


def read_groups(texts: Mapping[str, str]) -> dict[str, Part]:
    """The groups that patterns may name; each may name those before it."""
    groups: dict[str, Part] = {}
    for name, text in texts.items():
        parts, _window = _parts(text, groups)
        if len(parts) > 1:
            raise PatternError(f"{text!r}: a group is one part, without + or ~")
        groups[name] = parts[0]
    return groups


def read_pattern(text: str, groups: Mapping[str, Part]) -> Pattern:
    """Raises `PatternError` for bad syntax, and for a group that is not in `groups`."""
    parts, window = _parts(text, groups)
    needs = {words for part in parts for words in part.needs}
    if not needs:
        raise PatternError(f"{text!r}: would match anything: name a word")
    needs_sorted = tuple(sorted(needs, key=_commonness))
    return Pattern(tuple(part.regex for part in parts), needs_sorted, window)


def as_text(words: Iterable[str]) -> str:
    """An utterance as the regular expressions read it."""
    return "".join(f"{word} " for word in words)


def spans(pattern: Pattern, text: str) -> Iterator[Span]:
    """Where all parts stand near each other: at most one span for each place of the first part."""
    first, *others = (list(_places(part, text)) for part in pattern.parts)
    for place in first:
        reach = place
        for places in others:
            wider = (Span(min(reach.start, p.start), max(reach.end, p.end)) for p in places)
            reach = min(wider, key=_length, default=Span(0, FAR + 1))
        if _length(reach) <= pattern.window or not others:
            yield reach


def _length(span: Span) -> int:
    return span.end - span.start


def _places(regex: str, text: str) -> Iterator[Span]:
    for match in _compiled(regex).finditer(text):
        start = text.count(" ", 0, match.start())
        yield Span(start, start + match[0].count(" "))


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{regex})")


def _commonness(needs: Words) -> tuple[bool, int, str]:
    return not _COMMON.isdisjoint(needs), len(needs), min(needs)


def _parts(text: str, groups: Mapping[str, Part]) -> tuple[list[Part], int]:
    """The parts, and within how many words they stand."""
    pieces = iter(_PIECE.findall(text))
    first, joint = _alternatives(text, pieces, groups)
    parts, closing = [first], joint
    while closing in _WINDOWS:
        if closing != joint:
            raise PatternError(f"{text!r}: + and ~ do not stand in one pattern")
        part, closing = _alternatives(text, pieces, groups)
        parts.append(part)
    if closing:
        raise PatternError(f"{text!r}: {closing!r} closes nothing")
    return parts, _WINDOWS.get(joint, FAR)


def _alternatives(text: str, pieces: Iterator[str], groups: Mapping[str, Part]) -> tuple[Part, str]:
    """What stands up to the closing bracket or the next +, and that bracket, + or ~."""
    branches: list[list[Part]] = [[]]
    closing = ""
    for piece in pieces:
        if piece == "|":
            branches.append([])
        elif piece in (")", "]", "]*", *_WINDOWS):
            closing = piece
            break
        else:
            branches[-1].append(_element(text, piece, pieces, groups))
    regex = "|".join("".join(part.regex for part in branch) for branch in branches)
    needs = [tuple(words for part in branch for words in part.needs) for branch in branches]
    if len(branches) == 1:
        return Part(regex, needs[0]), closing
    one_of = frozenset[str]().union(*(min(n, key=_commonness) for n in needs if n))
    return Part(f"(?:{regex})", (one_of,) if all(needs) else ()), closing


def _element(text: str, piece: str, pieces: Iterator[str], groups: Mapping[str, Part]) -> Part:
    if piece.startswith("<"):
        name = piece.strip("<>*")
        if name not in groups:
            raise PatternError(f"{text!r}: no group is called {name!r}")
        group = groups[name]
        return Part(f"(?:{group.regex}){{0,6}}") if piece.endswith("*") else group
    if piece.startswith("..."):
        return Part(r"(?:\S+ ){0,12}" if piece.endswith("*") else r"(?:\S+ ){0,4}?")
    if piece in ("(", "[", "!("):
        inner, closing = _alternatives(text, pieces, groups)
        regex = {
            "()": f"(?:{inner.regex})",
            "[]": f"(?:{inner.regex})?",
            "[]*": f"(?:{inner.regex}){{0,6}}",
            "!()": f"(?!{inner.regex})",
        }.get(piece + closing)
        if regex is None:
            raise PatternError(f"{text!r}: {piece!r} is never closed")
        return Part(regex, inner.needs if piece == "(" else ())
    if not piece[0].isalnum():
        raise PatternError(f"{text!r}: {piece!r} is neither a word nor a sign of the language")
    return Part(rf"{piece[:-1]}\S* " if piece.endswith("*") else f"{piece} ", (frozenset({piece}),))
