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
        Resolved("ice my back", "IceIntent", {}, 0.5),
        Resolved("set a back", "WhatIsIntent", {}, 0.49),
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
    other, ice = guess("how long", score=-5.0), guess("ice my back", score=-5.1)
    assert heard(other, ice) == Unsure("how long")
    longer = guess("how long should i ice my back", score=-5.4)
    assert heard(other, ice, longer) == Heard(ice.text, read_back=ice.text)


def test_what_may_be_something_else_is_asked_about() -> None:
    ice, other = guess("ice my back", score=-5.0), guess("how long", score=-7.3)
    assert heard(ice, other) == Heard(ice.text)
    assert heard(ice, other._replace(score=-7.1)) == Heard(ice.text, read_back=ice.text)
    yes = guess("yes", acoustic=-0.5)
    assert heard(yes, other._replace(score=-5.1)) == Heard("yes")


PLAINLY = Guess("eyes my bag", -2.0, 0.0, 3, -2.0)


def test_what_sounds_otherwise_is_not_believed() -> None:
    ice = "how long should i ice my back"
    far = guess(ice, acoustic=-14.9)
    assert heard(far, alone=PLAINLY) == Heard(ice, read_back=ice)
    assert heard(far._replace(acoustic=-15.1), alone=PLAINLY) == Unsure(ice)


def test_what_sounds_less_like_it_is_asked_about_and_then_not_believed() -> None:
    ice = "ice my back"
    assert heard(guess(ice, acoustic=-4.4)) == Heard(ice)
    assert heard(guess(ice, acoustic=-4.6)) == Heard(ice, read_back=ice)
    assert heard(guess(ice, acoustic=-6.8)) == Heard(ice, read_back=ice)
    assert heard(guess(ice, acoustic=-7.0)) == Unsure(ice)


def test_what_is_little_like_anything_people_say_is_not_believed() -> None:
    assert heard(guess("ice my back", acoustic=-0.5)) == Heard("ice my back")
    assert heard(guess("set a back", acoustic=-0.5)) == Unsure("set a back")


def test_what_a_pattern_alone_understands_is_not_believed() -> None:
    """What tells of a back but is like no sample of that: as likely it was a question."""
    text = "he was most likely to get a back spasm"
    assert heard(guess(text, acoustic=-0.5)) == Unsure(text)


def test_a_yes_has_to_be_clear() -> None:
    assert heard(guess("yes", acoustic=-0.8)) == Heard("yes")
    assert heard(guess("yes", acoustic=-1.0)) == Unsure("yes")


def test_what_nobody_says_to_the_guide_is_not_believed() -> None:
    usual = guess("ice my back", acoustic=-0.5)._replace(language=-23.9)
    assert heard(usual) == Heard("ice my back")
    assert heard(usual._replace(language=-24.1)) == Unsure("ice my back")


def test_what_is_plain_to_who_expects_nothing_counts_where_nothing_else_does() -> None:
    other = guess("how long")
    ice = Guess("ice my back", -0.8, 0.0, 3, -0.8)
    assert heard(other, alone=ice) == Heard("ice my back")
    assert heard(other, alone=ice._replace(acoustic=-1.0)) == Unsure("how long")
    fifteen = guess("set a timer for fifteen minutes")
    assert heard(fifteen, alone=ice) == Heard(fifteen.text, read_back="fifteen minutes")


NUMB = "both my legs are numb"
ASKED = Heard(NUMB, read_back=NUMB)


@pytest.mark.parametrize("other", ["how long", "both my legs are one"])
def test_an_emergency_that_may_have_been_said_is_asked_back(other: str) -> None:
    better, numb = guess(other), guess(NUMB, acoustic=-14.9, score=-17.0)
    assert heard(better, numb, alone=PLAINLY) == ASKED
    assert heard(better, numb._replace(acoustic=-15.1), alone=PLAINLY) == Unsure(other)
    assert heard(better, numb._replace(language=-37.0), alone=PLAINLY) == Unsure(other)
    assert heard(better, numb._replace(acoustic=-22.4)) == ASKED
    assert heard(better, numb._replace(acoustic=-22.6)) == Unsure(other)


def test_an_emergency_is_asked_back_before_what_sounds_little_better() -> None:
    ice, numb = guess("ice my back"), guess(NUMB, acoustic=-3.9, score=-17.0)
    assert heard(ice, numb) == ASKED
    assert heard(ice, numb._replace(acoustic=-4.1)) == Heard(ice.text)
    assert heard(guess(NUMB), guess("ice my back", score=-8.0)) == Heard(NUMB)


def test_an_emergency_that_is_believed_and_clear_is_answered_at_once() -> None:
    ice = guess("ice my back", score=-5.1)
    assert heard(guess(NUMB), ice) == Heard(NUMB)
    assert heard(guess(NUMB, acoustic=-7.6), ice) == ASKED


def test_much_noise_is_told() -> None:
    assert heard(guess("how long"), clearness=14.0) == Unsure("how long")
    assert heard(guess("how long"), clearness=13.9) == Unsure("how long", noisy=True)
