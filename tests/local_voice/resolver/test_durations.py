"""Spoken durations arrive as Alexa sends them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_voice.resolver.durations import Span, durations_in
from local_voice.resolver.numbers import numbers_in
from skill.understanding.words import words_of


def durations(utterance: str) -> list[Span]:
    words = words_of(utterance)
    return durations_in(words, numbers_in(words))


SPOKEN = {
    "twenty minutes": "PT20M",
    "half an hour": "PT30M",
    "a half hour": "PT30M",
    "an hour and a quarter": "PT1H15M",
    "an hour and a half": "PT1H30M",
    "one and a half hours": "PT1H30M",
    "1.5 hours": "PT1H30M",
    "1½ hours": "PT1H30M",
    "one point five hours": "PT1H30M",
    "three quarters of an hour": "PT45M",
    "a quarter of an hour": "PT15M",
    "90 seconds": "PT90S",
    "half a minute": "PT30S",
    "two and a half minutes": "PT2M30S",
    "twenty five minutes": "PT25M",
    "twenty-five minutes": "PT25M",
    "a couple of minutes": "PT2M",
    "a few minutes": "PT3M",
    "a minute": "PT1M",
    "2 min": "PT2M",
    "20min": "PT20M",
    "2h 5m": "PT2H5M",
    "one hour and twenty minutes": "PT1H20M",
    "an hour five minutes": "PT1H5M",
    "two hundred seconds": "PT200S",
    "a hundred minutes": "PT100M",
    "twenty to thirty minutes": "PT20M",
    "20-30 minutes": "PT20M",
    "five or ten minutes": "PT5M",
    "five more minutes": "PT5M",
    "another ten minutes": "PT10M",
    "another minute": "PT1M",
    "zero minutes": "PT0S",
    "three days": "P3D",
    "a day and a half": "P1DT12H",
    "two weeks": "P2W",
    "half a year": "P6M",
}


@pytest.mark.parametrize(("spoken", "iso"), SPOKEN.items())
def test_a_spoken_duration_is_heard_whole(spoken: str, iso: str) -> None:
    found = durations(f"set a timer for {spoken} please")
    assert [span.value for span in found] == [iso]


@pytest.mark.parametrize(
    "utterance",
    ["banana minutes", "the last minute", "i am s", "1/0 minutes", "twenty", "9" * 5000, ""],
)
def test_what_is_no_duration_is_not_heard_as_one(utterance: str) -> None:
    assert durations(utterance) == []


def test_the_word_another_is_left_to_say_that_a_timer_is_extended() -> None:
    (span,) = durations("add another five minutes")
    assert (span.start, span.end) == (2, 4)


@pytest.mark.parametrize(
    ("utterance", "iso"),
    [("set a timer for twenty", "PT20M"), ("make it to 25 please", "PT25M"), ("add ten", "PT10M")],
)
def test_a_bare_number_where_minutes_are_meant_is_minutes(utterance: str, iso: str) -> None:
    assert [span.value for span in durations(utterance)] == [iso]


def test_a_bare_number_elsewhere_is_no_duration() -> None:
    assert durations("there are two of them") == []


@given(st.integers(1, 999), st.sampled_from([("minutes", "M"), ("hours", "H"), ("seconds", "S")]))
def test_any_figure_with_a_unit_is_that_duration(amount: int, unit: tuple[str, str]) -> None:
    (span,) = durations(f"{amount} {unit[0]}")
    assert span.value == f"PT{amount}{unit[1]}"


@given(st.text(max_size=60))
def test_no_text_whatever_breaks_the_reading(text: str) -> None:
    for span in durations(text):
        assert 0 <= span.start < span.end <= len(words_of(text))
