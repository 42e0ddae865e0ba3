"""How likely words follow each other in what people may say: a trigram, asked letter by letter.

A recogniser puts words together from pieces, so what counts is how likely a word begins as it does.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from local_voice.listener.sentences import Sentence

END = "</s>"
"""Stands for the word after the last one."""

_START = ("<s>", "<s>")
_ANY_WORD, _ANY_LETTER = (
    0.02,
    1 / 14,
)  # the share of a word that no sentence has, and of its letters
_RARELY_NEW = 0.05  # how much less than after a word something new is expected of no word at all

Before = tuple[str, ...]
"""The two words that stand before, or the last of them, or none."""


class Trigram:
    """What is seen seldom after two words counts as likely as after one of them, and so on.

    That is the interpolation of Witten and Bell (1991).
    """

    start: Before = _START

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        counts: list[defaultdict[Before, Counter[str]]] = [defaultdict(Counter) for _ in range(3)]
        for sentence in sentences:
            words = (*_START, *sentence, END)
            for at in range(2, len(words)):
                for size, seen in enumerate(counts):
                    seen[words[at - size : at]][words[at]] += 1
        self._counts: dict[Before, Counter[str]] = {k: v for one in counts for k, v in one.items()}
        self._beginnings: dict[Before, dict[str, float]] = {}
        self._shares: dict[tuple[Before, str], float] = {}

    def share(self, before: Before, beginning: str) -> float:
        """How likely the next word begins like that; `beginning` ends in a space for all of it."""
        known = self._shares.get((before, beginning))
        if known is not None:
            return known
        share = _ANY_WORD * _ANY_LETTER ** len(beginning)
        for size in range(3):
            after = before[2 - size :]
            seen = self._counts.get(after)
            if seen is None:
                break
            new = len(seen) if size else len(seen) * _RARELY_NEW
            trust = seen.total() / (seen.total() + new)
            share = trust * self._beginnings_after(after).get(beginning, 0.0) + (1 - trust) * share
        self._shares[before, beginning] = share
        return share

    def _beginnings_after(self, after: Before) -> dict[str, float]:
        """The share of every beginning of the words seen after these."""
        if after not in self._beginnings:
            shares: defaultdict[str, float] = defaultdict(float)
            seen = self._counts[after]
            for word, count in seen.items():
                whole = f"{word} "
                for size in range(1, len(whole) + 1):
                    shares[whole[:size]] += count / seen.total()
            self._beginnings[after] = dict(shares)
        return self._beginnings[after]
