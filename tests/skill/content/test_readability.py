"""Every word the guide says can be taken in at once: grade 6 on average, 8 at most, no dose."""

import re
from collections.abc import Iterator
from statistics import mean

import pytest
import textstat

from skill.content.guidance import Guide
from skill.content.loader import load_guides

# Names of conditions and medicines, which no plainer word can replace.
NAMES = re.compile(
    r"acetaminophen|paracetamol|ibuprofen|aspirin|naproxen|anti-inflammatory"
    r"|lordosis|spondylolysis|arthritis|(spinal )?stenosis|osteoporosis|scoliosis|sciatica",
    re.IGNORECASE,
)
LOCALES = ("en-US", "en-GB", "en-CA", "en-AU", "en-IN")


def grade(text: str) -> float:
    """The Flesch-Kincaid school grade."""
    return float(textstat.flesch_kincaid_grade(NAMES.sub("pain", text)))


def advice(guide: Guide) -> Iterator[tuple[str, str]]:
    """Each answer as it is heard, with its name: the question after it included."""
    more = guide.phrases.more_question
    for topic in guide.topics.values():
        question = topic.question or more
        yield f"{topic.id}.answer", f"{topic.answer.text} {question}"
        yield f"{topic.id}.more", topic.more.text
        for detail in (*topic.about, *topic.things, "unlisted"):
            yield f"{topic.id}.{detail}", f"{topic.detail(detail).text} {question}"
    for name, passage in {
        "answer": guide.emergency.answer,
        "signs": guide.emergency.signs,
        **guide.emergency.about,
    }.items():
        yield f"emergency.{name}", f"{guide.emergency.call} {passage.text}"
    for step in guide.routine:
        yield f"routine.{step.title}", f"{step.passage.text} {step.question}"


@pytest.mark.parametrize("locale", LOCALES)
def test_the_answers_are_at_grade_six_on_average_and_at_eight_at_most(locale: str) -> None:
    grades = {name: grade(text) for name, text in advice(load_guides().speaking(locale))}
    assert mean(grades.values()) <= 6
    assert {name: value for name, value in grades.items() if value > 8} == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_phrases_are_at_grade_eight_at_most(locale: str) -> None:
    phrases = load_guides().speaking(locale).phrases
    grades = {name: grade(phrase) for name, phrase in phrases._asdict().items()}
    assert {name: value for name, value in grades.items() if value > 8} == {}


def test_an_answer_has_at_most_75_words_even_with_the_disclaimer_of_the_first_use() -> None:
    guide = load_guides().speaking("en-US")
    disclaimer = len(guide.phrases.disclaimer_short.split())
    longest = {
        name: len(text.split()) + (0 if name.endswith(".more") else disclaimer)
        for name, text in advice(guide)
        if name.split(".")[0] in guide.topics
    }
    assert {name: words for name, words in longest.items() if words > 75} == {}


def test_no_answer_speaks_a_dose_a_diagnosis_or_a_cure() -> None:
    forbidden = re.compile(
        r"\b(milligrams?|mg|tablets?|pills?|capsules?|twice a day|times a day(?<!many times a day)"
        r"|every \w+ hours|cures?|cured|guaranteed?)\b",
        re.IGNORECASE,
    )
    said = dict(advice(load_guides().speaking("en-US")))
    found = {name: forbidden.findall(text) for name, text in said.items() if forbidden.search(text)}
    assert found == {}


def test_numbers_are_spoken_in_words_but_for_telephone_numbers() -> None:
    for locale in LOCALES:
        for name, text in advice(load_guides().speaking(locale)):
            assert re.findall(r"\d+", re.sub(r"\b(911|999|000|112|111)\b", "", text)) == [], name


def test_what_the_chiropractor_says_of_her_trade_is_told_as_her_view() -> None:
    guide = load_guides().speaking("en-US")
    [text] = [passage.text for passage in guide.passages() if "F25" in passage.facts]
    assert text == (
        "The chiropractor who wrote this guidance recommends a visit. She says a chiropractor can "
        "remove spinal subluxations, which may cause muscle imbalances. That is her view. A "
        "chiropractor can also suggest exercises for your core muscles."
    )
