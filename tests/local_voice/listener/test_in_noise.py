"""The whole road in a kitchen: a key, a microphone, where the words end, the ear, the answer."""

import os
from pathlib import Path

from local_voice.listener.recording import BYTES_PER_SECOND
from tests.support.at_terminal import person
from tests.support.noises import NOISES, in_noise
from tests.support.recorder_program import microphone
from tests.support.spoken_wavs import spoken

STRETCH = (
    "Guide: With thin bones or a replaced hip, skip the hamstring stretch. After a fall or spine "
    "surgery, or with a fever, numbness or pregnancy, ask a doctor first. Lie on your back with "
    "your knees bent. Hold one thigh behind the knee. Straighten that knee gently to a count of "
    "five. Then change legs. Stop if the pain gets worse, or moves into your buttock or down a "
    "leg. Shall I take you through some gentle exercises?"
)
ICE = (
    "Guide: Ice your back for twenty to thirty minutes at a time, the article says. British "
    "hospitals say to stop at twenty minutes. Ice soothes sore muscles and reduces inflammation. "
    "Wrap the pack in a towel, never ice bare skin, and don't fall asleep on it. Shall I start a "
    "twenty minute ice timer?"
)
BED_REST = (
    "Guide: Rest your back at first, but long bed rest is not usually recommended. It can hinder "
    "healing. Try to keep active, and put no strain on your back. Shall I tell you more?"
)
TALK = (
    ("fan", "how do i stretch my hamstrings", STRETCH),
    ("kettle", "how long should i ice my back", ICE),
    ("kitchen", "should i stay in bed with a bad back", BED_REST),
)


DOUBTFUL = {"how do i stretch my hamstrings"}
"""In this noise it sounds a little otherwise, so it is asked about first."""


def among(noise: str, text: str) -> bytes:
    """Somebody speaks between two and a half seconds of the noise, and four."""
    before, after = bytes(5 * BYTES_PER_SECOND // 2), bytes(4 * BYTES_PER_SECOND)
    return in_noise(before + spoken(text) + after, NOISES[noise], 12)


def test_somebody_is_heard_in_a_kitchen(tmp_path: Path, cache_folder: Path) -> None:
    home = {**os.environ, "NO_COLOR": "1", "TERM": "xterm"}
    home |= {"XDG_DATA_HOME": str(tmp_path), "XDG_CACHE_HOME": str(cache_folder)}
    sounds = [among(noise, text) for noise, text, _ in TALK]
    with person(microphone(tmp_path, sounds, home), "--mute", "--listen") as at:
        for _, text, answer in TALK:
            at.wait_for("press the space bar and speak, or type")
            at.type(" ")
            at.wait_for(f"You: {text}")
            if text in DOUBTFUL:
                at.wait_for(f"Alexa: Did you say {text}?")
                at.type("yes\r")
            at.wait_for(answer)
        at.type("stop\r")
        assert at.ended() == 0
