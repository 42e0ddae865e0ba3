"""Recordings as the recogniser wants them: signed 16 bit samples, mono, 16,000 a second.

The standard library's audioop is gone in Python 3.13, so the little that is needed stands here.
"""

import io
import math
import sys
import wave
from array import array
from collections.abc import Sequence
from functools import lru_cache
from operator import mul
from pathlib import Path

from local_voice.errors import RecordingUnusable
from local_voice.files import read_bytes

SAMPLES_PER_SECOND = 16_000
BYTES_PER_SAMPLE = 2
BYTES_PER_SECOND = SAMPLES_PER_SECOND * BYTES_PER_SAMPLE
RATES = range(8_000, 192_001)  # samples a second: of fewer, speech is hardly left
LONGEST = 60.0  # seconds; nobody says one thing for longer

_LARGEST = 128 << 20  # bytes; a minute at the highest rate, for eight ears
_REMEDY = "record it as WAV, 16 bit, at 16,000 samples a second"
_PIECE = SAMPLES_PER_SECOND // 50
_SINC_WIDTH = 8  # zero crossings on either side: steep enough for speech


def samples_of(source: bytes | Path) -> bytes:
    """Take the samples out of a WAV file, brought to one channel at 16,000 a second.

    Raises `RecordingUnusable` that names the file and what is wrong with it.
    """
    name = str(source) if isinstance(source, Path) else "the recording"
    try:
        data = read_bytes(source, _LARGEST) if isinstance(source, Path) else source
        with wave.open(io.BytesIO(data)) as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            frames = file.readframes(file.getnframes())
    except OSError as error:
        raise RecordingUnusable(f"{name} cannot be read ({error.strerror})", _REMEDY) from error
    except (wave.Error, EOFError, RuntimeError) as error:  # the last for chunks of no size at all
        raise RecordingUnusable(
            f"{name} is no WAV file of plain 16 bit samples", _REMEDY
        ) from error
    if width != BYTES_PER_SAMPLE or rate not in RATES:
        found = f"{8 * width} bit at {rate:,} samples a second"
        raise RecordingUnusable(f"{name} has {found}", _REMEDY)
    samples = _native(frames[: len(frames) - len(frames) % (BYTES_PER_SAMPLE * channels)])
    if not samples:
        raise RecordingUnusable(f"{name} has no sound in it", _REMEDY)
    if len(samples) > LONGEST * rate * channels:
        raise RecordingUnusable(f"{name} is longer than {LONGEST:g} seconds", "record less at once")
    if channels > 1:
        samples = array("h", [sum(samples[i : i + channels]) // channels
                              for i in range(0, len(samples), channels)])  # fmt: skip
    return _little_endian(resampled(samples, rate))


def decibels_above_quiet(samples: bytes) -> float:
    """How far the loud tenth of 20 ms pieces stands above the quiet tenth; 0.0 for too few."""
    heard = _native(samples)
    pieces = [heard[at : at + _PIECE] for at in range(0, len(heard) - _PIECE + 1, _PIECE)]
    powers = sorted(sum(map(mul, piece, piece)) + 1 for piece in pieces)
    if not powers:
        return 0.0
    return 10 * math.log10(powers[len(powers) * 9 // 10] / powers[len(powers) // 10])


def resampled(samples: Sequence[int], rate: int) -> "array[int]":
    """Bring `samples` from `rate` a second to 16,000, through a windowed sinc."""
    if rate == SAMPLES_PER_SECOND:
        return array("h", samples)
    step = math.gcd(rate, SAMPLES_PER_SECOND)
    up, down = SAMPLES_PER_SECOND // step, rate // step
    filters = _filters(up, down)
    half = len(filters[0]) // 2
    padded = [0] * half + list(samples) + [0] * (half + 1)
    made = array("h")
    for number in range(len(samples) * up // down):
        at, phase = divmod(number * down, up)
        value = sum(map(mul, filters[phase], padded[at + 1 : at + 1 + 2 * half]))
        made.append(max(-32_768, min(32_767, round(value))))
    return made


@lru_cache(maxsize=4)
def _filters(up: int, down: int) -> list[list[float]]:
    """For each phase, the weights of the samples around; what 16,000 cannot hold is cut off."""
    cutoff = min(1.0, up / down)
    half = math.ceil(_SINC_WIDTH / cutoff)
    return [
        [_weight(at - half + 1 - phase / up, cutoff, half) for at in range(2 * half)]
        for phase in range(up)
    ]


def _weight(offset: float, cutoff: float, half: int) -> float:
    window = math.cos(math.pi / 2 * min(1.0, abs(offset) / half)) ** 2
    turn = math.pi * offset * cutoff
    return cutoff * window * (math.sin(turn) / turn if turn else 1.0)


def _native(frames: bytes) -> "array[int]":
    samples = array("h", frames)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _little_endian(samples: "array[int]") -> bytes:
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()
