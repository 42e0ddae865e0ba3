"""A small pattern language over words, for the lexicon.

`(a|b)` one of; `[a|b]` perhaps; `<name>` a group and `<name>*` up to six of it; `word*` any ending;
`!(a|b)` not followed by. Own matcher instead of `re`: the groups are long lists of words, which
`re` takes 60 ms to compile and this 3 ms.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


class Said(list[str]):
    """The words of one utterance, and what each group matched where: groups are asked for often."""

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__(words)
        self.matched: dict[tuple[str, int], frozenset[int]] = {}


Matcher = Callable[[Said, int], frozenset[int]]
"""Gives every index at which a match that begins at the given index may end."""

_TOKEN = re.compile(r"<\w+>\*?|!\(|[()\[\]|]|[\w./]+\*?|\S")
_NOWHERE: frozenset[int] = frozenset()


class PatternError(ValueError):
    """A pattern that cannot be read; the message quotes it."""


class _UnclosedError(Exception):
    """A bracket, given as the argument, without its partner."""


def pattern(text: str, groups: Mapping[str, Matcher]) -> Matcher:
    """The matcher for `text`; raises `PatternError` on bad syntax or a group not in `groups`."""
    tokens = iter(_TOKEN.findall(text))
    try:
        matcher, closing = _alternatives(tokens, groups)
    except KeyError as error:
        raise PatternError(f"{text!r}: no group is called {error}") from error
    except _UnclosedError as error:
        raise PatternError(f"{text!r}: {error.args[0]!r} is never closed") from error
    if closing:
        raise PatternError(f"{text!r}: {closing!r} closes nothing")
    return matcher


def _alternatives(tokens: Iterator[str], groups: Mapping[str, Matcher]) -> tuple[Matcher, str]:
    """What stands up to the closing bracket, and that bracket."""
    branches: list[list[Matcher | str]] = [[]]
    closing = ""
    for piece in tokens:
        if piece == "|":
            branches.append([])
        elif piece in (")", "]"):
            closing = piece
            break
        else:
            branches[-1].append(_element(piece, tokens, groups))
    plain = [branch[0] for branch in branches if len(branch) == 1 and isinstance(branch[0], str)]
    longer = [
        _sequence([_one_of([part]) if isinstance(part, str) else part for part in branch])
        for branch in branches
        if len(branch) != 1 or not isinstance(branch[0], str)
    ]
    words = [_one_of([word for word in plain if isinstance(word, str)])] if plain else []
    return _any(words + longer), closing


def _element(piece: str, tokens: Iterator[str], groups: Mapping[str, Matcher]) -> Matcher | str:
    if piece.startswith("<"):
        group = _remembered(piece.strip("<>*"), groups)
        return _repeated(group) if piece.endswith("*") else group
    if piece not in ("(", "[", "!("):
        return piece
    inner, closing = _alternatives(tokens, groups)
    if closing != ("]" if piece == "[" else ")"):
        raise _UnclosedError(piece)
    return {"(": inner, "[": _perhaps(inner), "!(": _not_followed(inner)}[piece]


def _remembered(name: str, groups: Mapping[str, Matcher]) -> Matcher:
    group = groups[name]

    def match(said: Said, at: int) -> frozenset[int]:
        ends = said.matched.get((name, at))
        if ends is None:
            ends = said.matched[name, at] = group(said, at)
        return ends

    return match


def _one_of(words: Sequence[str]) -> Matcher:
    whole = frozenset(word for word in words if not word.endswith("*"))
    beginnings = tuple(word[:-1] for word in words if word.endswith("*"))

    def match(said: Said, at: int) -> frozenset[int]:
        if at < len(said) and (said[at] in whole or said[at].startswith(beginnings)):
            return frozenset((at + 1,))
        return _NOWHERE

    return match


def _sequence(parts: Sequence[Matcher]) -> Matcher:
    first, *others = parts
    if not others:
        return first

    def match(said: Said, at: int) -> frozenset[int]:
        ends = first(said, at)
        for part in others:
            if not ends:
                break
            ends = _all_ends(part, said, ends)
        return ends

    return match


def _all_ends(part: Matcher, said: Said, starts: frozenset[int]) -> frozenset[int]:
    if len(starts) == 1:
        (start,) = starts
        return part(said, start)
    return frozenset().union(*[part(said, start) for start in starts])


def _any(branches: Sequence[Matcher]) -> Matcher:
    if len(branches) == 1:
        return branches[0]

    def match(said: Said, at: int) -> frozenset[int]:
        ends = _NOWHERE
        for branch in branches:
            ends |= branch(said, at)
        return ends

    return match


def _perhaps(inner: Matcher) -> Matcher:
    return lambda said, at: inner(said, at) | {at}


def _not_followed(inner: Matcher) -> Matcher:
    return lambda said, at: _NOWHERE if inner(said, at) else frozenset((at,))


def _repeated(inner: Matcher) -> Matcher:
    def match(said: Said, at: int) -> frozenset[int]:
        reached = newest = frozenset((at,))
        for _ in range(6):
            newest = _all_ends(inner, said, newest) - reached
            if not newest:
                break
            reached |= newest
        return reached

    return match
