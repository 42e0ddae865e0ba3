"""The one sound format of the local voice, and the chime of its alarms.

WAV, mono, 16 bit, 22,050 samples a second: what espeak-ng makes, so nothing has to be resampled.
"""

import io
import math
import wave
from array import array
from functools import cache

SAMPLES_PER_SECOND = 22_050
BYTES_PER_SAMPLE = 2
BYTES_PER_SECOND = SAMPLES_PER_SECOND * BYTES_PER_SAMPLE
QUIET = 100  # of 32,767: below this a sample is not heard

_FULL = 32_768
_KNEE = 0.5  # of full scale: louder than this, a sample is bent
_CEILING = 0.89  # of full scale, -1 dB: players that resample need the rest

# The chime: three soft bell notes, rising. Hertz and the second each note starts at: C, E, G, a
# major chord in equal temperament from A 440.
_NOTES = ((523.25, 0.0), (659.26, 0.25), (783.99, 0.5))
_OVERTONES = ((1, 1.0), (2, 0.3), (3, 0.1))  # multiple of the note, share of its strength
_CHIME_SECONDS = 1.5
_LOUDNESS = 0.9  # of full scale, at most: -12.6 LUFS, 3 more than speech, for it has to wake people
_FADE_IN = 0.01  # seconds; a note that starts at once clicks
_DECAY = 4.0  # e-foldings a second, as a struck bell
_FADE_OUT = 0.2  # seconds at the very end


def silence(seconds: float) -> bytes:
    """Make frames of silence, without a header."""
    return bytes(round(seconds * SAMPLES_PER_SECOND) * BYTES_PER_SAMPLE)


def wav(frames: bytes) -> bytes:
    """Put a whole WAV file around `frames` (signed 16 bit samples)."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(BYTES_PER_SAMPLE)
        out.setframerate(SAMPLES_PER_SECOND)
        out.writeframes(frames)
    return file.getvalue()


def frames(data: bytes) -> bytes:
    """Take the samples out of a WAV file.

    Raises `wave.Error` or EOFError when it is not one of this format.
    """
    with wave.open(io.BytesIO(data)) as source:
        found = (source.getnchannels(), source.getsampwidth(), source.getframerate())
        if found != (1, BYTES_PER_SAMPLE, SAMPLES_PER_SECOND):
            raise wave.Error(f"channels, bytes a sample, samples a second are {found}")
        return bytes(source.readframes(source.getnframes()))


def trimmed(frames: bytes) -> bytes:
    """Cut the silence off the end."""
    samples = array("h", frames)
    end = len(samples)
    while end and abs(samples[end - 1]) < QUIET:
        end -= 1
    return samples[:end].tobytes()


def louder(frames: bytes, decibels: float) -> bytes:
    """Raise the loudness; what would be too loud is bent to stay below full scale, not cut."""
    table = _bent(decibels)
    return array("h", map(table.__getitem__, array("h", frames))).tobytes()


@cache
def _bent(decibels: float) -> list[int]:
    """What becomes of each sample; those below zero stand at the end, where they index it."""
    gain = 10 ** (decibels / 20) / _FULL
    return [_limited(sample * gain) for sample in (*range(_FULL), *range(-_FULL, 0))]


def _limited(level: float) -> int:
    over = abs(level) - _KNEE
    if over > 0:
        room = _CEILING - _KNEE
        level = math.copysign(_KNEE + room * math.tanh(over / room), level)
    return round(level * (_FULL - 1))


def seconds(data: bytes) -> float:
    """Tell how long a WAV file of this format sounds."""
    return len(frames(data)) / BYTES_PER_SECOND


@cache
def chime() -> bytes:
    """Give the chime as a WAV file: computed when first asked for (some 0.2 s), then kept."""
    samples = round(_CHIME_SECONDS * SAMPLES_PER_SECOND)
    signal = [_chime_at(index / SAMPLES_PER_SECOND) for index in range(samples)]
    scale = _LOUDNESS * 32767 / max(map(abs, signal))
    return wav(array("h", (round(value * scale) for value in signal)).tobytes())


def _chime_at(second: float) -> float:
    ending = min(1.0, (_CHIME_SECONDS - second) / _FADE_OUT)
    return ending * sum(_note(pitch, second - start) for pitch, start in _NOTES if second >= start)


def _note(pitch: float, age: float) -> float:
    envelope = min(1.0, age / _FADE_IN) * math.exp(-_DECAY * age)
    return envelope * sum(
        share * math.sin(2 * math.pi * pitch * multiple * age) for multiple, share in _OVERTONES
    )
