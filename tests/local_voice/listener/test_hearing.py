"""Which sentences count as heard, which are read back, and which are asked for again."""

import pytest

from local_voice.listener.hearing import Guess, Heard, Judge, Unsure
from local_voice.resolver import NotUnderstood, Resolved, SlotMatch


def timer(text: str, value: str | None, intent: str = "StartIceTimerIntent") -> Resolved:
    return Resolved(text, intent, {"duration": SlotMatch(value) if value else None}, 1.0)


MEANINGS = {
    each.utterance: each
    for each in (
        Resolved("how long should i ice my back", "IceIntent", {}, 1.0),
        Resolved("ice my back", "IceIntent", {}, 0.8),
        Resolved("set a back", "WhatIsIntent", {}, 0.79),
        Resolved("he was most likely to get a back spasm", "TreatmentNowIntent", {}, 0.0),
        Resolved("close the timer", "CancelIceTimerIntent", {}, 1.0),
        Resolved("pause the timer", "PauseIceTimerIntent", {}, 1.0),
        Resolved("yes", "AMAZON.YesIntent", {}, 1.0),
        Resolved("both my legs are numb", "EmergencyIntent", {}, 1.0),
        timer("set a timer for twenty minutes", "PT20M"),
        timer("set a timer for fifteen minutes", "PT15M"),
        timer("set a timer for fifty minutes", "PT50M"),
        timer("set a timer for fifteen", None),
        timer("set a timer for two days", "P2D"),
        timer("add five minutes", "PT5M", "ExtendIceTimerIntent"),
    )
}
NONSENSE = Guess("it's how", -30.0, 0.0, 4, -30.0)
"""What it sounds like by itself, where that is of no use."""


def resolve(text: str) -> Resolved | NotUnderstood:
    return MEANINGS.get(text) or NotUnderstood(text, 0.1)


JUDGE = Judge({"duration"}, resolve)


def guess(text: str, *, acoustic: float = -1.0, score: float = -5.0) -> Guess:
    size = len(text.split())
    return Guess(text, acoustic, -2.0 * size, size, score)


def heard(*guesses: Guess, alone: Guess = NONSENSE, clearness: float = 15.0) -> Heard | Unsure:
    return JUDGE.judge(alone, guesses, clearness)


EXPECTED = {
    "how long should i ice my back": Heard("how long should i ice my back"),
    "set a timer for twenty minutes": Heard("set a timer for twenty minutes"),
    # numbers that sound like others, and what sounds like "at", are read back
    "set a timer for fifteen minutes": Heard(
        "set a timer for fifteen minutes", read_back="fifteen minutes"
    ),
    "set a timer for fifty minutes": Heard(
        "set a timer for fifty minutes", read_back="fifty minutes"
    ),
    "add five minutes": Heard("add five minutes", read_back="add five minutes"),
    "at five minutes": Heard("add five minutes", read_back="add five minutes"),
    "that five minutes": Heard("add five minutes", read_back="add five minutes"),
    # "pause" sounds like "close", which ends a timer
    "close the timer": Heard("close the timer", read_back="close the timer"),
    "pause the timer": Heard("pause the timer"),
    # a number that came to nothing
    "set a timer for fifteen": Unsure("set a timer for fifteen"),
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
    "hey coach ice my back": Heard("ice my back", woken=True),
    "hey coach how long": Unsure("how long", woken=True),
    "hey": Unsure("hey"),
}


@pytest.mark.parametrize("words", EXPECTED)
def test_words_are_heard_or_asked_for_again(words: str) -> None:
    assert heard(guess(words, acoustic=-0.6 * len(words.split()))) == EXPECTED[words]


def test_sentences_that_mean_the_same_are_believed_together() -> None:
    other, same = guess("how long", score=-5.0), guess("set a timer for two days", score=-5.1)
    ice = guess("ice my back", score=-5.4)
    assert heard(other, same, ice) == Unsure("how long")
    longer = guess("how long should i ice my back", score=-5.4)
    assert heard(other, same, ice, longer) == Heard("ice my back")


PLAINLY = Guess("eyes my bag", -0.5, 0.0, 3, -0.5)


def test_what_sounds_otherwise_is_not_believed() -> None:
    ice = "ice my back"
    assert heard(guess(ice, acoustic=-13.4), alone=PLAINLY) == Heard(ice)
    assert heard(guess(ice, acoustic=-13.6), alone=PLAINLY) == Unsure(ice)


def test_what_sounds_plain_counts_as_if_it_were_typed() -> None:
    text = "set a back"
    assert heard(guess(text, acoustic=-2.6)) == Heard(text)
    assert heard(guess(text, acoustic=-2.8)) == Unsure(text)


def test_what_a_pattern_alone_understands_is_not_believed() -> None:
    """What tells of a back but is like no sample of that: as likely it was a question."""
    text = "he was most likely to get a back spasm"
    assert heard(guess(text, acoustic=-0.5)) == Unsure(text)


def test_few_words_are_not_believed_for_many() -> None:
    assert heard(guess("ice my back", acoustic=-13.4)) == Heard("ice my back")
    assert heard(guess("ice my back", acoustic=-13.6)) == Unsure("ice my back")


def test_one_word_has_to_sound_righter_than_many() -> None:
    assert heard(guess("yes", acoustic=-0.6)) == Heard("yes")
    assert heard(guess("yes", acoustic=-0.8)) == Unsure("yes")


def test_what_nobody_says_to_the_guide_is_not_believed() -> None:
    usual = guess("ice my back", acoustic=-0.5)._replace(language=-19.4)
    assert heard(usual) == Heard("ice my back")
    assert heard(usual._replace(language=-19.6)) == Unsure("ice my back")


NUMB = "both my legs are numb"
ASKED = Heard(NUMB, read_back=NUMB)


@pytest.mark.parametrize("other", ["how long", "both my legs are one"])
def test_an_emergency_that_may_have_been_said_is_asked_back(other: str) -> None:
    better, numb = guess(other), guess(NUMB, acoustic=-13.4, score=-17.0)
    assert heard(better, numb, alone=PLAINLY) == ASKED
    assert heard(better, numb._replace(acoustic=-13.6), alone=PLAINLY) == Unsure(other)
    assert heard(better, numb._replace(language=-33.0), alone=PLAINLY) == Unsure(other)


def test_an_emergency_is_asked_back_before_what_sounds_little_better() -> None:
    ice, numb = guess("ice my back"), guess(NUMB, acoustic=-3.9, score=-17.0)
    assert heard(ice, numb) == ASKED
    assert heard(ice, numb._replace(acoustic=-4.1)) == Heard(ice.text)
    assert heard(guess(NUMB), guess("ice my back", score=-6.0)) == Heard(NUMB)


def test_much_noise_is_told() -> None:
    assert heard(guess("how long"), clearness=14.0) == Unsure("how long")
    assert heard(guess("how long"), clearness=13.9) == Unsure("how long", noisy=True)
