"""How loud a sound is to people: LUFS, after ITU-R BS.1770-4, of one channel."""

import math
from typing import Any

import numpy as np

from local_voice.speech import sound

_BLOCK, _STEP = 0.4, 0.1  # seconds
_SILENT, _BELOW = -70.0, 10.0  # LUFS, and LU below the mean: quieter blocks do not count
_OFFSET = -0.691
_NOTHING = 1e-12
# Two filters, as of the head and of the ear: hertz, quality; the first lifts by so many decibels.
_HEAD, _LIFT = (1681.974, 0.70718), 3.99984
_EAR = (38.13547, 0.50033)


def loudness(wav: bytes) -> float:
    samples = np.frombuffer(sound.frames(wav), "<i2") / 32_768
    rate = sound.SAMPLES_PER_SECOND
    size = 1 << (len(samples) + rate).bit_length()  # silence follows, in which the filters die away
    s = 2j * math.pi * np.fft.rfftfreq(size, 1 / rate)
    weighted = np.fft.irfft(np.fft.rfft(samples, size) * _weights(s), size)[: len(samples)]
    block, step = round(_BLOCK * rate), round(_STEP * rate)
    begins = range(0, len(samples) - block + 1, step)
    powers = np.array([np.mean(weighted[at : at + block] ** 2) for at in begins])
    loud = powers[_lufs(powers) > _SILENT]
    return float(_lufs(loud[_lufs(loud) > _lufs(loud.mean()) - _BELOW].mean()))


def _weights(s: Any) -> Any:  # noqa: ANN401 - arrays of complex numbers
    turn, quality, lift = 2 * math.pi * _HEAD[0], _HEAD[1], 10 ** (_LIFT / 20)
    shelf = lift * s**2 + math.sqrt(lift) * turn / quality * s + turn**2
    shelf /= s**2 + turn / quality * s + turn**2
    turn, quality = 2 * math.pi * _EAR[0], _EAR[1]
    return shelf * s**2 / (s**2 + turn / quality * s + turn**2)


def _lufs(powers: Any) -> Any:  # noqa: ANN401 - one or an array
    return _OFFSET + 10 * np.log10(np.maximum(powers, _NOTHING))
