"""How well speech is heard: Moonshine fused with what people say, beside Moonshine by itself.

Right is what leads to the same intent and figures as the words typed. The thresholds of
`local_voice/listener/hearing.py` were set on the first half of the sentences, every other one.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import NamedTuple

from local_voice.app import understanding_for
from local_voice.listener import Heard, recogniser
from local_voice.listener.hearing import Judge
from local_voice.listener.microphone import utterance
from local_voice.listener.recording import decibels_above_quiet
from local_voice.listener.sentences import figures_of, said_to_the_guide
from local_voice.model.locales import source_model, with_topics
from local_voice.resolver import NotUnderstood, Resolved
from local_voice.resolver.understanding import Understanding
from skill.app import default_guides
from tests.bench.recordings import Voice, bang, in_noise, in_room, voices
from tests.support.spoken_wavs import OUT_OF_SCOPE, PHRASES

_TEXTS = [text for text, _intent in PHRASES]
SIGNS = (
    "both my legs are numb", "i can't feel my legs", "my bum is numb", "i can't pee",
    "i have lost control of my bladder", "my legs keep giving way", "call an ambulance",
    "i took too many pills",
)  # fmt: skip
LETTERS = ("b", "c", "d", "f", "m", "o", "s", "t", "x", "hmm", "huh", "oh")
_IN_NOISE = ("natural 1", "flite rms", "festival cmu_us_slt_arctic_hts")
_NOISES = ("white", "babble", "fan", "kettle")
_ENDPOINTS = 40  # utterances in each noise


class Trial(NamedTuple):
    """A recording, and what is said in it; "" for nothing."""

    group: str
    text: str
    sound: Callable[[], bytes]


class Ear:
    """The listener, its judgement taken apart."""

    def __init__(self) -> None:
        guide = default_guides().speaking("en-US")
        model = with_topics(source_model(), guide)
        self._figures = figures_of(model)
        self._understanding: Understanding = understanding_for(model, guide)
        self._beams = recogniser(said_to_the_guide(model))
        self._judge = Judge(self._figures, self._understanding.resolve_heard)

    def outcome(self, trial: Trial) -> tuple[str, str, float, float]:
        """What came of it fused and by itself, and seconds: of the clock, and of the processor."""
        samples = trial.sound()
        began, used = perf_counter(), process_time()
        alone, guesses = self._beams.guesses(samples)
        heard = self._judge.judge(alone, guesses, decibels_above_quiet(samples))
        took, used = perf_counter() - began, process_time() - used
        said = heard.text if isinstance(heard, Heard) else None
        asked = bool(isinstance(heard, Heard) and heard.read_back)
        return (
            self._told(trial.text, said, asked=asked),
            self._told(trial.text, alone.text),
            took,
            used,
        )

    def _told(self, text: str, heard: str | None, *, asked: bool = False) -> str:
        meant, typed = self._meaning(heard or ""), self._meaning(text)
        if meant is None:
            return "asked again"
        return "right" if meant == typed else "read back" if asked else "wrong"

    def _meaning(self, text: str) -> object:
        resolved: Resolved | NotUnderstood = self._understanding.resolve(text)
        if isinstance(resolved, NotUnderstood) or resolved.alternative:
            return None
        slots = resolved.slots.items()
        return resolved.intent, [s.value for name, s in slots if s and name in self._figures]


def run() -> None:
    there = voices()
    trials = list(_trials(there))
    print(
        f"{len(trials)} recordings, some {len(trials) // 100} minutes; voices: {', '.join(there)}"
    )
    ear = Ear()
    told: dict[str, list[tuple[str, str, float, float]]] = {}
    for number, trial in enumerate(trials):
        told.setdefault(trial.group, []).append(ear.outcome(trial))
        if number % 100 == 99:
            print(f"  {number + 1} of {len(trials)}", flush=True)
    for group, outcomes in told.items():
        fused, alone = (Counter(str(each[side]) for each in outcomes) for side in (0, 1))
        print(f"{group} ({len(outcomes)}): {_shares(fused)} | Moonshine alone: {_shares(alone)}")
    times = [each for outcomes in told.values() for each in outcomes]
    for name, at in (("after the end of speech", 2), ("of the processor", 3)):
        took = [1000 * float(each[at]) for each in times]
        print(f"{name}: {median(took):.0f} ms median, {quantiles(took, n=20)[18]:.0f} ms p95")
    for noise in ("fan", "kettle", "kitchen"):
        print(f"endpoints in {noise} at 12 dB: {_endpoints(there, noise)} of {_ENDPOINTS}")


def _shares(counted: Counter[str]) -> str:
    total = counted.total()
    return ", ".join(f"{name} {count / total:.1%}" for name, count in sorted(counted.items()))


def _trials(there: dict[str, Voice]) -> Iterator[Trial]:
    for number, text in enumerate(_TEXTS):
        half = "held back" if number % 2 else "tuned on"
        for name, voice in there.items():
            engine = "espeak" if name.startswith("espeak") else "others"
            yield Trial(f"clean, {engine}, {half}", text, partial(voice, text))
        yield Trial(f"a room, {half}", text, partial(_in_room, there["natural 1"], text))
        yield from _in_noises(there, text, half, number // 2)
    others = [voice for name, voice in there.items() if not name.startswith("espeak")]
    for group, texts in (("strangers", OUT_OF_SCOPE), ("emergency signs", SIGNS)):
        yield from (Trial(group, text, partial(v, text)) for v in others for text in texts)
    for voice in others[::3]:
        yield from (Trial("one word, strangers", word, partial(voice, word)) for word in LETTERS)
    yield from (Trial("bangs", "", partial(bang, seed)) for seed in range(20))


def _in_noises(there: dict[str, Voice], text: str, half: str, turn: int) -> Iterator[Trial]:
    """Every other pair of a voice and a noise: they are many."""
    pairs = [(there[v], n) for v in _IN_NOISE if v in there for n in _NOISES]
    for voice, noise in pairs[turn % 2 :: 2]:
        for decibels in (12, 6):
            sound = partial(_in_noise, voice, text, noise, decibels)
            yield Trial(f"{noise} {decibels} dB, {half}", text, sound)


def _in_noise(voice: Voice, text: str, noise: str, decibels: float) -> bytes:
    return in_noise(voice(text), noise, decibels)


def _in_room(voice: Voice, text: str) -> bytes:
    return in_room(voice(text))


def _endpoints(there: dict[str, Voice], noise: str) -> int:
    """How many utterances are found whole, within the margins of the notes."""
    voice = there["natural 1"]
    return sum(_is_found(voice(text), noise) for text in _TEXTS[:_ENDPOINTS])


def _is_found(speech: bytes, noise: str) -> bool:
    """It begins at most a tenth of a second too late, and ends within 1.2 seconds."""
    before, after = bytes(80_000), bytes(128_000)  # two and a half seconds, four
    sound = in_noise(before + speech + after, noise, 12)
    pieces = (sound[at : at + 960] for at in range(0, len(sound), 960))
    said = utterance(pieces)
    start = sound.find(said) if said else -1
    in_time = len(before) - 32_000 <= start <= len(before) + 12_000
    return in_time and -3_200 <= start + len(said) - len(before) - len(speech) + 8_000 <= 38_400
