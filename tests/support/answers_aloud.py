"""Six answers as they are spoken: what the loudness and the pace of a voice are measured on."""

from functools import cache

import numpy as np
import pyloudnorm

from local_voice.alexa.envelope import Device
from local_voice.app import local_alexa
from local_voice.speech import sound, ssml
from local_voice.timers.database import TimerDatabase
from skill.storage.store import MemoryStore

QUESTIONS = (
    "what is a back spasm",
    "how long should i ice my back",
    "can i take ibuprofen for my back",
    "both my legs are numb",
    "should i see a chiropractor",
    "which exercises make my back stronger",
)


@cache
def answers() -> tuple[str, ...]:
    """The SSML of each."""
    alexa = local_alexa(Device(), MemoryStore(), TimerDatabase(":memory:"))
    said = []
    for question in ("help", *QUESTIONS):
        said.append(alexa.say(question).ssml)
        alexa.leave()
    return tuple(said[1:])  # the first has the disclaimer


def words_in(answer: str) -> int:
    return len(ssml.plain_text(answer).split())


def loudness(wav: bytes) -> float:
    """In LUFS, after ITU-R BS.1770."""
    samples = np.frombuffer(sound.frames(wav), "<i2") / 32_768
    return float(pyloudnorm.Meter(sound.SAMPLES_PER_SECOND).integrated_loudness(samples))
