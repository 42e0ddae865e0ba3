"""Softmax regression over sparse features, in plain Python: which label, and how sure."""

import random
from collections.abc import Iterable, Mapping, Sequence
from math import exp, sqrt
from operator import itemgetter

_SCALE = 100  # weights are kept as whole numbers, this many to one
_LEAST = 20  # smaller ones change no answer: leaving them out halves the file
_EPOCHS = 6
_RATE = 3.0
_SURE = 0.95
_NEGLIGIBLE = 0.01

Weights = list[list[float]]
"""For each feature the weight of each label."""


class Classifier:
    """`subjects` names what each label is a side of.

    `weights` maps a feature to label, weight, label, weight, and so on.
    """

    def __init__(
        self,
        labels: Sequence[str],
        subjects: Mapping[str, str],
        weights: Mapping[str, Sequence[int]],
    ) -> None:
        self._labels = labels
        self._subjects = subjects
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

    def likeness(self, ranked: Iterable[tuple[float, str]], label: str) -> float:
        """That of all sides of the label's subject: they share what speaks for it."""
        subject = self._subjects.get(label)
        return sum(likely for likely, other in ranked if self._subjects[other] == subject)

    def knows(self, word: str, label: str) -> bool:
        """Whether this stem speaks for `label` at all."""
        entry = self._weights.get(f"w {word}", ())
        number = self._labels.index(label)
        return any(entry[at] == number and entry[at + 1] > 0 for at in range(0, len(entry), 2))


def train(
    lines: Sequence[Sequence[int]], labels: Sequence[int], emphasis: Sequence[float]
) -> Weights:
    """Weights that tell `labels` from the numbered features of each of `lines`.

    `emphasis` says how much each label's lines count.

    Stochastic gradient descent, whose steps shrink to nothing, so that no line counts for coming
    last; one already known for sure is looked at every third epoch only.
    """
    features = 1 + max((max(line) for line in lines if line), default=-1)
    weights = [[0.0] * (1 + max(labels)) for _ in range(features)]
    order = list(range(len(lines)))
    shuffler = random.Random(1)  # noqa: S311 - the same weights each time, no secret
    unsure = set(order)
    for epoch in range(_EPOCHS):
        shuffler.shuffle(order)
        for number, line in enumerate(order):
            rate = _RATE * (1 - (epoch + number / len(order)) / _EPOCHS)
            if line in unsure or epoch % 3 == 0:
                likely = _step(weights, lines[line], labels[line], rate * emphasis[labels[line]])
                if likely >= _SURE:
                    unsure.discard(line)
                else:
                    unsure.add(line)
    return weights


def _step(weights: Weights, line: Sequence[int], label: int, rate: float) -> float:
    """Move `weights` towards `label` for this line; how likely it was before."""
    rows = itemgetter(*line)(weights) if len(line) > 1 else (weights[line[0]],)
    length = 1 / sqrt(len(line))
    scores = [exp(length * sum(column)) for column in zip(*rows, strict=True)]
    total = sum(scores)
    likely = scores[label] / total
    if likely > _SURE:
        return likely
    step = rate * length / total
    push = [
        (at, step * s) for at, s in enumerate(scores) if s > _NEGLIGIBLE * total and at != label
    ]
    push.append((label, step * (scores[label] - total)))
    for row in rows:
        for at, change in push:
            row[at] -= change
    return likely


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
