"""What the classifier sees of an utterance: its stems, pairs of them, and pairs of concepts."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from skill.understanding.words import stem, words_of

_MOST_COUNTED = 3
_UNSAID = frozenset(("a", "the", "my", "your", "of"))


class Tagged(NamedTuple):
    """`features` of an utterance, its `concepts`, and the stems of `content` that have none.

    `in_scope`: it names a concept of the domain. `out_of_scope`: it names one of another domain,
    and no concept that overrides it.
    """

    features: list[str]
    content: list[str]
    concepts: set[str]
    in_scope: bool
    out_of_scope: bool


class Tagger:
    """Finds the concepts in an utterance. `phrases` maps stemmed phrases to their concepts."""

    def __init__(
        self,
        phrases: Mapping[str, Sequence[str]],
        plain: Iterable[str],
        in_scope: Iterable[str],
        out_of_scope: Iterable[str],
        overriding: Iterable[str],
    ) -> None:
        self._phrases = phrases
        self._plain = frozenset(plain)
        self._in_scope = frozenset(in_scope)
        self._out_of_scope = frozenset(out_of_scope)
        self._overriding = frozenset(overriding)
        self._longest: dict[str, int] = {}
        for phrase in phrases:
            first, size = phrase.partition(" ")[0], phrase.count(" ") + 1
            self._longest[first] = max(size, self._longest.get(first, 0))

    def tag(self, stems: Sequence[str], durations: Iterable[tuple[int, int]]) -> Tagged:
        """The features of `stems`; each of `durations` is where one begins and ends."""
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
        content = [
            word
            for at, word in enumerate(stems)
            if at not in named and word not in self._plain and not word.isdigit()
        ]
        in_scope = not tags.isdisjoint(self._in_scope)
        overridden = not tags.isdisjoint(self._overriding)
        out_of_scope = not overridden and not tags.isdisjoint(self._out_of_scope)
        return Tagged(features, content, tags, in_scope, out_of_scope)


def counts(tagged: Tagged, unknown: int) -> list[str]:
    """Features that say how many of the content words are `unknown` to the model's samples."""
    scope = "in scope" if tagged.in_scope else "no scope"
    known = min(len(tagged.content) - unknown, _MOST_COUNTED)
    unknown = min(unknown, _MOST_COUNTED)
    return [f"u {unknown}", f"u {unknown} {scope}", f"k {known} {scope}"]


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
