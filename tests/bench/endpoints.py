"""Where an utterance ends in noise: `talk --listen` at a terminal, with a microphone that plays it.

The whole road is driven: the key, the recording program, what finds the end, the ear, the answer.
"Stopped in time": the program is stopped when the end of the speech is heard, at most a tenth of a
second too early and 1.2 seconds late; it runs ahead of its reader by up to a quarter of a second,
which is counted against the product at both sides. "Right" is as in `listening`.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from local_voice.listener.recording import BYTES_PER_SECOND
from tests.support.at_terminal import AtTerminal, person
from tests.support.noises import NOISES, in_noise
from tests.support.recorder_program import PIPE, given, microphone

LEVELS = {
    "quiet": ("white", 45),
    "fan": ("fan", 12),
    "kettle": ("kettle", 12),
    "kitchen": ("kitchen", 12),
}
"""The noise, and how many decibels the speech stands above it."""

_BEFORE, _AFTER = bytes(5 * BYTES_PER_SECOND // 2), bytes(4 * BYTES_PER_SECOND)
_AHEAD = 2 * PIPE + 960  # in the pipe, in the reader, and a piece that waits for room
_QUIET = 0.03  # of the loudest sample
_EARLIEST, _LATEST = -BYTES_PER_SECOND // 10, 6 * BYTES_PER_SECOND // 5
_HINT = "press the space bar and speak, or type"
_SAID = re.compile(rf"You: (?!{_HINT})([^\r\n]*)[\r\n]|\(I heard nothing\.\)")


def heard_in(level: str, speech: Sequence[bytes]) -> list[tuple[str, bool]]:
    """Of each: the words that were answered, "" for none; whether it was stopped in time."""
    noise, decibels = LEVELS[level]
    bare = [_bare(each) for each in speech]
    sounds = [in_noise(_BEFORE + each + _AFTER, NOISES[noise], decibels) for each in bare]
    with TemporaryDirectory() as name:
        folder = Path(name)
        home = {
            **os.environ,
            "XDG_DATA_HOME": name,
            "NO_COLOR": "1",
            "TERM": "xterm",
            "COLUMNS": "200",
        }
        with person(microphone(folder, sounds, home), "--mute", "--listen") as at:
            words = [_heard(at) for _ in sounds]
        ends = [len(_BEFORE) + len(each) for each in bare]
        return [
            (said, _EARLIEST + _AHEAD <= given(folder, number) - end <= _LATEST)
            for number, (said, end) in enumerate(zip(words, ends, strict=True))
        ]


def _bare(speech: bytes) -> bytes:
    """Without the quiet around it."""
    samples = np.frombuffer(speech, "<i2").astype(int)
    loud = np.flatnonzero(np.abs(samples) > _QUIET * np.abs(samples).max())
    return speech[2 * loud[0] : 2 * loud[-1] + 2]


def _heard(at: AtTerminal) -> str:
    at.wait_for(_HINT)
    at.type(" ")
    at.wait_for("(Listening.)")
    words = at.read_to(_SAID)[1] or ""
    return "" if words.endswith("?") else words  # which asks for it again
