"""Both voices side by side on six answers: loudness, pace, pauses, speed, memory, words misheard.

The bars of a calm voice: -16 LUFS, some 150 words a minute, half a second between sentences. Words
are misheard by Moonshine tiny alone, which knows nothing of what the guide says.
"""

import importlib.util
import subprocess
import sys
from array import array
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import groupby
from statistics import mean, median
from time import perf_counter, process_time

from local_voice.speech import natural, sound, ssml
from local_voice.speech.engine import ESPEAK
from local_voice.speech.speaker import LEAD_IN, Speaker
from tests.bench import moonshine
from tests.support.answers_aloud import QUESTIONS, answers, loudness, words_in

SHORTEST_PAUSE = 0.3  # seconds: between the words of a sentence no silence is as long
_SHORT = "Lie on your back."
_TIMES = 9

_FIRST = """
import re, sys, time
from pathlib import Path
began, used = time.perf_counter(), time.process_time()
from local_voice.speech.speaker import Speaker
Speaker(voice=sys.argv[1]).sentences(sys.argv[2])
memory = re.search(r"VmRSS:\\s*([0-9]+)", Path("/proc/self/status").read_text())
print(time.perf_counter() - began, time.process_time() - used, int(memory[1]) / 1024)
"""


def run() -> None:
    print("some thirty seconds", flush=True)
    voices = [ESPEAK, natural.NAME] if natural.available() else [ESPEAK]
    if len(voices) == 1:
        print(f"  without the natural voice; {natural.REMEDY}")
    said = {
        voice: [Speaker(voice=voice).render(answer) for answer in answers()] for voice in voices
    }
    _row("", {voice: voice for voice in voices})
    for number, (question, answer) in enumerate(zip(QUESTIONS, answers(), strict=True)):
        _row(question, {v: _figures(said[v][number], words_in(answer)) for v in voices})
    words = sum(map(words_in, answers()))
    for name, figure in _FIGURES.items():
        _row(name, {voice: figure(voice, said[voice], words) for voice in voices})
    if importlib.util.find_spec(moonshine.PACKAGE):
        ear = moonshine.Ear()
        heard = {voice: list(_heard(voice, ear)) for voice in voices}
        _row("words misheard", {voice: _share(heard[voice]) for voice in voices})
        for voice in voices:
            print(
                f"  {voice}: {'; '.join(part for each in heard[voice] for part in _others(*each))}"
            )
    else:
        print("words misheard: not measured, for moonshine-voice 0.1.0 is not here")


def _row(name: str, cells: Mapping[str, str]) -> None:
    print(f"{name:40}", *(f"{cell:30}" for cell in cells.values()), sep="", flush=True)


def _figures(wav: bytes, words: int) -> str:
    return f"{loudness(wav):.1f} LUFS, {60 * words / sound.seconds(wav):.0f} a minute"


def _loudness(_voice: str, said: list[bytes], _words: int) -> str:
    return f"{mean(map(loudness, said)):.1f} LUFS"


def _pace(_voice: str, said: list[bytes], words: int) -> str:
    return f"{60 * words / sum(map(sound.seconds, said)):.0f} words a minute"


def _pauses(_voice: str, said: list[bytes], _words: int) -> str:
    breaks = [pause for wav in said for pause in pauses(wav)]
    return f"{min(breaks):.2f} to {max(breaks):.2f} s, {median(breaks):.2f} median"


def _first_time(voice: str, _said: list[bytes], _words: int) -> str:
    """Of a process that has said nothing yet, with all that is loaded once. On Linux alone."""
    clock, processor, memory = _at_first(voice)
    return f"{1000 * clock:.0f} ms, {1000 * processor:.0f} of CPU; {memory:.0f} MB"


def _an_answer(voice: str, _said: list[bytes], _words: int) -> str:
    return _took([_timed(voice, answer) for answer in answers()])


def _short(voice: str, _said: list[bytes], _words: int) -> str:
    return _took([_timed(voice, _SHORT) for _ in range(_TIMES)])


_FIGURES: Mapping[str, Callable[[str, list[bytes], int], str]] = {
    "loudness": _loudness,
    "pace, pauses included": _pace,
    f"pauses (and {LEAD_IN} s before all)": _pauses,
    "to the first sound ever; memory": _first_time,
    "to the first sound of an answer": _an_answer,
    f'the same of "{_SHORT}"': _short,
}


def pauses(wav: bytes) -> Iterator[float]:
    """The silences of some length within, in seconds."""
    samples = array("h", sound.frames(wav))
    begun = False
    for silent, run_of in groupby(samples, lambda sample: sample == 0):
        seconds = sum(1 for _ in run_of) / sound.SAMPLES_PER_SECOND
        if silent and begun and seconds >= SHORTEST_PAUSE:
            yield seconds
        begun = True


def _at_first(voice: str) -> tuple[float, ...]:
    command = [sys.executable, "-c", _FIRST, voice, answers()[0]]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter
    return tuple(map(float, done.stdout.split()))


def _timed(voice: str, text: str) -> tuple[float, float]:
    began, used = perf_counter(), process_time()
    Speaker(voice=voice).sentences(text)
    return perf_counter() - began, process_time() - used


def _took(times: list[tuple[float, float]]) -> str:
    clock, processor = (1000 * median(each) for each in zip(*times, strict=True))
    return f"{clock:.0f} ms, {processor:.0f} of CPU"


def _heard(voice: str, ear: moonshine.Ear) -> Iterator[tuple[list[str], list[str]]]:
    """The words of each sentence, and those that are heard."""
    for answer in answers():
        wavs = Speaker(voice=voice).sentences(answer)
        for wav, sentence in zip(wavs, ssml.sentences(answer), strict=True):
            said = moonshine.words(" ".join(segment.text for segment in sentence))
            yield said, moonshine.words(ear.heard(wav))


def _share(heard: list[tuple[list[str], list[str]]]) -> str:
    wrong = sum(moonshine.errors(words, said) for said, words in heard)
    meant = sum(len(said) for said, _ in heard)
    return f"{wrong / meant:.1%} of {meant}"


def _others(said: list[str], heard: list[str]) -> Iterator[str]:
    """What is heard in place of what."""
    for kind, a, b, c, d in SequenceMatcher(None, said, heard, autojunk=False).get_opcodes():
        if kind != "equal":
            yield f"{' '.join(said[a:b])} > {' '.join(heard[c:d])}"
