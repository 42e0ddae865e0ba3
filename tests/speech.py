"""Speech for the tests of listening: espeak-ng's own voices, and noise to mix in."""

import math
import random
from array import array

from local_voice.listener.recording import samples_of
from local_voice.speaker import Speaker

VOICES = ("en-US", "en-GB", "en-US-NYC")
"""Locales of espeak-ng, each with a voice and an accent of its own."""

AROUND = bytes(8_000)  # a quarter of a second of silence before and after, as in any recording


def spoken(text: str, voice: str = VOICES[0], words_per_minute: int = 165) -> bytes:
    """Say `text`: samples, signed 16 bit, mono, 16,000 a second."""
    return AROUND + samples_of(Speaker(voice, words_per_minute).render(text)) + AROUND


def noisy(samples: bytes, decibels: float, seed: int) -> bytes:
    """Mix white noise into what `spoken` gave, `decibels` below the mean power of the speech.

    The same `seed` makes the same noise.
    """
    clean = array("h", samples)
    speech = clean[len(AROUND) // 2 : -len(AROUND) // 2]
    power = sum(value * value for value in speech) / len(speech)
    deviation = math.sqrt(power / 10 ** (decibels / 10))
    gauss = random.Random(seed).gauss  # noqa: S311 - nothing secret
    mixed = (round(value + gauss(0, deviation)) for value in clean)
    return array("h", [max(-32_768, min(32_767, value)) for value in mixed]).tobytes()
