"""Emergency signs: patterns from the lexicon, looked for anywhere in an utterance.

In a pattern, `(a|b)` is one of, `[a|b]` perhaps, `<name>` a group and `<name>*` up to six of it,
`word*` any ending, `!(a|b)` not followed by. Of several that fit, the first counts: write "bum
cheeks" before "bum".
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

_TOKEN = re.compile(r"<(?P<group>\w+)>(?P<more>\*?)|(?P<word>[\w./]+)(?P<ending>\*?)|!\(|\S|\s+")
_BRACKETS = {"(": "(?:", "[": "(?:", "]": ")?", "!(": "(?!", " ": ""}
_compiled = cache(re.compile)  # only when it is looked for: all of them take 40 ms


class Sign(NamedTuple):
    """An emergency sign that was said: its id, and the words that said it."""

    id: str
    said: str


class EmergencySigns:
    """The signs of one domain's `emergency` table in the lexicon.

    `groups` may use groups defined before them. `about` lists words of which a sign needs one, so
    that an ordinary question is passed over at once.
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        groups: dict[str, str] = {}
        for name, text in table["groups"].items():
            groups[name] = _expression(text, groups)
        self._harmless = [_expression(text, groups) for text in table["harmless"]]
        self._signs = [
            (
                sign["id"],
                frozenset(sign["about"]),
                [_expression(p, groups) for p in sign["patterns"]],
            )
            for sign in table["signs"]
        ]
        self._about = frozenset().union(*(about for _, about, _ in self._signs))
        self._longest = max(map(len, self._about))

    def find(self, words: Sequence[str]) -> Sign | None:
        """The first sign of the table that `words` name, with plain denials taken out."""
        present = self._about.intersection(
            word[:size] for word in words for size in range(2, self._longest + 1)
        )
        if not present:
            return None
        said = self._without_harmless("".join(f"{word} " for word in words))
        for identity, about, patterns in self._signs:
            if about.isdisjoint(present):
                continue
            for pattern in patterns:
                if found := _compiled(rf"(?<!\S){pattern}").search(said):
                    return Sign(identity, found[0].rstrip())
        return None

    def _without_harmless(self, said: str) -> str:
        left = said
        for pattern in self._harmless:
            for found in _compiled(rf"(?<!\S)(?=({pattern}))").finditer(said):  # they may overlap
                start, end = found.span(1)
                left = left[:start] + " " * (end - start) + left[end:]
        return left


def _expression(pattern: str, groups: Mapping[str, str]) -> str:
    """The regular expression of a pattern, over words that each end in a space."""

    def translated(token: re.Match[str]) -> str:
        if token["group"]:
            return groups[token["group"]] + ("{0,6}" if token["more"] else "")
        if token["word"]:
            return re.escape(token["word"]) + (r"\S* " if token["ending"] else " ")
        return _BRACKETS.get(token[0], token[0])

    return f"(?:{_TOKEN.sub(translated, pattern)})"
