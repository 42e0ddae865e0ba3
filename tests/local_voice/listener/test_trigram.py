"""What the trigram expects, whole words and the beginnings of words."""

import math

from local_voice.listener.sentences import WAKE, said_to_the_guide
from local_voice.listener.trigram import END, Trigram
from local_voice.model.locales import source_model

TRIGRAM = Trigram(
    tuple(text.split())
    for text in ("ice my back", "ice my back", "ice my neck", "heat my leg", "pause the timer")
)


def share(before: str, beginning: str) -> float:
    return TRIGRAM.share(tuple(before.split()), beginning)


def test_what_is_said_more_often_is_likelier() -> None:
    assert share("ice my", "back ") > share("ice my", "neck ") > share("ice my", "leg ")


def test_a_word_that_was_said_after_others_is_likelier_than_one_that_nobody_said() -> None:
    assert share("ice my", "timer ") > share("ice my", "piano ") > 0
    assert share("ice my", "pia") > share("ice my", "pian")


def test_a_beginning_is_as_likely_as_all_words_that_begin_so() -> None:
    at_first = Trigram([("back", "pain"), ("bad", "back"), ("ice",)])
    start = at_first.start
    whole = at_first.share(start, "back ") + at_first.share(start, "bad ")
    assert at_first.share(start, "ba") > at_first.share(start, "bac") > at_first.share(start, "bad")
    assert math.isclose(at_first.share(start, "ba"), whole, rel_tol=0.05)


def test_a_sentence_ends_where_others_end() -> None:
    end = f"{END} "
    assert share("my back", end) > share("ice my", end)


def test_words_that_were_never_said_before_are_judged_by_the_last_of_them() -> None:
    assert share("warm my", "back ") > share("warm my", "timer ")
    assert share("the piano", "timer ") == share("a violin", "timer ")


def test_the_wake_phrase_is_expected_at_the_start_alone() -> None:
    trigram = Trigram(said_to_the_guide(source_model()))
    hey, coach = WAKE
    assert trigram.share(trigram.start, f"{hey} ") > 0.05
    assert trigram.share((trigram.start[1], hey), f"{coach} ") > 0.9
    assert trigram.share(("my", "back"), f"{hey} ") < 0.001
