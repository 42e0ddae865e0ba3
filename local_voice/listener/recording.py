"""Recordings as the recogniser wants them: signed 16 bit samples, mono, 16,000 a second."""

from array import array
from pathlib import Path

from local_voice.errors import ListeningUnavailable, RecordingUnusable
from local_voice.files import read_bytes

SAMPLES_PER_SECOND = 16_000
BYTES_PER_SAMPLE = 2
BYTES_PER_SECOND = SAMPLES_PER_SECOND * BYTES_PER_SAMPLE
LONGEST = 60.0  # seconds; nobody says one thing for longer
REMEDY = """run 'pip install "back-spasm-guide[listen]"'"""

_LARGEST = 128 << 20  # bytes; a minute at the highest rate, for eight ears
_RECORD_ANEW = "record it as WAV, FLAC or MP3"
_PIECE = SAMPLES_PER_SECOND // 50


def samples_of(source: bytes | Path) -> bytes:
    """Take the samples out of a WAV, FLAC or MP3 file, brought to one channel at 16,000 a second.

    Raises `RecordingUnusable` that names the file and what is wrong with it, and
    `ListeningUnavailable` where what listens is not installed.
    """
    name = str(source) if isinstance(source, Path) else "the recording"
    try:
        data = read_bytes(source, _LARGEST) if isinstance(source, Path) else source
    except OSError as error:
        raise RecordingUnusable(
            f"{name} cannot be read ({error.strerror})", _RECORD_ANEW
        ) from error
    try:
        import miniaudio  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise ListeningUnavailable("the decoder miniaudio is not installed", REMEDY) from error
    made = array("h")
    try:
        sound = miniaudio.stream_memory(
            data, miniaudio.SampleFormat.SIGNED16, 1, SAMPLES_PER_SECOND, SAMPLES_PER_SECOND
        )
        for piece in sound:
            made += piece
            if len(made) > LONGEST * SAMPLES_PER_SECOND:
                much = f"{name} is longer than {LONGEST:g} seconds"
                raise RecordingUnusable(much, "record less at once")
    except miniaudio.MiniaudioError as error:
        raise RecordingUnusable(f"{name} is no recording that can be read", _RECORD_ANEW) from error
    if not made:
        raise RecordingUnusable(f"{name} has no sound in it", _RECORD_ANEW)
    return made.tobytes()


def decibels_above_quiet(samples: bytes) -> float:
    """How far the loud tenth of 20 ms pieces stands above the quiet tenth; 0.0 for too few."""
    import numpy as np  # noqa: PLC0415 - comes with what listens

    wave = np.frombuffer(samples, "<i2").astype(np.float64)
    pieces = wave[: len(wave) // _PIECE * _PIECE].reshape(-1, _PIECE)
    if not len(pieces):
        return 0.0
    quiet, loud = np.percentile((pieces**2).sum(axis=1) + 1, (10, 90))
    return float(10 * np.log10(loud / quiet))
