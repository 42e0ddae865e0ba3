"""Speech to speech: espeak's WAV in, recogniser, resolver, skill, and the voice's WAV out."""

import math
import os
import signal
import subprocess
import sys
import wave
from array import array
from collections.abc import Sequence
from pathlib import Path

import pytest

from local_voice.speech import sound
from tests.support.at_terminal import killed_if_late, person, run_command
from tests.support.spoken_wavs import VOICES, as_wav, noisy, spoken

ICE = (
    "Guide: Ice your back for twenty to thirty minutes at a time, the article says. British "
    "hospitals say to stop at twenty minutes. Ice soothes sore muscles and reduces inflammation. "
    "Wrap the pack in a towel, never ice bare skin, and don't fall asleep on it. Shall I start a "
    "twenty minute ice timer?"
)
WORK = (
    "Guide: Stay at work if you can, or go back soon. Your back need not be free of pain, and "
    "lighter tasks help at first. Split jobs into small steps, with rests. At a screen, take "
    "short, frequent breaks. When you stand for long, put one foot on a low stool, or change "
    "position every few minutes. Shall I tell you more?"
)
CHIROPRACTOR = (
    "Guide: The chiropractor who wrote this guidance recommends a visit. In her view, a "
    "chiropractor can remove subluxations that may cause muscle imbalances. After a fall, "
    "fever, cancer or spine surgery, or with thin bones, numbness or blood thinners, see a "
    "doctor first. Chiropractors can suggest core exercises. Shall I tell you more?"
)
ASKED_AGAIN = "Alexa: I did not hear that well. Please say it again."

# A player that keeps what it is given, and recorders that give what lies there.
PLAYER = '#!/bin/sh\ncp sound.wav "$HEARD/$(ls "$HEARD" | wc -l).wav"\n'
RECORDER = '#!/bin/sh\ncat "$SAID"; [ -n "$ENDS" ] || exec cat /dev/zero\n'


