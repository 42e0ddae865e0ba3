"""The alarm's chime, made by arithmetic: three soft bell notes, rising."""

import math
from array import array
from functools import cache

from local_voice.speech import sound

SECONDS = 1.5
LOUDNESS = 0.35  # of full scale, at most: heard across a room, never a fright

# Hertz and the second each note starts at: C, E, G, a major chord in equal temperament from A 440.
NOTES = ((523.25, 0.0), (659.26, 0.25), (783.99, 0.5))
OVERTONES = ((1, 1.0), (2, 0.3), (3, 0.1))  # multiple of the note, share of its strength
FADE_IN = 0.01  # seconds; a note that starts at once clicks
DECAY = 4.0  # e-foldings a second, as a struck bell
FADE_OUT = 0.2  # seconds at the very end


@cache
def chime() -> bytes:
    """Give the chime as a WAV file: computed when first asked for (some 0.2 s), then kept."""
    signal = [_at(index / sound.SAMPLES_PER_SECOND) for index in range(_SAMPLES)]
    scale = LOUDNESS * 32767 / max(map(abs, signal))
    samples = array("h", (round(value * scale) for value in signal))
    return sound.wav(samples.tobytes())


_SAMPLES = round(SECONDS * sound.SAMPLES_PER_SECOND)


def _at(second: float) -> float:
    ending = min(1.0, (SECONDS - second) / FADE_OUT)
    return ending * sum(_note(pitch, second - start) for pitch, start in NOTES if second >= start)


def _note(pitch: float, age: float) -> float:
    envelope = min(1.0, age / FADE_IN) * math.exp(-DECAY * age)
    return envelope * sum(
        share * math.sin(2 * math.pi * pitch * multiple * age) for multiple, share in OVERTONES
    )
