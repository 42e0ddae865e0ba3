"""How well speech is heard, and how soon the answer sounds: espeak's voices in, pyttsx3's out."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from local_voice.alexa.envelope import Device
from local_voice.alexa.local_alexa import LocalAlexa
from local_voice.app import local_alexa
from local_voice.listener import Heard, Listener, Unsure
from local_voice.listener.recogniser import CHUNK
from local_voice.listener.recording import BYTES_PER_SECOND
from local_voice.model import FALLBACK
from local_voice.model.locales import source_model
from local_voice.resolver import Resolver
from local_voice.speech import ssml
from local_voice.speech.speaker import Speaker
from local_voice.timers.database import TimerDatabase
from skill.storage.store import MemoryStore
from tests.support.spoken_wavs import (
    FIGURES,
    OTHER_VOICES,
    OUT_OF_SCOPE,
    PHRASES,
    VOICES,
    noisy,
    spoken,
)

NOISE = 12.0  # decibels between the power of the speech and that of the noise
SAME = {
    "AMAZON.PauseIntent": "PauseIceTimerIntent",
    "AMAZON.ResumeIntent": "ResumeIceTimerIntent",
}
"""Intents that the skill answers alike."""

_ASKED = "asked again"
_NAMES = ("right", "wrong", _ASKED)


@dataclass(frozen=True, slots=True)
class Trial:
    """One phrase in one voice: what came of it, and the seconds until the answer sounds."""

    phrase: str
    voice: str
    outcome: str
    heard: str
    seconds: float


def run() -> None:
    with TemporaryDirectory() as folder:
        Resolver.load(source_model(), cache_dir=Path(folder))
        started = perf_counter()
        Listener.load(source_model(), Path(folder))
        made = perf_counter()
        listener = Listener.load(source_model(), Path(folder))
        print(f"made once in {made - started:.1f} s; loaded in {perf_counter() - made:.2f} s")
    out_of_scope = [(phrase, FALLBACK) for phrase in OUT_OF_SCOPE]
    for name, noise in (("clean", None), (f"{NOISE:g} dB noise", NOISE)):
        _report(name, _trials(listener, PHRASES, VOICES, noise))
        _report(f"{name}, not for the guide", _trials(listener, out_of_scope, VOICES, noise))
    _report("clean, other accents", _trials(listener, PHRASES, OTHER_VOICES, None))


def _report(name: str, trials: Iterable[Trial]) -> None:
    made = list(trials)
    print(f"{name}: {_summary(made)}")
    for voice in dict.fromkeys(trial.voice for trial in made):
        print(f"  {voice}: {_summary([trial for trial in made if trial.voice == voice])}")
    for trial in made:
        if "-v" in sys.argv and trial.outcome != "right":
            print(f"    {trial.outcome}: {trial.phrase} ({trial.voice}): {trial.heard}")


def _summary(trials: list[Trial]) -> str:
    counted = Counter(trial.outcome for trial in trials)
    shares = ", ".join(f"{name} {counted[name] / len(trials):.1%}" for name in _NAMES)
    times = [1000 * trial.seconds for trial in trials if trial.outcome != _ASKED]
    if len(times) < 2:  # quantiles need two
        return f"{shares} of {len(trials)}"
    p95 = quantiles(times, n=20)[18]
    return f"{shares} of {len(trials)}; answer in {median(times):.0f} ms median, {p95:.0f} ms p95"


def _trials(
    listener: Listener,
    phrases: Iterable[tuple[str, str]],
    voices: Iterable[str],
    noise: float | None,
) -> Iterator[Trial]:
    for voice in voices:
        alexa = local_alexa(Device(), MemoryStore(), TimerDatabase(":memory:"))
        alexa.asks_back = True  # as in a talk
        for number, (phrase, intent) in enumerate(phrases):
            samples = spoken(phrase, voice)
            if noise is not None:
                samples = noisy(samples, noise, seed=number)
            heard, waited = _heard(listener, samples)
            started = perf_counter()
            outcome = _outcome(alexa, voice, heard, phrase, intent)
            text = (heard.guess if isinstance(heard, Unsure) else heard.text) or ""
            yield Trial(phrase, voice, outcome, text, waited + perf_counter() - started)


def _heard(listener: Listener, samples: bytes) -> tuple[Heard | Unsure, float]:
    """Hear `samples`; also how many seconds after their end that is done.

    As with a microphone no piece can be worked on before it is there, and all that comes later
    waits for what takes long.
    """
    began, free, there = 0.0, 0.0, 0.0

    def sound() -> Iterator[bytes]:
        nonlocal began, free, there
        for start in range(0, len(samples), CHUNK):
            piece = samples[start : start + CHUNK]
            free += perf_counter() - began if began else 0.0
            there += len(piece) / BYTES_PER_SECOND
            free = max(free, there)
            began = perf_counter()
            yield piece

    heard = listener.understand(sound())
    return heard, free + perf_counter() - began - there


def _outcome(alexa: LocalAlexa, voice: str, heard: Heard | Unsure, phrase: str, intent: str) -> str:
    """Right is the same intent with the same figures; then the answer's first sentence sounds."""
    if isinstance(heard, Unsure):
        return _ASKED
    exchange = alexa.say(heard.text)
    alexa.leave()
    if exchange.alexa_asks and not exchange.ssml:
        return _ASKED
    first = ssml.sentences(exchange.ssml)[0]
    Speaker(voice).render(" ".join(segment.text for segment in first))
    figures = {slot.value for slot in exchange.slots.values() if slot and not slot.name}
    right = SAME.get(exchange.intent, exchange.intent) == intent and figures == {
        *FIGURES.get(phrase, ())
    }
    return "right" if right else "wrong"
