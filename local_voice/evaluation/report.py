"""What an evaluation found: accuracy with its interval, topics, confusions and latency."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from time import perf_counter

from local_voice.evaluation.questions import Question
from local_voice.model import FALLBACK
from local_voice.resolver import NotUnderstood, Resolver
from local_voice.resolver.understanding import Understanding
from skill.handlers.signs import ANYTHING


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question, the intent meant, the intent found (the one meant where it counts as that).

    `score` of what was found, from 0 to 1, 0 where nothing was; `runner_up` is the likeliest other
    intent, with its likeness from 0 to 1.
    """

    text: str
    meant: str
    found: str
    seconds: float
    score: float
    runner_up: tuple[str, float]

    @property
    def right(self) -> bool:
        return self.meant == self.found


@dataclass(frozen=True, slots=True)
class Share:
    """`right` out of `total`."""

    right: int
    total: int

    @property
    def rate(self) -> float:
        """From 0 to 1; 1 of nothing, since nothing went wrong."""
        return self.right / self.total if self.total else 1.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % score interval."""
        if not self.total:
            return 0.0, 1.0
        z, n = 1.959964, self.total
        middle = (self.rate + z * z / (2 * n)) / (1 + z * z / n)
        spread = z * sqrt(self.rate * (1 - self.rate) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - spread), min(1.0, middle + spread)

    def __str__(self) -> str:
        low, high = self.interval
        rate = f"{self.rate:.1%} ({self.right} of {self.total})"
        return f"{rate}, 95 % interval {low:.1%} to {high:.1%}"


@dataclass(frozen=True, slots=True)
class Report:
    outcomes: tuple[Outcome, ...]

    @property
    def in_scope(self) -> Share:
        """Questions in scope that reached their intent."""
        return _share([o for o in self.outcomes if o.meant != FALLBACK])

    @property
    def out_of_scope(self) -> Share:
        """Questions out of scope that were turned away."""
        return _share([o for o in self.outcomes if o.meant == FALLBACK])

    @property
    def intents(self) -> list[str]:
        """Every intent meant or found, in order of its name."""
        return sorted({o.meant for o in self.outcomes} | {o.found for o in self.outcomes})

    def recall(self, intent: str) -> Share:
        """Of the questions that mean `intent`, those that reached it."""
        return _share([o for o in self.outcomes if o.meant == intent])

    def precision(self, intent: str) -> Share:
        """Of the questions that reached `intent`, those that mean it."""
        return _share([o for o in self.outcomes if o.found == intent])

    def milliseconds(self, percentile: int) -> float:
        """How long a question took at most, in `percentile` of a hundred."""
        times = sorted(o.seconds for o in self.outcomes)
        return 1000 * times[min(len(times) - 1, len(times) * percentile // 100)] if times else 0.0

    def reaches(self, least: float) -> bool:
        """Whether both shares are at least `least` (0 to 1)."""
        return self.in_scope.rate >= least and self.out_of_scope.rate >= least


def evaluate(resolver: Resolver | Understanding, questions: Sequence[Question]) -> Report:
    for question in questions:  # what is made once, at the first need, is no question's own time
        resolver.resolve(question.text)
    return Report(tuple(_outcome(resolver, question) for question in questions))


def _outcome(resolver: Resolver | Understanding, question: Question) -> Outcome:
    start = perf_counter()
    answer = resolver.resolve(question.text)
    seconds = perf_counter() - start
    found = FALLBACK if isinstance(answer, NotUnderstood) else answer.intent
    found = FALLBACK if found in ANYTHING else found
    others = (pair for pair in resolver.ranking(question.text) if pair[0] != found)
    meant = question.intents[0]
    return Outcome(
        question.text,
        meant,
        meant if found in question.intents else found,
        seconds,
        0.0 if found == FALLBACK else answer.score,
        next(others, (FALLBACK, 0.0)),
    )


def _share(outcomes: Sequence[Outcome]) -> Share:
    return Share(sum(o.right for o in outcomes), len(outcomes))


def render(report: Report) -> str:
    """The report as text for a terminal."""
    lines = [
        f"In scope:     {report.in_scope}",
        f"Out of scope: {report.out_of_scope} turned away",
        f"Latency:      p50 {report.milliseconds(50):.2f} ms, p99 {report.milliseconds(99):.2f} ms",
        "",
        f"{'intent':32} {'precision':>9} {'recall':>9} {'lines':>6}",
    ]
    for intent in report.intents:
        precision, recall = report.precision(intent), report.recall(intent)
        figures = [f"{share.rate:.1%}" if share.total else "-" for share in (precision, recall)]
        lines.append(f"{intent:32} {figures[0]:>9} {figures[1]:>9} {recall.total:>6}")
    return "\n".join([*lines, "", *_confusions(report)])


def _confusions(report: Report) -> list[str]:
    texts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for outcome in report.outcomes:
        if not outcome.right:
            texts[outcome.meant, outcome.found].append(outcome.text)
    if not texts:
        return ["No confusions."]
    counts = Counter({pair: len(found) for pair, found in texts.items()})
    lines = ["Confusions, meant -> found:"]
    for (meant, found), count in counts.most_common():
        lines.append(f"{count:4} {meant} -> {found}")
        lines += [f"       {text}" for text in texts[meant, found]]
    return lines
