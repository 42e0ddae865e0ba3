"""How well speech is heard: the product's ear beside Moonshine alone, on the same recordings.

The two ears are the product's, which is Moonshine fused with what people say to the guide, and
Moonshine by itself, read greedily. (The project's first ear, pocketsphinx, is gone from it.)

Right is what leads to the same as the words typed: the same intent and figures, the same close
call, or for a stranger being asked again. The other columns: "read back" is something else, but
asked about ("Did you say ...?") before anything is done; "asked again" is nothing done, where the
words typed are understood; "wrong" is something else, done at once.

The thresholds of `local_voice/listener/hearing.py` were set on every other sentence ("tuned on").
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import NamedTuple

from local_voice.app import listener_for, prepared
from local_voice.listener import Heard
from local_voice.listener.sentences import figures_of
from local_voice.resolver import NotUnderstood
from tests.bench import endpoints, moonshine
from tests.bench.recordings import Said, said
from tests.support.noises import NOISES, babble, bang, in_noise, in_room
from tests.support.spoken_wavs import OUT_OF_SCOPE, PHRASES, as_wav

TEXTS = [text for text, _intent in PHRASES]
SIGNS = (
    "both my legs are numb", "i can't feel my legs", "my bum is numb", "i can't pee",
    "i have lost control of my bladder", "my legs keep giving way", "call an ambulance",
    "i took too many pills",
)  # fmt: skip
LETTERS = ("b", "c", "d", "f", "m", "o", "s", "t", "x", "hmm", "huh", "oh")
_BANGS = 20
_IN_NOISE = ("natural 1", "flite rms", "festival cmu_us_slt_arctic_hts")
_NOISES = ("white", "babble", "fan", "kettle")
_LEVELS = (12, 6)  # decibels
_ASKED_AGAIN, _READ_BACK, _RIGHT, _WRONG = "asked again", "read back", "right", "wrong"
_COLUMNS = (_RIGHT, _READ_BACK, _ASKED_AGAIN, _WRONG)
_ROW = "{:34} {:>5} |" + " {:>12}" * 4 + " |" + " {:>12}" * 3


class Trial(NamedTuple):
    """A recording, and what is said in it; "" for nothing."""

    group: str
    voice: str
    text: str
    sound: bytes


class Outcome(NamedTuple):
    trial: Trial
    fused: str
    alone: str
    words: str  # as the product heard them
    clock: float  # seconds
    processor: float


class Ears:
    def __init__(self) -> None:
        told = prepared("en-US")
        self._figures = figures_of(told.model)
        self._resolve = told.understanding.resolve
        self._fused = listener_for("en-US")
        self._alone = moonshine.Ear()

    def outcome(self, trial: Trial) -> Outcome:
        began, used = perf_counter(), process_time()
        heard = self._fused.hear(trial.sound)
        clock, processor = perf_counter() - began, process_time() - used
        words, asks = (heard.text, heard.read_back) if isinstance(heard, Heard) else ("", "")
        fused = self.judged(trial.text, words, read_back=bool(asks))
        alone = " ".join(moonshine.words(self._alone.heard(as_wav(trial.sound))))
        return Outcome(
            trial, fused, self.judged(trial.text, alone), words or str(heard), clock, processor
        )

    def judged(self, text: str, heard: str, *, read_back: bool = False) -> str:
        meant, typed = self._meaning(heard), self._meaning(text)
        if meant == typed:
            return _RIGHT
        return _ASKED_AGAIN if meant is None else _READ_BACK if read_back else _WRONG

    def _meaning(self, text: str) -> object:
        resolved = self._resolve(text)
        if isinstance(resolved, NotUnderstood):
            return None
        slots = resolved.slots.items()
        figures = [slot.value for name, slot in slots if slot and name in self._figures]
        return resolved.intent, resolved.alternative, figures


def run() -> None:
    print("some ten minutes on an idle core; first the voices say their texts", flush=True)
    there = said([*dict.fromkeys((*TEXTS, *OUT_OF_SCOPE, *SIGNS, *LETTERS))])
    trials = list(_trials(there))
    print(f"{len(trials)} recordings", flush=True)
    ears, began = Ears(), perf_counter()
    outcomes = []
    for number, trial in enumerate(trials, start=1):
        outcomes.append(ears.outcome(trial))
        if number % 100 == 0:
            left = (perf_counter() - began) / number * (len(trials) - number) / 60
            print(f"  {number} of {len(trials)}, {left:.1f} minutes left", flush=True)
    _print_table(outcomes)
    _print_endpoints(ears, there[_IN_NOISE[0]])
    for outcome in outcomes:
        if outcome.fused in (_READ_BACK, _WRONG):
            group, voice, text, _ = outcome.trial
            print(f"{outcome.fused}: {text!r} as {outcome.words!r} ({voice}; {group})")
    for name, took in (
        ("clock", [outcome.clock for outcome in outcomes]),
        ("processor", [outcome.processor for outcome in outcomes]),
    ):
        p95 = 1000 * quantiles(took, n=20)[18]
        print(
            f"after the end of speech, {name}: {1000 * median(took):.0f} ms p50, {p95:.0f} ms p95"
        )


def _print_table(outcomes: list[Outcome]) -> None:
    """Per cent, and the count; groups in the order of the trials, then those in noise together."""
    print(_ROW.format("", "", "the product", "", "", "", "Moonshine", "alone", ""))
    print(_ROW.format("group", "n", *_COLUMNS, _RIGHT, _ASKED_AGAIN, _WRONG))
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.trial.group, []).append(outcome)
    for level in _LEVELS:
        for half in ("tuned on", "held back"):
            names = [f"{noise} {level} dB, {half}" for noise in _NOISES]
            together = [outcome for name in names for outcome in groups.get(name, [])]
            groups[f"all noises, {level} dB, {half}"] = together
    for group, found in groups.items():
        fused, alone = Counter(each.fused for each in found), Counter(each.alone for each in found)
        shares = [f"{100 * fused[name] / len(found):.1f} ({fused[name]})" for name in _COLUMNS]
        shares += [
            f"{100 * alone[name] / len(found):.1f} ({alone[name]})"
            for name in (_RIGHT, _ASKED_AGAIN, _WRONG)
        ]
        print(_ROW.format(group, len(found), *shares))


def _print_endpoints(ears: Ears, voice: Said) -> None:
    print("through talk --listen, of 40:")
    for level in endpoints.LEVELS:
        heard = endpoints.heard_in(level, [voice[text] for text in TEXTS])
        right = sum(
            ears.judged(text, words) == _RIGHT
            for text, (words, _) in zip(TEXTS, heard, strict=True)
        )
        in_time = sum(in_time for _, in_time in heard)
        print(f"  {level}: {in_time} stopped in time, {right} heard right", flush=True)


def _trials(there: Mapping[str, Said]) -> Iterator[Trial]:
    others = [name for name in there if not name.startswith("espeak")]
    by_people = [name for name in others if not name.startswith("festival")]
    talk = babble([there[name][text] for name in by_people for text in OUT_OF_SCOPE])
    for number, text in enumerate(TEXTS):
        half = "held back" if number % 2 else "tuned on"
        for name in there:
            engine = "others" if name in others else "espeak"
            yield Trial(f"clean, {engine}, {half}", name, text, there[name][text])
        for name in _IN_NOISE[:1]:
            yield Trial(f"a room, {half}", name, text, in_room(there[name][text]))
        # Every other pair of a voice and a noise: they are many.
        pairs = [(name, noise) for name in _IN_NOISE if name in there for noise in _NOISES]
        for name, noise in pairs[number // 2 % 2 :: 2]:
            for level in _LEVELS:
                sound = in_noise(there[name][text], {**NOISES, "babble": talk}[noise], level)
                yield Trial(f"{noise} {level} dB, {half}", name, text, sound)
    for group, texts in (("strangers", OUT_OF_SCOPE), ("emergency signs", SIGNS)):
        for name in others:
            yield from (Trial(group, name, text, there[name][text]) for text in texts)
    for name in others[::3]:
        yield from (Trial("one-word noises", name, word, there[name][word]) for word in LETTERS)
    yield from (Trial("bangs", "", "", bang(seed)) for seed in range(_BANGS))
