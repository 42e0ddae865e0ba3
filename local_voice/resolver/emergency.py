"""Emergency signs: patterns from the lexicon, looked for anywhere in an utterance."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from local_voice.resolver.patterns import Matcher, Said, pattern


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
        groups: dict[str, Matcher] = {}
        for name, text in table["groups"].items():
            groups[name] = pattern(text, groups)
        self._harmless = [pattern(text, groups) for text in table["harmless"]]
        self._signs = [
            (sign["id"], frozenset(sign["about"]), [pattern(p, groups) for p in sign["patterns"]])
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
        said = self._without_harmless(Said(words))
        for identity, about, patterns in self._signs:
            if about.isdisjoint(present):
                continue
            for matcher in patterns:
                for start in range(len(said)):
                    if ends := matcher(said, start):
                        return Sign(identity, " ".join(said[start : max(ends)]))
        return None

    def _without_harmless(self, said: Said) -> Said:
        left = list(said)
        for matcher in self._harmless:
            for start in range(len(said)):
                if ends := matcher(said, start):
                    left[start : max(ends)] = [""] * (max(ends) - start)
        return Said(left)
