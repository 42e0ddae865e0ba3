"""The alarm's chime as a file that a player can play."""

import cmath
import math
from array import array
from itertools import pairwise

import pytest

from local_voice.speech import sound

C, E, G = 523.25, 659.26, 783.99  # hertz


def samples() -> list[int]:
    return array("h", sound.frames(sound.chime())).tolist()


def strength(hertz: float, start: float, end: float) -> float:
    """How strong a tone is between two seconds, of 32,767."""
    rate = sound.SAMPLES_PER_SECOND
    piece = samples()[round(start * rate) : round(end * rate)]
    turn = -2j * math.pi * hertz / rate
    waves = (value * cmath.exp(turn * number) for number, value in enumerate(piece))
    return 2 * abs(sum(waves)) / len(piece)


def test_it_is_loud_enough_to_hear_and_never_clips() -> None:
    loudest = max(map(abs, samples()))
    assert 26_000 < loudest < 30_000


def test_it_begins_and_ends_in_silence_and_never_clicks() -> None:
    wave = samples()
    assert wave[0] == 0
    assert abs(wave[-1]) < 5
    # The steepest a sound of this strength is between two samples, at its highest overtone.
    assert max(abs(after - before) for before, after in pairwise(wave)) < 10_286


@pytest.mark.parametrize(
    ("start", "notes"), [(0.05, [C]), (0.30, [C, E]), (0.55, [C, E, G])], ids=["C", "E", "G"]
)
def test_three_notes_are_struck_one_after_another(start: float, notes: list[float]) -> None:
    assert [hertz for hertz in (C, E, G) if strength(hertz, start, start + 0.2) > 300] == notes


def test_it_is_over_soon_after_the_last_note() -> None:
    assert 1 < sound.seconds(sound.chime()) < 2