@pytest.fixture
def home(tmp_path: Path, cache_folder: Path) -> dict[str, str]:
    """An environment with an empty user data folder, a loudspeaker and a microphone."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, script in (("aplay", PLAYER), ("arecord", RECORDER)):
        (programs / name).write_text(script)
        (programs / name).chmod(0o755)
    (tmp_path / "heard").mkdir()
    return {
        **os.environ,
        "PATH": f"{programs}:/usr/bin:/bin",
        "HEARD": str(tmp_path / "heard"),
        "SAID": str(tmp_path / "said.raw"),
        "ENDS": "1",
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CACHE_HOME": str(cache_folder),
        "NO_COLOR": "1",
        "TERM": "xterm",
    }


def talk(
    *arguments: str | Path, typed: str = "", environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return run_command("talk", *arguments, typed=typed, environment=environment)


def recordings(folder: Path, sounds: Sequence[bytes]) -> list[Path]:
    files = [folder / f"{number}.wav" for number in range(len(sounds))]
    for file, samples in zip(files, sounds, strict=True):
        file.write_bytes(as_wav(samples))
    return files


def lines(run: subprocess.CompletedProcess[str], who: str) -> list[str]:
    return [line for line in run.stdout.splitlines() if line.startswith(f"{who}: ")]


def loudness(wav: bytes) -> float:
    samples = array("h", sound.frames(wav))
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples))


def heard_out(folder: Path) -> list[bytes]:
    """What the loudspeaker was given, in order."""
    files = sorted((folder / "heard").iterdir(), key=lambda file: int(file.stem))
    return [file.read_bytes() for file in files]


NO_MICROPHONE = (
    "I cannot hear you: plug in or switch on a microphone; on Linux install alsa-utils, elsewhere "
    "sox. Typing goes on."
)


def test_a_whole_talk_goes_from_speech_to_speech(home: dict[str, str], tmp_path: Path) -> None:
    said = ("how long should i ice my back", "yes", "start an ice timer for ten minutes")
    files = recordings(tmp_path, [spoken(text) for text in said])
    run = talk("--wav", *files, environment=home)
    assert lines(run, "You") == [f"You: {text}" for text in said]
    answers = lines(run, "Guide")
    assert [line.replace("about ", "") for line in answers[1:]] == [
        ICE,
        (
            "Guide: Your ice timer is set for twenty minutes. Keep the pack wrapped in a towel, "
            "and check your skin now and then. Shall I remind you to ice again in two hours?"
        ),
        # the number is read back by the answer itself
        (
            "Guide: Your ice timer still has twenty minutes left. Shall I start over with "
            "ten minutes?"
        ),
    ]
    spoken_back = heard_out(tmp_path)
    assert len(spoken_back) > len(answers)  # a WAV file a sentence
    assert all(loudness(wav) > 300 for wav in spoken_back)
    assert (run.stderr, run.returncode) == ("", 0)


def test_each_voice_is_heard_and_noise_never_makes_it_wrong(
    home: dict[str, str], tmp_path: Path
) -> None:
    said = ("when can i go back to work", "should i see a chiropractor")
    clean = [spoken(text, voice) for text in said for voice in VOICES]
    loud = [noisy(samples, 12, seed) for seed, samples in enumerate(clean)]
    run = talk("--mute", "--wav", *recordings(tmp_path, clean + loud), environment=home)
    _welcome, *turns = (line for line in run.stdout.splitlines() if not line.startswith("("))
    heard, answers = turns[::2], turns[1::2]
    assert heard[:6] == [f"You: {text}" for text in said for _ in VOICES]
    right = [answer for answer in (WORK, CHIROPRACTOR) for _ in VOICES]
    assert answers[:6] == right
    doubts = [words.endswith("?") for words in heard[6:]]
    assert not all(doubts)
    for words, answer, expected in zip(heard[6:], answers[6:], right, strict=True):
        asked = f"Alexa: Did you say {words.removeprefix('You: ')}?"
        assert answer in ([ASKED_AGAIN] if words.endswith("?") else [expected, asked])


def test_what_is_unsure_is_asked_for_again(home: dict[str, str], tmp_path: Path) -> None:
    nothing, stranger = bytes(32_000), spoken("order a large pizza")
    files = recordings(
        tmp_path, [stranger, nothing, spoken("how long should i ice my back"), nothing]
    )
    run = talk("--mute", "--wav", *files, environment=home)
    assert lines(run, "Alexa") == [ASKED_AGAIN] * 3
    assert len([line for line in lines(run, "You") if line.endswith("?")]) == 1


def test_a_recording_of_both_ears_is_heard_as_well(home: dict[str, str], tmp_path: Path) -> None:
    samples = array("h", spoken("how long should i ice my back")).tolist()
    both_ears = tmp_path / "stereo.wav"
    with wave.open(str(both_ears), "wb") as out:
        out.setparams((2, 2, 16_000, 0, "NONE", ""))
        out.writeframes(array("h", [s for sample in samples for s in (sample, sample)]).tobytes())
    run = talk("--mute", "--wav", both_ears, environment=home)
    assert lines(run, "You") == ["You: how long should i ice my back"]


def test_a_broken_recording_is_one_line_and_nothing_is_said(
    home: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "broken.wav").write_bytes(b"RIFF\x00\x00")
    run = talk("--mute", "--wav", tmp_path / "broken.wav", environment=home)
    assert run.stderr.startswith(
        f"back-spasm-guide: {tmp_path}/broken.wav is no recording that can be read"
    )
    assert run.stderr.count("\n") == 1
    assert (run.stdout, run.returncode) == ("", 2)


def test_without_the_recogniser_one_line_says_how_to_get_it(
    home: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "onnxruntime.py").write_text("raise ImportError(name='onnxruntime')")
    without = {**home, "PYTHONPATH": str(tmp_path)}
    remedy = """run 'pip install "back-spasm-guide[listen]"'"""
    line = f"onnxruntime is not installed; {remedy}"
    arguments = ("--mute", "--listen", "--hands-free")
    run = talk(*arguments, typed="what is a back spasm\nstop\n", environment=without)
    assert f"(I cannot hear you: {remedy}. Typing goes on.)" in run.stdout.splitlines()
    assert run.stdout.count("(") == 1
    assert "Guide: A back spasm is a sudden tightening" in run.stdout
    recording = recordings(tmp_path, [spoken("stop")])
    run = talk("--mute", "--wav", *recording, environment=without)
    assert (run.stderr, run.returncode) == (f"back-spasm-guide: {line}\n", 2)


def test_without_a_microphone_typing_goes_on(home: dict[str, str]) -> None:
    run = talk(
        *("--mute", "--listen", "--hands-free"),
        typed="what is a back spasm\nstop\n",
        environment={**home, "PATH": ""},
    )
    assert f"({NO_MICROPHONE})" in run.stdout.splitlines()
    assert "Guide: A back spasm is a sudden tightening" in run.stdout


def test_hands_free_hears_what_follows_the_wake_phrase_only(
    home: dict[str, str], tmp_path: Path
) -> None:
    said = (
        "what is a back spasm",
        "hey coach how long should i ice my back",
        "what is a back spasm",
        "hey coach",
        "should i see a chiropractor",
        "should i see a chiropractor",
    )
    (tmp_path / "said.raw").write_bytes(b"".join(spoken(text) + bytes(32_000) for text in said))
    arguments = ("--mute", "--listen", "--hands-free")
    run = talk(*arguments, typed="stop\n", environment=home)
    assert lines(run, "You") == [
        "You: how long should i ice my back",
        "You: should i see a chiropractor",
        "You: stop",
    ]
    assert "(Yes?)" in run.stdout.splitlines()
    assert NO_MICROPHONE in run.stdout
    assert run.returncode == 0


def test_control_c_ends_hands_free_without_a_terminal(home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "said.raw").write_bytes(spoken("hey coach how long should i ice my back"))
    talk = subprocess.Popen(
        [sys.executable, "-m", "local_voice", "talk", "--mute", "--listen", "--hands-free"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**home, "ENDS": ""},
    )
    assert talk.stdout
    assert talk.stderr
    with killed_if_late(talk.pid), talk:
        assert f"{ICE}\n" in talk.stdout
        talk.send_signal(signal.SIGINT)
        assert talk.stderr.read().strip() == ""
    assert talk.returncode == 130


def test_hands_free_the_space_bar_is_for_typing(home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "said.raw").write_bytes(b"")
    with person({**home, "ENDS": ""}, "--mute", "--listen", "--hands-free") as at:
        at.wait_for('say "hey coach" and your question, or type')
        at.type(" what is a back spasm\r")
        at.wait_for("A back spasm is a sudden tightening")
        at.type("stop\r")
        assert at.ended() == 0


def test_two_that_are_unsure_offer_typing(home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "said.raw").write_bytes(spoken("order a large pizza"))
    with person({**home, "ENDS": ""}, "--mute", "--listen") as at:
        for line in (ASKED_AGAIN, f"{ASKED_AGAIN} You can also type it."):
            at.wait_for("press the space bar and speak, or type")
            at.type(" ")
            at.wait_for(line)
        at.type("stop\r")
        assert at.ended() == 0


def test_the_space_bar_needs_a_terminal(home: dict[str, str]) -> None:
    run = talk("--mute", "--listen", typed="stop\n", environment=home)
    assert "(The space bar needs a terminal: add --hands-free, or type.)" in run.stdout
    assert lines(run, "You") == ["You: stop"]


def test_the_space_bar_listens_and_typing_goes_on(home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "said.raw").write_bytes(spoken("how long should i ice my back"))
    with person({**home, "ENDS": ""}, "--mute", "--listen") as at:
        at.wait_for("press the space bar and speak, or type")
        at.type(" ")
        at.wait_for("(Listening.)")
        at.wait_for("how long should i ice my back")
        at.wait_for("Ice your back for twenty to thirty minutes at a time,")
        at.type("what is a back spasm\r")
        at.wait_for("A back spasm is a sudden tightening")
        at.type("stop\r")
        at.wait_for("Take care of your back.")
        assert at.ended() == 0
