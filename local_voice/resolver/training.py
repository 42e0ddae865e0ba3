"""Softmax regression over sparse features, in plain Python: seconds for ten thousand lines."""

import random
from collections.abc import Sequence
from math import exp, sqrt
from operator import itemgetter

_EPOCHS = 7
_RATE = 2.0
_SURE = 0.95
_NEGLIGIBLE = 0.005

Weights = list[list[float]]
"""For each feature the weight of each label."""


def train(
    lines: Sequence[Sequence[int]], labels: Sequence[int], emphasis: Sequence[float]
) -> Weights:
    """Weights that tell `labels` from the numbered features of each of `lines`.

    `emphasis` says how much each label's lines count.

    Stochastic gradient descent; a line already known for sure is looked at every third epoch only.
    """
    features = 1 + max((max(line) for line in lines if line), default=-1)
    weights = [[0.0] * (1 + max(labels)) for _ in range(features)]
    order = list(range(len(lines)))
    shuffler = random.Random(1)  # noqa: S311 - the same weights each time, no secret
    unsure = set(order)
    for epoch in range(_EPOCHS):
        rate = _RATE * (1 - 0.9 * epoch / _EPOCHS)
        shuffler.shuffle(order)
        for line in order:
            if line in unsure or epoch % 3 == 0:
                sure = _step(weights, lines[line], labels[line], rate * emphasis[labels[line]])
                (unsure.discard if sure >= _SURE else unsure.add)(line)
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
