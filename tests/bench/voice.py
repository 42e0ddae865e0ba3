"""Both voices side by side on six answers: loudness, pace, pauses, speed, memory, words misheard.

The bars of a calm voice: -16 LUFS, some 150 words a minute, half a second between sentences.
"""

import importlib.util
import subprocess
import sys
from array import array
from collections.abc import Iterator
from itertools import groupby
from statistics import mean, median
from time import process_time

from local_voice.speech import natural, sound, ssml
from local_voice.speech.engine import ESPEAK
from local_voice.speech.speaker import LEAD_IN, Speaker
from tests.bench import moonshine
from tests.support.answers_aloud import QUESTIONS, answers, words_in
from tests.support.loudness import loudness

SHORTEST_PAUSE = 0.3  # seconds: between the words of a sentence no silence is as long

_FIRST = """
import re, sys, time
from pathlib import Path
from local_voice.speech.speaker import Speaker
Speaker(voice=sys.argv[1]).sentences(sys.argv[2])
memory = re.search(r"VmRSS:\\s*([0-9]+)", Path("/proc/self/status").read_text())
print(time.process_time(), int(memory[1]) / 1024)
"""


def run() -> None:
    print("some thirty seconds", flush=True)
    voices = [ESPEAK, natural.NAME] if natural.available() else [ESPEAK]
    if len(voices) == 1:
        print(f"  without the natural voice; {natural.REMEDY}")
    ear = moonshine.Ear() if importlib.util.find_spec(moonshine.PACKAGE) else None
    for voice in voices:
        speaker = Speaker(voice=voice)
        said = []
        for question, answer in zip(QUESTIONS, answers(), strict=True):
            said.append(speaker.render(answer))
            print(f"  {voice:8} {question:40} {_figures(said[-1], answer)}", flush=True)
        _summary(voice, said, ear)


def _figures(wav: bytes, answer: str) -> str:
    rest = [f"{each:.2f}" for each in pauses(wav)]
    pace = 60 * words_in(answer) / sound.seconds(wav)
    return f"{loudness(wav):6.1f} LUFS {pace:5.0f} words a minute, pauses {' '.join(rest)}"


def _summary(voice: str, said: list[bytes], ear: moonshine.Ear | None) -> None:
    words, seconds = sum(map(words_in, answers())), sum(map(sound.seconds, said))
    breaks = [pause for wav in said for pause in pauses(wav)]
    first, memory = _at_first(voice, answers()[0])
    print(
        f"{voice}: {mean(map(loudness, said)):.1f} LUFS, {60 * words / seconds:.0f} words a minute"
    )
    print(f"  pauses {min(breaks):.2f} to {max(breaks):.2f} s; before the first word {LEAD_IN} s")
    print(f"  to the first sound, of CPU: {1000 * first:.0f} ms with all that is loaded once, then")
    print(f"  {1000 * median(_later(voice)):.0f} ms for an answer", end=", ")
    print(f"{1000 * median(_later(voice, 'Lie on your back.')):.0f} ms for a short one", end="; ")
    print(f"{memory:.0f} MB")
    told = _misheard(voice, ear) if ear else "not measured, for moonshine-voice 0.1.0 is not here"
    print(f"  words misheard by Moonshine tiny: {told}", flush=True)


def pauses(wav: bytes) -> Iterator[float]:
    """The silences of some length within, in seconds."""
    samples = array("h", sound.frames(wav))
    begun = False
    for silent, run_of in groupby(samples, lambda sample: sample == 0):
        seconds = sum(1 for _ in run_of) / sound.SAMPLES_PER_SECOND
        if silent and begun and seconds >= SHORTEST_PAUSE:
            yield seconds
        begun = True


def _at_first(voice: str, answer: str) -> tuple[float, float]:
    """Seconds of CPU and megabytes of a process that has said nothing yet. On Linux alone."""
    command = [sys.executable, "-c", _FIRST, voice, answer]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def _later(voice: str, text: str = "") -> Iterator[float]:
    speaker = Speaker(voice=voice)
    for answer in (text,) * 9 if text else answers():
        started = process_time()
        speaker.sentences(answer)
        yield process_time() - started


def _misheard(voice: str, ear: moonshine.Ear) -> str:
    wrong, meant, examples = 0, 0, []
    for answer in answers():
        wavs = Speaker(voice=voice).sentences(answer)
        for wav, sentence in zip(wavs, ssml.sentences(answer), strict=True):
            said = moonshine.words(" ".join(segment.text for segment in sentence))
            heard = moonshine.words(ear.heard(wav))
            if found := moonshine.errors(heard, said):
                wrong += found
                examples.append(f"    {' '.join(said)}\n      {' '.join(heard)}")
            meant += len(said)
    return "\n".join((f"{wrong / meant:.1%} of {meant}", *(examples if "-v" in sys.argv else ())))
