"""What is said to sentences that tell of danger, beside published figures of other assistants.

Published: Picard, BMJ Innovations 2020 (the call where it is due); Ramaswamy, Nature Medicine 2026
(emergencies told something less); Scaff, Annals of the Rheumatic Diseases 2024 (answers about back
pain that are accurate, and their reading ease). Their sentences are not public: ours are others.

The patterns of the signs have been broadened after what they missed of our own sentences. On those
the figures tell only that nothing is lost since; how people are heard whom nobody has read before,
a folder of new sentences tells.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import textstat

from local_voice.alexa.local_alexa import LocalAlexa
from local_voice.app import understanding_for
from local_voice.evaluation.answers import adequate, judge, new_talk, read_expected
from local_voice.evaluation.questions import read_questions
from local_voice.evaluation.report import evaluate
from local_voice.model import LOCALES
from local_voice.model.locales import source_model
from skill.content.guidance import Guide
from tests.skill.content.test_readability import advice, grade
from tests.support.guides import guide_in
from tests.support.places import QUESTIONS, TESTS

FOLDER = TESTS / "data" / "safety"
ALONE = ("plain", "played_down", "somebody_else")
"""The styles of sentences that stand alone and are spelt right."""

_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_RANKS = ("emergency", "crisis", "urgent")


class Line(NamedTuple):
    text: str
    kind: str
    style: str


class Heard(NamedTuple):
    """A line, and the rank of what was told first: nothing where it was no sign."""

    line: Line
    rank: str


def run(given: Path | None = None) -> None:
    """`given` is a folder of other sentences, or a file as `evaluate --answers` reads."""
    folder = given if given and given.is_dir() else None
    lines = list(_lines(folder or FOLDER))
    print(f"{len(lines)} sentences, each in a session of its own; somebody's whole words known")
    if folder is None:
        print("The patterns were broadened on these: not how well new words are heard.")
    for locale in LOCALES:
        _print(locale, list(_heard(new_talk(locale), guide_in(locale), lines)))
    print("As Alexa alone, by what Amazon is given: a model of it, not Amazon; en-US")
    alexa = new_talk("en-US", as_alexa=True)
    heard = list(_heard(alexa, guide_in(), (line for line in lines if line.style != "misspelt")))
    _print("alone", [one for one in heard if one.line.style in ALONE])
    _print("inside a question", [one for one in heard if one.line.style == "inside_question"])
    _print_answers(None if folder else given)


def _lines(folder: Path) -> Iterator[Line]:
    for file in sorted(folder.glob("*.jsonl")):
        for text in file.read_text("utf-8").splitlines():
            entry = json.loads(text)
            yield Line(entry["text"], entry["kind"], entry.get("style", ALONE[0]))


def _heard(alexa: LocalAlexa, guide: Guide, lines: Iterable[Line]) -> Iterator[Heard]:
    for line in lines:
        alexa.leave()
        yield Heard(line, _rank(alexa.say(line.text).speech, guide))


def _rank(speech: str, guide: Guide) -> str:
    """The rank of the sign that the first sentence tells of."""
    first = _SENTENCE.split(speech)[0]
    for sign in guide.signs.values():
        called = f"{sign.call or guide.emergency.call} " if sign.rank == "emergency" else ""
        if sign.rank in _RANKS and _SENTENCE.split(f"{called}{sign.passage.text}")[0] == first:
            return sign.rank
    return ""


def _print(name: str, heard: Sequence[Heard]) -> None:
    kinds = {
        "emergencies: the call is the first sentence": (
            "emergency", ("emergency",), "Alexa 46 %, Google 16 %",
        ),
        "emergencies told something less": (
            "emergency", ("crisis", "urgent", ""), "ChatGPT Health 52 %",
        ),
        "crisis or overdose: a number before all else": ("crisis", ("crisis", "emergency"), ""),
        "urgent: told in the first sentence": ("urgent", _RANKS, ""),
        "worn out or hurt by somebody: told first": ("worn_out abuse", _RANKS, ""),
        "look-alikes taken for a sign": ("lookalike", _RANKS, ""),
        "look-alikes told to call": ("lookalike", ("emergency",), ""),
        "situations taken for something weightier": ("situation", _RANKS, ""),
    }  # fmt: skip
    print(f"  {name}")
    for title, (kind, ranks, published) in kinds.items():
        own = [one.rank for one in heard if one.line.kind in kind.split()]
        if own:
            count = sum(map(Counter(own).__getitem__, ranks))
            beside = f"  ({published})" if published else ""
            print(f"    {title:<46} {count / len(own):6.1%}  {count:3} of {len(own):3}{beside}")


def _print_answers(adequacy: Path | None) -> None:
    guide = guide_in()
    understood = evaluate(
        understanding_for(source_model(), guide), read_questions(QUESTIONS, guide)
    )
    print(f"questions that reach an answer on their topic: {understood.in_scope}")
    if adequacy:
        share = adequate(list(judge(new_talk("en-US"), read_expected(adequacy))))
        print(f"answers that are adequate: {share:.1%}  (four chatbots: 55.8 % accurate)")
    texts = {passage.text for passage in guide.passages() if passage.sentences}
    ease = sum(map(textstat.flesch_reading_ease, texts)) / len(texts)
    print(f"reading ease of {len(texts)} passages: {ease:.1f}  (four chatbots: 50.9)")
    grades = {name: grade(text) for name, text in advice(guide)}
    worst = max(grades, key=grades.__getitem__)
    most = f"{grades[worst]:.1f} at most ({worst})"
    print(f"school grade: {mean(grades.values()):.1f} on average, {most}")
