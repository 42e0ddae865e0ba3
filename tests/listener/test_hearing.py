"""What is believed of the words that were recognised, and what is asked for again."""

from itertools import pairwise

import pytest

from local_voice.listener.hearing import Heard, Judge, Unsure
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
    "set a timer": Resolved("", "StartIceTimerIntent", {"duration": None}, 1.0),
    "ice my back": Resolved("", "IceIntent", {}, 0.8),
    "set a back": Resolved("", "WhatIsIntent", {}, 0.79),
    "back ice set my": Resolved("", "WhatIsIntent", {}, 0.95),
}


def resolve(text: str) -> Resolved | NotUnderstood:
    return MEANINGS.get(text) or NotUnderstood(text, 0.1)


JUDGE = Judge(("hey", "coach"), {"i approve"}, RUNS, {"duration"}, resolve)

JUDGED = {
    "how long should i ice my back": Heard("how long should i ice my back"),
    "set a timer for fifteen minutes": Heard("set a timer for fifteen minutes"),
    "set a timer": Heard("set a timer"),
    # a number that came to nothing
    "set a timer for fifteen": Unsure("set a timer for fifteen"),
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


@pytest.mark.parametrize("words", JUDGED)
def test_words_are_believed_or_asked_for_again(words: str) -> None:
    assert JUDGE.of(words) == JUDGED[words]


def test_the_second_look_wants_what_people_say() -> None:
    assert JUDGE.of("ice my back", odd=1) == Unsure("ice my back")
    assert JUDGE.of("ice my back", odd=2) == Heard("ice my back")
