"""What a recording is like outside a studio: noises, a room, a bang. The same at each run."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from local_voice.listener.recording import SAMPLES_PER_SECOND
from tests.support.spoken_wavs import AROUND

Wave = NDArray[np.float64]
Noise = Callable[[int, np.random.Generator], Wave]
"""So many samples of it."""

_ROOM = 0.45  # seconds in which a living room's echo falls by 60 decibels
_TALKERS = 6
_EDGE = len(AROUND) // 2  # samples


def _white(size: int, rng: np.random.Generator) -> Wave:
    return rng.standard_normal(size)


def _shaped(size: int, rng: np.random.Generator, power: Callable[[Any], Any]) -> Wave:
    """Noise whose power at each frequency (in hertz) is that."""
    hertz = np.fft.rfftfreq(size, 1 / SAMPLES_PER_SECOND)
    random = rng.standard_normal(len(hertz)) + 1j * rng.standard_normal(len(hertz))
    made: Wave = np.fft.irfft(random * np.sqrt(power(hertz)), size)
    return made / float(made.std())


def _fan(size: int, rng: np.random.Generator) -> Wave:
    """Pink noise, and the hum of a motor with its overtones."""
    made = _shaped(size, rng, lambda hertz: 1 / np.maximum(hertz, 40))
    at = np.arange(size) / SAMPLES_PER_SECOND
    for overtone, loudness in ((1, 0.35), (2, 0.25), (3, 0.1)):
        made += loudness * np.sin(2 * np.pi * 118 * overtone * at + rng.uniform(0, 6))
    return made


def _kettle(size: int, rng: np.random.Generator) -> Wave:
    """A hiss that swells and wavers, and bubbles that burst in it."""
    made = _shaped(size, rng, lambda hertz: ((hertz > 400) & (hertz < 5_500)).astype(float))
    at = np.arange(size) / SAMPLES_PER_SECOND
    made *= (1 + at / at[-1] / 2) * np.exp(0.4 * _shaped(size, rng, lambda hertz: hertz < 18))
    time = np.arange(800) / SAMPLES_PER_SECOND
    for _ in range(int(size / SAMPLES_PER_SECOND * 14)):
        start, pitch = rng.integers(0, size - 800), rng.uniform(300, 1_200)
        bubble = np.exp(-time * 120) * np.sin(2 * np.pi * pitch * (1 + 6 * time) * time)
        made[start : start + 800] += rng.uniform(0.5, 2) * bubble
    return made


def _kitchen(size: int, rng: np.random.Generator) -> Wave:
    """A fan, now and then running water, and plates that touch."""
    at = np.arange(size) / SAMPLES_PER_SECOND
    water = _shaped(size, rng, lambda hertz: (hertz > 900).astype(float))
    made = 0.6 * _fan(size, rng) + 0.6 * water * (
        np.sin(2 * np.pi * at / 3 + rng.uniform(0, 6)) > 0
    )
    time = np.arange(3_200) / SAMPLES_PER_SECOND
    for _ in range(1 + int(size / SAMPLES_PER_SECOND * 1.5)):
        start = rng.integers(0, size - len(time))
        clink = sum(np.sin(2 * np.pi * rng.uniform(1_800, 6_500) * time) for _ in range(3))
        made[start : start + len(time)] += rng.uniform(0.5, 2) * np.exp(-time * 45) * clink
    return made


def babble(strangers: Sequence[bytes]) -> Noise:
    """Six people who talk of other things, all at once."""
    return partial(_babble, [_wave(each)[_EDGE:-_EDGE] for each in strangers])


def _babble(strangers: Sequence[Wave], size: int, rng: np.random.Generator) -> Wave:
    made = np.zeros(size)
    for number in rng.choice(len(strangers), _TALKERS, replace=False):
        heard = strangers[number]
        made += np.roll(np.resize(heard / heard.std(), size), rng.integers(size))
    return made


NOISES: Mapping[str, Noise] = {
    "white": _white, "fan": _fan, "kettle": _kettle, "kitchen": _kitchen,
}  # fmt: skip


def in_noise(samples: bytes, noise: Noise, decibels: float) -> bytes:
    """Mixed with a noise whose mean power is `decibels` below that of the speech."""
    clean = _wave(samples)
    made = noise(len(clean), np.random.default_rng(crc32(samples)))
    speech = np.trim_zeros(clean).std()
    return _samples(clean + made * speech / made.std() / 10 ** (decibels / 20))


def in_room(samples: bytes) -> bytes:
    """As from across a living room: the echo as loud as the voice itself."""
    clean = _wave(samples)
    rng = np.random.default_rng(crc32(samples))
    at = np.arange(int(_ROOM * SAMPLES_PER_SECOND)) / SAMPLES_PER_SECOND
    echo = rng.standard_normal(len(at)) * np.exp(-6.9 * at / _ROOM)
    echo /= np.sqrt((echo**2).sum())
    echo[0] = 1.0
    size = len(clean) + len(echo)
    made = np.fft.irfft(np.fft.rfft(clean, size) * np.fft.rfft(echo, size), size)
    return _samples(made * clean.std() / made.std())


def bang(seed: int) -> bytes:
    """A noise with no word in it, as of a door or a cough: a burst that dies away."""
    rng = np.random.default_rng(seed)
    at = np.arange(SAMPLES_PER_SECOND // 2) / SAMPLES_PER_SECOND
    low = rng.uniform(80, 1_500)
    made = _shaped(len(at), rng, lambda hertz: ((hertz > low) & (hertz < 4 * low)).astype(float))
    burst = made * np.exp(-at * rng.uniform(6, 30)) * np.minimum(1, at * rng.uniform(20, 400))
    return AROUND + _samples(burst / np.abs(burst).max() * 12_000) + AROUND


def _wave(samples: bytes) -> Wave:
    return np.frombuffer(samples, "<i2").astype(np.float64)


def _samples(wave: Wave) -> bytes:
    return np.clip(np.round(wave), -32_768, 32_767).astype("<i2").tobytes()
