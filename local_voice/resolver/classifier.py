"""Softmax regression with sparse weights: which label, and how sure."""

from collections.abc import Iterable, Mapping, Sequence
from math import exp, sqrt

STRANGER = ""
"""The label of sentences that are for somebody else."""

_SCALE = 100  # weights are kept as whole numbers, this many to one
_LEAST = 20  # smaller ones change no answer: leaving them out halves the file


class Classifier:
    """`weights` maps a feature to label, weight, label, weight, and so on."""

    def __init__(self, labels: Sequence[str], weights: Mapping[str, Sequence[int]]) -> None:
        self._labels = labels
        self._weights = weights

    def ranked(self, features: Iterable[str]) -> list[tuple[float, str]]:
        """Every label with its probability, likeliest first."""
        scores = [0] * len(self._labels)
        size = 0
        for feature in features:
            size += 1
            entry = self._weights.get(feature, ())
            for at in range(0, len(entry), 2):
                scores[entry[at]] += entry[at + 1]
        length = 1 / (_SCALE * sqrt(size or 1))
        best = max(scores)
        likely = [exp(length * (score - best)) for score in scores]
        total = sum(likely)
        return sorted(
            ((p / total, label) for p, label in zip(likely, self._labels, strict=True)),
            reverse=True,
        )

    def knows(self, word: str, label: str) -> bool:
        """Whether this stem speaks for `label` at all."""
        entry = self._weights.get(f"w {word}", ())
        number = self._labels.index(label)
        return any(entry[at] == number and entry[at + 1] > 0 for at in range(0, len(entry), 2))


def sparse(rows: Sequence[Sequence[float]], names: Sequence[str]) -> dict[str, list[int]]:
    """The weights worth keeping of each named feature."""
    kept: dict[str, list[int]] = {}
    for name, row in zip(names, rows, strict=True):
        entry: list[int] = []
        for label, weight in enumerate(row):
            if abs(whole := round(weight * _SCALE)) >= _LEAST:
                entry += (label, whole)
        if entry:
            kept[name] = entry
    return kept
