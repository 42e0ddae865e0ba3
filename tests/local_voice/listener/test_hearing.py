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
    # a number that came to nothing
    "set a timer for fifteen": Unsure("set a timer for fifteen"),
    # understood, but not surely
    "set a back": Unsure("set a back"),
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
    ice = guess("ice my back", score=-5.6)
    assert heard(other, same, ice) == Unsure("how long")
    longer = guess("how long should i ice my back", score=-5.6)
    assert heard(other, same, ice, longer) == Heard("ice my back")


def test_what_sounds_otherwise_is_not_believed() -> None:
    ice = "ice my back"
    assert heard(guess(ice, acoustic=-7.4)) == Heard(ice)
    assert heard(guess(ice, acoustic=-7.6)) == Unsure(ice)
    surer = Guess("eyes my bag", -0.5, 0.0, 3, -0.5)
    assert heard(guess(ice, acoustic=-7.4), alone=surer) == Heard(ice)
    long = guess("how long should i ice my back", acoustic=-9.0)
    assert heard(long, alone=surer) == Unsure(long.text)


def test_what_sounds_plain_counts_as_if_it_were_typed() -> None:
    text = "set a back"
    assert heard(guess(text, acoustic=-2.6), clearness=25.0) == Heard(text)
    assert heard(guess(text, acoustic=-2.8), clearness=25.0) == Unsure(text)
    assert heard(guess(text, acoustic=-0.8), clearness=24.9) == Heard(text)
    assert heard(guess(text, acoustic=-1.0), clearness=24.9) == Unsure(text)


def test_one_word_has_to_sound_righter_than_many() -> None:
    assert heard(guess("yes", acoustic=-0.6)) == Heard("yes")
    assert heard(guess("yes", acoustic=-0.8)) == Unsure("yes")


def test_what_nobody_says_to_the_guide_is_not_believed() -> None:
    strange = guess("ice my back", acoustic=-0.5)._replace(language=-20.0)
    assert heard(strange) == Unsure("ice my back")


def test_what_is_clear_by_itself_needs_no_other() -> None:
    clear = Guess("ice my back", -0.7, 0.0, 3, -0.7)
    assert heard(guess("how long"), alone=clear) == Heard("ice my back")
    unclear = clear._replace(acoustic=-0.8)
    assert heard(guess("how long"), alone=unclear) == Unsure("how long")


def test_a_likely_emergency_is_asked_back_and_not_missed() -> None:
    numb = "both my legs are numb"
    asked = Heard(numb, read_back=numb)
    assert heard(guess("ice my back"), guess(numb, score=-7.0)) == asked
    assert heard(guess("how long"), guess(numb, score=-6.3)) == asked
    assert heard(guess("ice my back"), guess(numb, score=-7.5)) == Heard("ice my back")
    assert heard(guess(numb), guess("ice my back", score=-6.0)) == Heard(numb)


def test_much_noise_is_told() -> None:
    assert heard(guess("how long"), clearness=14.0) == Unsure("how long")
    assert heard(guess("how long"), clearness=13.9) == Unsure("how long", noisy=True)
