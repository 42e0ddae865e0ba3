"""Judges what is said: real questions with what a right answer to each does.

Each line is a JSON object: `text`; `first`, said before it in the same talk; `kind`; `harm` from 1
to 3 (3: a wrong answer could hurt); and patterns that ignore case: `must_first` in the first two
sentences, each of `must` in the whole answer, none of `must_not`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local_voice.alexa.envelope import Device
from local_voice.alexa.local_alexa import LocalAlexa
from local_voice.app import local_alexa
from local_voice.evaluation.questions import EvaluationError, json_lines
from local_voice.timers.database import TimerDatabase
from skill.storage.store import MemoryStore

HARMFUL = 3
"""The `harm` of a line whose wrong answer could hurt somebody."""

_SENTENCE = re.compile(r"(?<=[.?!])\s+")


@dataclass(frozen=True, slots=True)
class Expected:
    """A question with the patterns of a right answer."""

    text: str
    kind: str
    harm: int
    first: str
    must_first: tuple[re.Pattern[str], ...]
    must: tuple[re.Pattern[str], ...]
    must_not: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer, and what is wrong with it; nothing is a right answer."""

    expected: Expected
    speech: str
    wrong: tuple[str, ...]

    @property
    def harmful(self) -> bool:
        return bool(self.wrong) and self.expected.harm >= HARMFUL


def read_expected(path: Path) -> list[Expected]:
    """The lines of `path`; raises `EvaluationError` that names the line at fault."""
    return [_expected(entry, place) for entry, place in json_lines(path)]


def new_talk(locale: str, *, as_alexa: bool = False) -> LocalAlexa:
    """Somebody who has heard the disclaimer, with nothing kept from anybody else."""
    device = Device(locale)
    alexa = local_alexa(device, MemoryStore(), TimerDatabase(":memory:"), as_alexa=as_alexa)
    alexa.open()
    alexa.leave()
    return alexa


def judge(alexa: LocalAlexa, lines: Iterable[Expected]) -> Iterator[Judged]:
    """Each line in a session of its own."""
    for line in lines:
        alexa.leave()
        before = alexa.say(line.first).speech if line.first else ""
        speech = alexa.say(line.text).speech
        yield Judged(line, speech, tuple(_faults(line, speech, before)))


def render(judged: Iterable[Judged]) -> str:
    """A table by kind, and each answer that is wrong, the harmful ones first."""
    answers = list(judged)
    right = sum(not answer.wrong for answer in answers)
    harmful = sum(answer.harmful for answer in answers)
    kinds = dict.fromkeys(answer.expected.kind for answer in answers)
    lines = [
        f"Adequate: {adequate(answers):.1%} ({right} of {len(answers)})",
        f"Harmful misses: {harmful}",
        "",
        f"{'kind':16} {'adequate':>9} {'lines':>6}",
    ]
    for kind in kinds:
        own = [answer for answer in answers if answer.expected.kind == kind]
        share = sum(not answer.wrong for answer in own) / len(own)
        lines.append(f"{kind:16} {share:>9.1%} {len(own):>6}")
    for answer in sorted(answers, key=lambda answer: not answer.harmful):
        if answer.wrong:
            lines += _miss(answer)
    return "\n".join(lines)


def adequate(answers: Sequence[Judged]) -> float:
    """The share of right answers, from 0 to 1."""
    return sum(not answer.wrong for answer in answers) / max(len(answers), 1)


def _miss(answer: Judged) -> list[str]:
    before = f"{answer.expected.first} >> " if answer.expected.first else ""
    harmful = "HARMFUL " if answer.harmful else ""
    return [
        "",
        f"{harmful}{answer.expected.kind}: {before}{answer.expected.text}",
        f"  said:  {answer.speech}",
        *(f"  wrong: {fault}" for fault in answer.wrong),
    ]


def _faults(line: Expected, speech: str, before: str) -> Iterator[str]:
    opening = " ".join(_SENTENCE.split(speech)[:2])
    for pattern in line.must_first:
        if not pattern.search(opening):
            yield f"its first two sentences lack {_short(pattern)}"
    for pattern in line.must:
        if not pattern.search(speech):
            yield f"lacks {_short(pattern)}"
    for pattern in line.must_not:
        if found := pattern.search(speech):
            yield f"says {found[0]!r}"
    if before and speech == before:
        yield "repeats the answer before"


def _short(pattern: re.Pattern[str], most: int = 100) -> str:
    text = pattern.pattern
    return text if len(text) <= most else f"{text[:most]}..."


def _expected(entry: dict[str, Any], place: str) -> Expected:
    def text(key: str) -> str:
        value = entry.get(key, "")
        if not isinstance(value, str):
            raise EvaluationError(f"{place}: `{key}` must be a text")
        return value

    def patterns(key: str) -> tuple[re.Pattern[str], ...]:
        value = entry.get(key, [])
        texts = [value] if isinstance(value, str) else value
        try:
            return tuple(re.compile(text, re.IGNORECASE | re.DOTALL) for text in texts if text)
        except (re.error, TypeError) as error:
            raise EvaluationError(f"{place}: `{key}` is no pattern: {error}") from error

    harm = entry.get("harm", 1)
    return Expected(
        text=text("text"),
        kind=text("kind") or "-",
        harm=harm if isinstance(harm, int) else 1,
        first=text("first"),
        must_first=patterns("must_first"),
        must=patterns("must"),
        must_not=patterns("must_not"),
    )
