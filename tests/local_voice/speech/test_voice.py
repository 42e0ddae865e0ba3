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
NO_SOUND = (
    "No sound: plug in or switch on a loudspeaker, and on Linux install alsa-utils. "
    "The talk goes on in print."
)


class DumbSpeaker(Speaker):
    """A speaker on a machine without an engine; counts how often it was asked."""

    asked = 0

    def sentences(self, text: str, *, slowly: bool = False) -> list[bytes]:
        self.asked += 1
        raise SpeechUnavailable(f"no engine ({text}, {slowly})", "install an engine")


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
    assert recorded.reasons == ["No sound: install an engine. The talk goes on in print."]
    assert speaker.asked == 1
    assert recorded.lengths() == [sound.seconds(sound.chime())]


def test_without_a_player_it_says_so_once_and_goes_on() -> None:
    reasons: list[str] = []
    with Voice(Speaker(), Player([("no-such-player",)]), reasons.append) as voice:
        assert not voice.say("Hello.")
        assert not voice.ring("Time.")
        voice.hush()
        assert voice.wait(0)
    assert reasons == [NO_SOUND]


def test_without_a_sound_card_it_says_so_once_unasked_and_goes_on() -> None:
    reasons: SimpleQueue[str] = SimpleQueue()
    failing = Player([(sys.executable, "-S", "-E", "-c", "raise SystemExit(1)")])
    with Voice(Speaker(), failing, reasons.put) as voice:
        voice.say("Hello.")
        assert reasons.get(timeout=LONGEST_WAIT) == NO_SOUND
        assert not voice.say("Hello again.")
        assert not voice.ring("Time.")
    assert reasons.empty()


@pytest.mark.parametrize(
    ("said", "now", "rate", "decibels"),
    [
        ("speak slower", "slower", 128, 5.0),
        ("Please speak a little more slowly.", "slower", 128, 5.0),
        ("slow down", "slower", 128, 5.0),
        ("can you talk faster please", "faster", 176, 5.0),
        ("louder", "louder", 150, 9.0),
        ("speak up louder", "louder", 150, 9.0),
        ("a bit quieter", "quieter", 150, 1.0),
        ("my back gets better slowly", "", 150, 5.0),
        ("should i lift slower", "", 150, 5.0),
    ],
)
def test_the_voice_grants_a_wish(
    recorded: Recorded, said: str, now: str, rate: int, decibels: float
) -> None:
    speaker = Speaker()
    with Voice(speaker, recorded.player, recorded.reasons.append) as voice:
        assert voice.wish(said) == now
    assert (speaker.words_per_minute, speaker.decibels) == (rate, decibels)


def test_no_wish_makes_the_voice_useless(recorded: Recorded) -> None:
    speaker = Speaker()
    with Voice(speaker, recorded.player, recorded.reasons.append) as voice:
        for wish in ("slower", "quieter"):
            for _ in range(20):
                voice.wish(wish)
        assert (speaker.words_per_minute, speaker.decibels) == (80, -19.0)
        for wish in ("faster", "louder"):
            for _ in range(40):
                voice.wish(wish)
        assert (speaker.words_per_minute, speaker.decibels) == (300, 13.0)
