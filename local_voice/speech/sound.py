"""The one sound format of the local voice: WAV, mono, 16 bit, 22,050 samples a second.

It is what espeak-ng produces, so nothing has to be resampled.
"""

import io
import wave
from array import array

SAMPLES_PER_SECOND = 22_050
BYTES_PER_SAMPLE = 2
BYTES_PER_SECOND = SAMPLES_PER_SECOND * BYTES_PER_SAMPLE
QUIET = 100  # of 32,767: below this a sample is not heard


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


def seconds(data: bytes) -> float:
    """Tell how long a WAV file of this format sounds."""
    return len(frames(data)) / BYTES_PER_SECOND
