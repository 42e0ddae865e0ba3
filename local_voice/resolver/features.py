"""What the classifier sees of an utterance: stems, their pairs, concepts, and how strange it is."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from local_voice.resolver.words import stem, words_of

_UNSAID = frozenset(("a", "the", "my", "your", "of"))
_MOST_STRANGE = 3


class Seen(NamedTuple):
    """`features` of an utterance, and the stems of `content` that no concept accounts for.

    `adrift`: nothing in it belongs to the domain; `away`: something belongs to another.
    """

    features: list[str]
    content: list[str]
    adrift: bool
    away: bool


class Tagger:
    """Finds the concepts in an utterance. `phrases` maps stemmed phrases to their concepts."""

    def __init__(
        self,
        phrases: Mapping[str, Sequence[str]],
        plain: Iterable[str],
        anchors: Iterable[str],
        elsewhere: Iterable[str],
        home: Iterable[str],
    ) -> None:
        self._phrases = phrases
        self._plain = frozenset(plain)
        self._anchors = frozenset(anchors)
        self._elsewhere = frozenset(elsewhere)
        self._home = frozenset(home)
        self._longest: dict[str, int] = {}
        for phrase in phrases:
            first, size = phrase.partition(" ")[0], phrase.count(" ") + 1
            self._longest[first] = max(size, self._longest.get(first, 0))

    def see(self, stems: Sequence[str], durations: Iterable[tuple[int, int]]) -> Seen:
        """What there is in `stems`; each of `durations` is where one begins and ends."""
        names: dict[int, tuple[int, str]] = {}  # where the longest concept begins, ends, its name
        tags: set[str] = set()
        named: set[int] = set()
        for start, first in enumerate(stems):
            for size in range(1, min(self._longest.get(first, 0), len(stems) - start) + 1):
                found = self._phrases.get(" ".join(stems[start : start + size]))
                if found:
                    tags.update(found)
                    names[start] = (start + size, f"<{found[0]}>")
                    named.update(range(start, start + size))
        for start, end in durations:
            tags.add("duration given")
            names[start] = (end, "<duration given>")
            named.update(range(start, end))
        features = [f"w {word}" for word in dict.fromkeys(map(_no_digits, stems))]
        features += [f"p {a}+{b}" for a, b in combinations(sorted(tags), 2)]
        features += _pairs(_skeleton(stems, names))
        adrift = tags.isdisjoint(self._anchors)
        away = tags.isdisjoint(self._home) and not tags.isdisjoint(self._elsewhere)
        content = [
            word
            for at, word in enumerate(stems)
            if at not in named and word not in self._plain and not word.isdigit()
        ]
        return Seen(features, content, adrift, away)


def strangeness(seen: Seen, unknown: int) -> list[str]:
    """Features that say how many of the content words are `unknown` to the model's samples."""
    count = min(unknown, _MOST_STRANGE)
    adrift = "adrift" if seen.adrift else "anchored"
    known = min(len(seen.content) - unknown, _MOST_STRANGE)
    return [f"g unknown {count}", f"g unknown {count} {adrift}", f"g known {known} {adrift}"]


def stemmed(text: str) -> str:
    """A phrase as the keys of `Tagger` have it."""
    return " ".join(map(stem, words_of(text)))


def _pairs(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(f"s {a}_{b}" for a, b in pairwise(["^", *words, "$"])))


def _skeleton(stems: Sequence[str], names: Mapping[int, tuple[int, str]]) -> list[str]:
    """The sentence with concepts in place of the words that name them."""
    skeleton: list[str] = []
    at = 0
    while at < len(stems):
        end, word = names.get(at, (at + 1, stems[at]))
        if word not in _UNSAID:
            skeleton.append(word)
        at = end
    return skeleton


def _no_digits(word: str) -> str:
    return "#" if word[0].isdigit() else word
