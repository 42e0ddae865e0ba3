"""What is said aloud, beside the examples in the module itself: what holds for all of it."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from skill.conversation.spoken import duration, number, ssml, time_left, timer_name
from skill.timers.rules import LONGEST_SECONDS

any_text = st.text(st.characters())
timers = st.integers(min_value=1, max_value=LONGEST_SECONDS)


def parsed(markup: str) -> ET.Element:
    return ET.fromstring(markup)  # noqa: S314 - our own words


@given(any_text)
@example("\x00\x0b\ud800\ufffe]]> & <speak> </speak> \"'")
def test_any_text_makes_well_formed_ssml(text: str) -> None:
    assert parsed(ssml(text)).tag == "speak"


@given(st.text(st.characters(categories=["L", "N", "P", "S"], include_characters=" ")))
def test_the_words_are_the_very_words(text: str) -> None:
    assert "".join(parsed(ssml(text)).itertext()) == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])))
def test_what_is_left_out_is_only_what_xml_forbids(text: str) -> None:
    # A parser reads each kind of line end as a newline.
    kept = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    kept = kept.replace("\r\n", "\n").replace("\r", "\n")
    assert "".join(parsed(ssml(text)).itertext()) == kept


@pytest.mark.parametrize("called", ["911", "999", "000", "112", "111"])
def test_a_telephone_number_is_read_digit_by_digit(called: str) -> None:
    spoken = parsed(ssml(f"Call {called}, or {called}."))
    assert [(said.tag, said.get("interpret-as"), said.text) for said in spoken] == [
        ("say-as", "digits", called)
    ] * 2


@pytest.mark.parametrize("text", ["1,200 F22", "2026", "48", "9110", "A911", "\u0661\u0661\u0662"])
def test_other_numbers_are_left_as_they_are(text: str) -> None:
    text = text.replace("1,200 ", "")
    assert len(parsed(ssml(text))) == 0


def test_every_number_up_to_ninety_nine_has_its_own_words() -> None:
    words = [number(value) for value in range(100)]
    assert len(set(words)) == 100
    assert not re.search(r"\d", " ".join(words))
    assert (words[0], words[13], words[20], words[21], words[99]) == (
        *("zero", "thirteen", "twenty", "twenty-one", "ninety-nine"),
    )


@given(timers)
def test_no_time_of_a_timer_is_said_in_digits(seconds: int) -> None:
    said = f"{duration(seconds)} {time_left(seconds)} {timer_name(seconds)}"
    assert not re.search(r"\d", said)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (45, "forty-five second"),
        (60, "one minute"),
        (930, "fifteen minute and thirty second"),
        (1800, "thirty minute"),
    ],
)
def test_a_timer_is_named_so_that_the_device_understands_it(seconds: int, said: str) -> None:
    assert timer_name(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "no time"),
        (1, "less than a minute"),
        (60, "one minute"),
        (89, "about one minute"),
        (91, "about two minutes"),
        (1799, "about thirty minutes"),
    ],
)
def test_what_is_left_is_said_as_people_say_it(seconds: int, said: str) -> None:
    assert time_left(seconds) == said


@given(timers, timers)
def test_less_time_is_never_said_to_be_more(one: int, other: int) -> None:
    def minutes(seconds: int) -> int:
        words = time_left(seconds).removeprefix("about ").split()
        known = {number(value): value for value in range(100)}
        return known.get(words[0], 0)

    assert (minutes(one) <= minutes(other)) or one > other


@given(timers)
def test_units_agree_with_their_numbers(seconds: int) -> None:
    for said in (duration(seconds), time_left(seconds)):
        for count, plural in re.findall(r"([\w-]+) (?:minute|second)(s?)", said):
            assert (plural == "") == (count in ("one", "a"))
