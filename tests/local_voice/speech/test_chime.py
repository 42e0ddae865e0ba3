"""The alarm's chime as a file a player can play."""

from array import array
from itertools import pairwise

from local_voice.speech import sound
from local_voice.speech.chime import SECONDS, chime


def samples() -> list[int]:
    return array("h", sound.frames(chime())).tolist()


def test_it_lasts_as_long_as_it_says() -> None:
    assert sound.seconds(chime()) == SECONDS


def test_it_is_loud_enough_to_hear_and_never_clips() -> None:
    loudest = max(map(abs, samples()))
    assert 8_000 < loudest < 16_000


def test_it_begins_and_ends_in_silence_and_never_clicks() -> None:
    wave = samples()
    assert wave[0] == 0
    assert abs(wave[-1]) < 5
    # The steepest a sound of this strength is between two samples, at its highest overtone.
    assert max(abs(after - before) for before, after in pairwise(wave)) < 4_000


def test_three_notes_are_struck() -> None:
    wave = samples()
    step = sound.SAMPLES_PER_SECOND // 20
    levels = [max(map(abs, wave[at : at + step])) for at in range(0, len(wave) - step, step)]
    struck = [at for at, (low, high) in enumerate(pairwise(levels)) if high > 1.2 * low]
    assert len(struck) in {2, 3}, levels  # the first is struck at the very start


def test_it_is_made_once() -> None:
    assert chime() is chime()
