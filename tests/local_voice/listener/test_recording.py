"""Recordings of every kind, made with the standard library's own wave."""

import io
import math
import struct
import wave
from array import array
from itertools import pairwise
from pathlib import Path

import pytest

from local_voice.errors import RecordingUnusable
from local_voice.listener.recording import decibels_above_quiet, samples_of


def recorded(samples: list[int], rate: int = 16_000, channels: int = 1, width: int = 2) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate)
        out.writeframes(b"".join(s.to_bytes(width, "little", signed=True) for s in samples))
    return file.getvalue()


def heard(wav: bytes) -> list[int]:
    return array("h", samples_of(wav)).tolist()


def tone(hertz: int, rate: int, seconds: float = 0.25) -> list[int]:
    return [
        round(10_000 * math.sin(2 * math.pi * hertz * at / rate))
        for at in range(int(rate * seconds))
    ]


def loudness(samples: list[int]) -> float:
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples))


def test_what_is_right_already_stays_as_it_is() -> None:
    assert heard(recorded([0, 1, -1, 32_767, -32_768])) == [0, 1, -1, 32_767, -32_768]


def test_two_channels_become_their_mean() -> None:
    assert heard(recorded([100, 300, -100, -200, 5, 5], channels=2)) == [200, -150, 5]


@pytest.mark.parametrize("rate", [8_000, 11_025, 22_050, 44_100, 48_000])
def test_another_rate_keeps_length_pitch_and_loudness(rate: int) -> None:
    got = heard(recorded(tone(440, rate), rate))
    wanted = tone(440, 16_000)
    assert abs(len(got) - len(wanted)) <= 2
    middle = slice(500, 3500)
    assert abs(loudness(got[middle]) / loudness(wanted[middle]) - 1) < 0.02
    turns = [sum(a < 0 <= b for a, b in pairwise(sound[middle])) for sound in (got, wanted)]
    assert abs(turns[0] - turns[1]) <= 1


def test_silence_is_a_recording_too() -> None:
    assert heard(recorded([0] * 160)) == [0] * 160


def test_a_recording_that_was_cut_off_is_heard_as_far_as_it_goes() -> None:
    assert heard(recorded(list(range(100)))[:-101]) == list(range(49))


def test_how_far_speech_stands_above_the_quiet_is_measured() -> None:
    half = [100, -100] * 1_600
    loud = [1_000, -1_000] * 1_600
    assert round(decibels_above_quiet(array("h", half + loud).tobytes()), 1) == 20.0
    assert decibels_above_quiet(b"") == 0.0


def of_format(code: int, more: bytes = b"") -> bytes:
    """A WAV file of floating point numbers, its format told by `code` and what is `more`."""
    about = struct.pack("<HHIIHH", code, 1, 16_000, 64_000, 4, 32) + more
    chunks = struct.pack("<4s4sI", b"WAVE", b"fmt ", len(about)) + about
    chunks += struct.pack("<4sI", b"data", 400) + bytes(400)
    return struct.pack("<4sI", b"RIFF", len(chunks)) + chunks


FLOAT, EXTENSIBLE = 3, 0xFFFE
SUBFORMAT = struct.pack("<HHII", 22, 32, 4, FLOAT) + bytes.fromhex("00001000800000aa00389b71")
USUAL = {
    "floating point": of_format(FLOAT),
    "extensible": of_format(EXTENSIBLE, SUBFORMAT),
    "eight bit": recorded([0] * 100, width=1),
    "24 bit": recorded([0] * 100, width=3),
}


@pytest.mark.parametrize("kind", USUAL)
def test_every_usual_format_is_heard(kind: str) -> None:
    assert len(heard(USUAL[kind])) == 100


@pytest.mark.parametrize("kind", ["flac", "mp3"])
def test_a_compressed_recording_is_heard_too(kind: str) -> None:
    """Each file is `tone(440, 16_000)`; an MP3 file is padded to whole frames."""
    file = Path(__file__).parents[2] / "data" / f"tone.{kind}"
    got = array("h", samples_of(file)).tolist()
    assert 4_000 <= len(got) <= 6_000
    middle = got[1_500:3_500]
    assert abs(loudness(middle) / loudness(tone(440, 16_000)) - 1) < 0.1
    turns = sum(a < 0 <= b for a, b in pairwise(middle))
    assert abs(turns - 440 * 2_000 / 16_000) <= 1


UNREADABLE = "is no recording that can be read"
UNUSABLE = {
    "no WAV": (b"MThd this is music", UNREADABLE),
    "empty": (b"", UNREADABLE),
    "chunks of no size": (b"RIFFxxxxWAVE" + b"\xff" * 200, UNREADABLE),
    "too long": (recorded([0] * 8_000 * 61, rate=8_000), "is longer than 60 seconds"),
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_what_cannot_be_used_is_named_with_its_remedy(kind: str, tmp_path: Path) -> None:
    data, problem = UNUSABLE[kind]
    file = tmp_path / "question.wav"
    file.write_bytes(data)
    with pytest.raises(RecordingUnusable) as unusable:
        samples_of(file)
    assert str(unusable.value).startswith(f"{file} {problem}")
    assert "; record " in str(unusable.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordingUnusable, match=r"gone\.wav cannot be read \(No such file"):
        samples_of(tmp_path / "gone.wav")


def test_a_file_without_end_is_named() -> None:
    with pytest.raises(RecordingUnusable, match=r"/dev/zero cannot be read \(more than 128 MB\)"):
        samples_of(Path("/dev/zero"))
