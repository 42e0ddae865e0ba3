"""Which recognised words count as heard, and which are asked for again."""

from itertools import pairwise

import pytest

from local_voice.listener.hearing import Heard, Readings, Unsure, heard_or_unsure
from local_voice.resolver import NotUnderstood, Resolved, SlotMatch

SAMPLES = (
    "how long should i ice my back",
    "set a timer for fifteen minutes",
    "set a timer",
    "stop",
)
RUNS = {
    run
    for sample in SAMPLES
    for words in (("<s>", *sample.split(), "</s>"),)
    for run in (
        *pairwise(words),
        *zip(words, words[1:], words[2:], strict=False),
    )
}
MEANINGS = {
    "how long should i ice my back": Resolved("", "IceIntent", {}, 1.0),
    "set a timer for fifteen minutes": Resolved(
        "", "StartIceTimerIntent", {"duration": SlotMatch("PT15M")}, 1.0
    ),
    "set a timer for fifteen": Resolved("", "StartIceTimerIntent", {"duration": None}, 0.9),
    "set a timer for two days": Resolved(
        "", "StartIceTimerIntent", {"duration": SlotMatch("P2D")}, 1.0
    ),
    "set a timer": Resolved("", "StartIceTimerIntent", {"duration": None}, 0.6),
    "stop": Resolved("", "AMAZON.StopIntent", {}, 0.59),
    "ice my back": Resolved("", "IceIntent", {}, 0.8),
    "set a back": Resolved("", "WhatIsIntent", {}, 0.79),
    "back ice set my": Resolved("", "WhatIsIntent", {}, 0.95),
}


def resolve(text: str) -> Resolved | NotUnderstood:
    return MEANINGS.get(text) or NotUnderstood(text, 0.1)


READINGS = Readings(("hey", "coach"), {"i approve"}, RUNS, {"duration"}, resolve)

EXPECTED = {
    "how long should i ice my back": Heard("how long should i ice my back"),
    "set a timer for fifteen minutes": Heard("set a timer for fifteen minutes"),
    "set a timer": Heard("set a timer"),
    # a number that came to nothing
    "set a timer for fifteen": Unsure("set a timer for fifteen"),
    # as people say it, but not surely understood
    "stop": Unsure("stop"),
    # understood, but not surely
    "set a back": Unsure("set a back"),
    # understood, but nobody speaks so
    "back ice set my": Unsure("back ice set my"),
    # nobody puts ice on for days
    "set a timer for two days": Unsure("set a timer for two days"),
    # not understood
    "how long": Unsure("how long"),
    # nothing at all
    "": Unsure(None),
    # an answer to Alexa itself
    "i approve": Heard("i approve"),
    # the wake phrase, alone and before something
    "hey coach": Heard("", woken=True),
    "hey coach set a timer": Heard("set a timer", woken=True),
    "hey coach how long": Unsure("how long", woken=True),
    "hey": Unsure("hey"),
}


@pytest.mark.parametrize("words", EXPECTED)
def test_words_are_heard_or_asked_for_again(words: str) -> None:
    reading = READINGS.of(words)
    assert (
        heard_or_unsure(reading, lambda: reading._replace(meaning=None), clear=True)
        == EXPECTED[words]
    )


def heard(first: str, second: str, *, clear: bool) -> Heard | Unsure:
    return heard_or_unsure(READINGS.of(first), lambda: READINGS.of(second), clear=clear)


def test_in_noise_two_readings_must_mean_the_same() -> None:
    ice, timer = "how long should i ice my back", "set a timer"
    assert heard(ice, timer, clear=False) == Unsure(ice)
    assert heard(ice, "ice my back", clear=False) == Heard(ice)
    assert heard("ice my back", ice, clear=False) == Heard(ice)


def test_two_readings_with_other_numbers_do_not_mean_the_same() -> None:
    fifteen = "set a timer for fifteen minutes"
    assert heard(fifteen, "set a timer", clear=False) == Unsure(fifteen)


def test_in_noise_a_reply_to_alexa_is_heard_at_once() -> None:
    assert heard("i approve", "how long", clear=False) == Heard("i approve")
    assert heard("hey coach", "how long", clear=False) == Heard("", woken=True)


def test_a_doubtful_first_reading_may_be_saved_by_the_second() -> None:
    ice = "how long should i ice my back"
    assert heard("back ice set my", ice, clear=True) == Heard(ice)
    assert heard("back ice set my", "how long", clear=True) == Unsure("back ice set my")


def test_nothing_at_all_is_not_read_again() -> None:
    assert heard("", "how long should i ice my back", clear=True) == Unsure(None)
