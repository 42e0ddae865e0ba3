"""Speaker and player joined: what the talk loop uses."""

import sys
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from local_voice.errors import SpeechUnavailable
from local_voice.speech import sound
from local_voice.speech.player import Player
from local_voice.speech.speaker import Speaker
from local_voice.speech.voice import Voice

RECORDER = """
import pathlib, shutil, sys
folder = pathlib.Path(sys.argv[1])
shutil.copy("sound.wav", folder / f"{len(list(folder.iterdir())):03}.wav")
"""
LONGEST_WAIT = 20.0


class DumbSpeaker(Speaker):
    """A speaker on a machine without an engine; counts how often it was asked."""

    asked = 0

    def sentences(self, text: str) -> list[bytes]:
        self.asked += 1
        raise SpeechUnavailable(f"no engine for {len(text)} characters", "install one")


class Recorded:
    """A player that keeps what it plays, and what the voice said about being silent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reasons: list[str] = []
        self.player = Player([(sys.executable, "-S", "-E", "-c", RECORDER, str(folder))])

    def lengths(self) -> list[float]:
        return [sound.seconds(file.read_bytes()) for file in sorted(self.folder.iterdir())]


@pytest.fixture
def recorded(tmp_path: Path) -> Iterator[Recorded]:
    recorded = Recorded(tmp_path)
    yield recorded
    recorded.player.close()


def test_an_answer_is_said_sentence_by_sentence(recorded: Recorded) -> None:
    with Voice(Speaker(), recorded.player, recorded.reasons.append) as voice:
        assert voice.say("<speak>Lie on your back. Put a pillow under it.</speak>")
        assert voice.wait(LONGEST_WAIT)
    assert len(recorded.lengths()) == 2
    assert all(1 < length < 4 for length in recorded.lengths())
    assert recorded.reasons == []


def test_an_alarm_chimes_and_then_says_what_for(recorded: Recorded) -> None:
    with Voice(Speaker(), recorded.player, recorded.reasons.append) as voice:
        assert voice.ring("Time to take the ice off your back.")
        assert voice.wait(LONGEST_WAIT)
    first, *_ = sorted(recorded.folder.iterdir())
    assert first.read_bytes() == sound.chime()
    assert len(recorded.lengths()) == 2


def test_hush_ends_what_would_go_on_for_long() -> None:
    reasons: list[str] = []
    endless = Player([(sys.executable, "-S", "-E", "-c", "import signal; signal.pause()")])
    with Voice(Speaker(), endless, reasons.append) as voice:
        assert voice.say("One. Two. Three.")
        assert not voice.wait(0)
        voice.hush()
        assert voice.wait(0)
    assert reasons == []


def test_without_an_engine_it_says_so_once_and_an_alarm_still_chimes(recorded: Recorded) -> None:
    speaker = DumbSpeaker()
    with Voice(speaker, recorded.player, recorded.reasons.append) as voice:
        assert not voice.say("Hello.")
        assert not voice.say("Hello again.")
        assert voice.ring("Time.")
        assert voice.wait(LONGEST_WAIT)
    assert recorded.reasons == ["no engine for 6 characters; install one"]
    assert speaker.asked == 1
    assert recorded.lengths() == [sound.seconds(sound.chime())]


def test_without_a_player_it_says_so_once_and_goes_on() -> None:
    reasons: list[str] = []
    with Voice(Speaker(), Player([("no-such-player",)]), reasons.append) as voice:
        assert not voice.say("Hello.")
        assert not voice.ring("Time.")
        voice.hush()
        assert voice.wait(0)
    assert len(reasons) == 1
    assert "no-such-player" in reasons[0]


def test_without_a_sound_card_it_says_so_once_unasked_and_goes_on() -> None:
    reasons: SimpleQueue[str] = SimpleQueue()
    failing = Player([(sys.executable, "-S", "-E", "-c", "raise SystemExit(1)")])
    with Voice(Speaker(), failing, reasons.put) as voice:
        voice.say("Hello.")
        assert "ended with code 1" in reasons.get(timeout=LONGEST_WAIT)
        assert not voice.say("Hello again.")
        assert not voice.ring("Time.")
    assert reasons.empty()
