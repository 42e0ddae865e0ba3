"""Which sentences are built, from scores of the test's own: of words only, no two alike."""

import math
from collections.abc import Mapping
from typing import cast

import numpy as np

from local_voice.listener.beams import Beams
from local_voice.listener.moonshine import END, Floats, Moonshine, Sound
from local_voice.listener.trigram import Trigram

PIECES = ["", "", "", " ice", " Ice", " eyes", " my", " back", " bag", ".", "5", " \u00e9t\u00e9"]
ENDS = "the end"
SECOND = bytes(32_000)

Step = Mapping[str, float]
"""How likely each piece of a word is, whatever was before."""


class Scripted:
    """In place of Moonshine: what it hears is written down."""

    pieces = PIECES

    def __init__(self, *steps: Step) -> None:
        self._steps = steps

    def hear(self, _samples: bytes) -> tuple[Sound, Floats]:
        return self._scored(1, 0)

    def next(self, sound: Sound, tokens: list[int]) -> tuple[Sound, Floats]:
        return self._scored(len(tokens), int(sound.frames[0, 0, 0]) + 1)

    def _scored(self, rows: int, step: int) -> tuple[Sound, Floats]:
        scores = np.full((rows, len(PIECES)), -30.0, np.float32)
        for piece, likely in self._steps[min(step, len(self._steps) - 1)].items():
            scores[:, END if piece == ENDS else PIECES.index(piece)] = math.log(likely)
        return Sound(np.full((rows, 1, 1), step, np.float32), {}), scores


def heard(*steps: Step) -> tuple[str, list[str]]:
    """What it sounds like by itself, and the likeliest sentences."""
    trigram = Trigram([("ice", "my", "back")] * 3 + [("my", "bag")])
    alone, guesses = Beams(cast("Moonshine", Scripted(*steps)), trigram).guesses(SECOND)
    return alone.text, [guess.text for guess in guesses]


def test_what_people_say_wins_over_what_sounds_a_little_likelier() -> None:
    alone, guesses = heard({" eyes": 0.6, " ice": 0.4}, {" my": 1}, {" back": 1}, {ENDS: 1})
    assert alone == "eyes my back"
    assert guesses == ["ice my back", "eyes my back"]


def test_what_sounds_much_likelier_wins_over_what_people_say() -> None:
    _, guesses = heard({" ice": 1}, {" my": 1}, {" bag": 0.9, " back": 0.02}, {ENDS: 1})
    assert guesses == ["ice my bag", "ice my back"]


def test_no_two_are_of_the_same_words() -> None:
    first = {" Ice": 0.5, " ice": 0.4, " eyes": 0.1}
    _, guesses = heard(first, {" my": 1}, {" back": 1}, {".": 0.6, ENDS: 0.4}, {ENDS: 1})
    assert guesses == ["ice my back", "eyes my back"]


def test_no_words_at_all_are_no_sentence() -> None:
    _, guesses = heard({ENDS: 0.9, " ice": 0.1}, {" my": 1}, {" back": 1}, {ENDS: 1})
    assert guesses == ["ice my back"]


def test_a_sentence_is_of_words_alone() -> None:
    first = {" \u00e9t\u00e9": 0.6, " ice": 0.4}
    alone, guesses = heard(first, {" my": 1}, {"5": 0.6, " back": 0.4}, {ENDS: 1})
    assert alone == "t my5"
    assert guesses == ["ice my back"]


def test_what_never_ends_is_cut() -> None:
    alone, guesses = heard({" my": 1})
    assert alone == " ".join(["my"] * 10)
    assert guesses == [" ".join(["my"] * 10)]
