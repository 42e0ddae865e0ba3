"""Speech for the tests of listening: espeak-ng's own voices, and noise to mix in."""

import io
import math
import random
import subprocess
import sys
import wave
from array import array
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from local_voice.listener.recording import SAMPLES_PER_SECOND, samples_of
from local_voice.speech.speaker import LEAD_IN

VOICES = ("en-US", "en-GB", "en-GB-x-RP")
"""espeak-ng's standard English: General American, its default British, Received Pronunciation."""

OTHER_VOICES = ("en-US-NYC", "en-GB-scotland", "en-GB-x-gbclan")
"""Regional accents of espeak-ng, reported beside the three, not among them."""

PHRASES = (
    ("what is a back spasm", "WhatIsIntent"),
    ("what does a back spasm feel like", "WhatIsIntent"),
    ("why does my back keep going into spasm", "CausesIntent"),
    ("what causes muscle spasms in the lower back", "CausesIntent"),
    ("can golf give me a back spasm", "TriggersIntent"),
    ("does lifting weights cause back spasms", "TriggersIntent"),
    ("who is most likely to get a back spasm", "RiskFactorsIntent"),
    ("does smoking make back pain worse", "RiskFactorsIntent"),
    ("how do i get rid of a back spasm", "TreatmentIntent"),
    ("what can i do for my back at home", "TreatmentIntent"),
    ("what is the best position to sleep in with back pain", "RestPositionAtNightIntent"),
    ("how should i lie down when my back hurts", "RestPositionIntent"),
    ("should i stay in bed with a bad back", "BedRestIntent"),
    ("is bed rest good for a back spasm", "BedRestIntent"),
    ("can i go for a walk with a back spasm", "StayActiveWalkingIntent"),
    ("is it okay to exercise with lower back pain", "StayActiveIntent"),
    ("can i take ibuprofen for my back", "MedicationIntent"),
    ("what painkiller is best for back pain", "MedicationWhichIntent"),
    ("how long should i ice my back", "IceIntent"),
    ("how often can i put ice on my back", "IceHowOftenIntent"),
    ("should i use ice or heat", "HeatIntent"),
    ("when can i start using a heating pad", "HeatIntent"),
    ("how long does a back spasm last", "ReturnToActivityIntent"),
    ("when can i go back to work", "StayActiveAtWorkIntent"),
    ("which exercises make my back stronger", "StrengtheningIntent"),
    ("how do i stretch my hamstrings", "StretchingHamstringIntent"),
    ("should i see a chiropractor", "ChiropractorIntent"),
    ("when should i see a doctor about my back", "SeeDoctorIntent"),
    ("how can i prevent another back spasm", "PreventionIntent"),
    ("where does this advice come from", "SourceIntent"),
    ("my back just went into spasm", "TreatmentNowIntent"),
    ("both my legs are numb", "EmergencyIntent"),
    ("set a timer for fifteen minutes", "StartIceTimerIntent"),
    ("start an ice timer for twenty minutes", "StartIceTimerIntent"),
    ("pause the timer", "PauseIceTimerIntent"),
    ("resume the timer", "ResumeIceTimerIntent"),
    ("how much time is left on the timer", "IceTimerStatusIntent"),
    ("add five minutes to the timer", "ExtendIceTimerIntent"),
    ("cancel the ice timer", "CancelIceTimerIntent"),
    ("tell me more about that", "TellMeMoreIntent"),
)
"""Forty ways of talking to the guide and what they mean; half are no sample of the model."""

FIGURES = {
    "set a timer for fifteen minutes": ("PT15M",),
    "start an ice timer for twenty minutes": ("PT20M",),
    "add five minutes to the timer": ("PT5M",),
}
"""The values that have to be heard right as well."""

OUT_OF_SCOPE = (
    "what is the weather tomorrow",
    "play some jazz music",
    "who won the football game last night",
    "turn on the kitchen lights",
    "what is the capital of france",
    "order a large pizza",
    "call my mother",
    "how tall is the eiffel tower",
    "add milk to my shopping list",
    "tell me a joke",
    "my knee hurts when i run",
    "how do i cook rice",
)

AROUND = bytes(8_000)  # a quarter of a second of silence before and after, as in any recording


# Each text in a process of its own: a voice that has spoken before never says a thing in quite the
# same way again, and tests and figures shall come out alike each time.
_SAY = """
import os, sys
from pathlib import Path
from local_voice.speech.speaker import Speaker
folder, voice, rate, *texts = sys.argv[1:]
speaker = Speaker(words_per_minute=int(rate), voice=voice, decibels=0)
for number, text in enumerate(texts):
    if os.fork() == 0:
        Path(folder, f"{number}.wav").write_bytes(speaker.render(text))
        os._exit(0)
    if os.wait()[1]:
        sys.exit(1)
"""


@cache
def spoken(text: str, voice: str = VOICES[0], words_per_minute: int = 165) -> bytes:
    """Say `text`: samples, signed 16 bit, mono, 16,000 a second.

    As the engine says it, with its peaks as they are.
    """
    return all_spoken([text], voice, words_per_minute)[0]


def all_spoken(texts: Sequence[str], voice: str, words_per_minute: int = 165) -> list[bytes]:
    """The same for many texts, many times as fast."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-c", _SAY, folder, voice.lower(), str(words_per_minute)]
        subprocess.run([*command, *texts], check=True, timeout=60 * len(texts))  # noqa: S603
        wavs = [Path(folder, f"{number}.wav").read_bytes() for number in range(len(texts))]
    lead_in = round(LEAD_IN * SAMPLES_PER_SECOND) * 2
    return [AROUND + samples_of(wav)[lead_in:] + AROUND for wav in wavs]


def noisy(samples: bytes, decibels: float, seed: int) -> bytes:
    """Mix white noise into what `spoken` gave, `decibels` below the mean power of the speech.

    The same `seed` makes the same noise.
    """
    clean = array("h", samples)
    speech = clean[len(AROUND) // 2 : -len(AROUND) // 2]
    power = sum(value * value for value in speech) / len(speech)
    deviation = math.sqrt(power / 10 ** (decibels / 10))
    gauss = random.Random(seed).gauss  # noqa: S311 - nothing secret
    mixed = (round(value + gauss(0, deviation)) for value in clean)
    return array("h", [max(-32_768, min(32_767, value)) for value in mixed]).tobytes()


def as_wav(samples: bytes, rate: int = SAMPLES_PER_SECOND) -> bytes:
    """Put a WAV file around samples, signed 16 bit, mono, `rate` a second."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(samples)
    return file.getvalue()
