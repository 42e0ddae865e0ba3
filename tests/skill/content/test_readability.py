"""Every word the guide says can be taken in at once: grade 6 on average, 8 at most, no dose."""

import re
import tomllib
from collections.abc import Iterator
from statistics import mean

import pytest
import textstat

from skill.content.guidance import Guide
from skill.content.passage import Passage
from skill.understanding.choosing import MOST_WORDS
from tests.support.guides import guide_in
from tests.support.places import ROOT

# Names of conditions and medicines, which no plainer word can replace.
NAMES = re.compile(
    r"acetaminophen|paracetamol|ibuprofen|aspirin|naproxen|anti-inflammatory"
    r"|lordosis|spondylolysis|arthritis|(spinal )?stenosis|osteoporosis|scoliosis|sciatica",
    re.IGNORECASE,
)
CONTENT = ROOT / "skill" / "content" / "en"
LOCALES = ("en-US", "en-GB", "en-CA", "en-AU", "en-IN")


def grade(text: str) -> float:
    """The Flesch-Kincaid school grade."""
    return float(textstat.flesch_kincaid_grade(NAMES.sub("pain", text)))


def spoken(guide: Guide) -> Iterator[tuple[str, Passage, str]]:
    """Each passage with its name and the question that is asked after it."""
    more = guide.phrases.more_question
    for topic in guide.topics.values():
        question = topic.question or more
        yield topic.id, topic.answer, question
        yield f"{topic.id}.more", topic.more, ""
        for detail in (*topic.about, *topic.things, "unlisted"):
            yield f"{topic.id}: {detail}", topic.detail(detail), question
        for key, aspect in topic.aspects.items():
            yield f"{topic.id}.{key}", aspect.passage, aspect.question or more
    for key, steps in guide.routines.items():
        for step in steps:
            yield f"{key}: {step.title}", step.passage, step.question
    for key, sign in guide.signs.items():
        yield key, sign.passage, sign.question
        for topic_id, passage in sign.about.items():
            yield f"{key} on {topic_id}", passage, ""
    yield "emergency", guide.emergency.answer, ""
    yield "emergency signs", guide.emergency.signs, ""


def advice(guide: Guide) -> Iterator[tuple[str, str]]:
    """Each passage as it is heard, the call before an emergency included, with its name."""
    for name, passage, question in spoken(guide):
        sign = guide.signs.get(name)
        call = (sign.call or guide.emergency.call) if sign and sign.rank == "emergency" else ""
        if passage.sentences:
            yield name, f"{call} {passage.text} {question}".strip()


@pytest.mark.parametrize("locale", LOCALES)
def test_the_answers_are_at_grade_six_on_average_and_at_eight_at_most(locale: str) -> None:
    grades = {name: grade(text) for name, text in advice(guide_in(locale))}
    assert mean(grades.values()) <= 6
    assert {name: value for name, value in grades.items() if value > 8} == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_phrases_are_at_grade_eight_at_most(locale: str) -> None:
    phrases = guide_in(locale).phrases
    grades = {name: grade(phrase) for name, phrase in phrases._asdict().items()}
    assert {name: value for name, value in grades.items() if value > 8} == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_passage_has_at_most_75_words_and_a_first_answer_with_its_disclaimer_110(
    locale: str,
) -> None:
    guide = guide_in(locale)
    words = {name: len(passage.text.split()) for name, passage, _ in spoken(guide)}
    assert {name: count for name, count in words.items() if count > 75} == {}
    disclaimer = len(guide.phrases.disclaimer_short.split())
    turns = {name: len(text.split()) + disclaimer for name, text in advice(guide)}
    assert {name: count for name, count in turns.items() if count > MOST_WORDS} == {}


MEDICINE = re.compile(
    r"acetaminophen|paracetamol|ibuprofen|aspirin|naproxen|codeine|opioid|pain reliever"
    r"|painkiller|medicine|relaxant|\bpills?\b|tablet",
    re.IGNORECASE,
)
NUMBER = "one|two|three|four|five|six|seven|eight|ten|twelve|hundred|thousand|half a"
DOSE = re.compile(
    rf"\b(milligrams?|mg|grams?|({NUMBER}) (tablets?|pills?|capsules?|doses?|hours?|days?|times?)"
    r"|(once|twice) (a|every) day|times a day|hourly)\b",
    re.IGNORECASE,
)
CURE = re.compile(r"\b(cures?|cured|guaranteed?|will heal)\b", re.IGNORECASE)


def test_a_sentence_on_a_medicine_speaks_no_dose() -> None:
    passages = guide_in().passages()
    said = {sentence.text for passage in passages for sentence in passage.sentences}
    about = {text for text in said if MEDICINE.search(text)}
    assert len(about) > 20
    assert {text for text in about if DOSE.search(text)} == set()


def test_nothing_is_promised() -> None:
    said = dict(advice(guide_in()))
    assert {name: text for name, text in said.items() if CURE.search(text)} == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_numbers_are_spoken_in_words_but_for_telephone_numbers(locale: str) -> None:
    words = tomllib.loads((CONTENT / "locales.toml").read_text("utf-8"))["locales"][locale]
    numbers = sorted((word for word in words.values() if re.search(r"\d", word)), key=len)
    assert numbers
    for name, text in advice(guide_in(locale)):
        left = text
        for number in reversed(numbers):
            left = left.replace(number, "")
        assert re.findall(r"\d+", left) == [], name


def test_what_the_chiropractor_says_of_her_trade_is_told_as_her_view() -> None:
    passages = {*guide_in().passages()}
    told = [line.text for p in passages for line in p.sentences if "F25" in line.facts]
    assert told
    assert [text for text in told if "her view" not in text.lower()] == []
    beside = [p.text for p in passages if "F25" in p.facts and "S243" not in p.facts]
    assert beside == [], "who asks a doctor first is named in the same passage"
