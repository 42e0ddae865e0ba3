"""How well speech is heard: the product's ear beside Moonshine alone, on the same recordings.

The two ears are the product's, which is Moonshine fused with what people say to the guide, and
Moonshine by itself, read greedily. (The project's first ear, pocketsphinx, is gone from it.)

Right is what leads to the same as the words typed: the same intent and figures, the same question
which of two is meant, or for a stranger being asked again. Else it is "asked again" where somebody
is asked to say it again, or which of two they mean; "read back" where something else is asked about
("Did you say ...?") before it is done; "wrong" where something else is done at once. "Asked first"
tells how many of the right ones are asked about before they are done, as numbers near others are.

The thresholds of `local_voice/listener/hearing.py` were set on every other sentence ("tuned on").
Samples for golf, smoking and heating pads were added to the model with all of them in view.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import NamedTuple

from local_voice.app import listener_for, prepared
from local_voice.listener import Heard
from local_voice.listener.sentences import figures_of
from local_voice.resolver import NotUnderstood, Resolved
from tests.bench import endpoints, moonshine
from tests.bench.recordings import Said, said
from tests.support.noises import NOISES, babble, bang, in_noise, in_room
from tests.support.spoken_wavs import OUT_OF_SCOPE as STRANGERS
from tests.support.spoken_wavs import PHRASES, as_wav

TEXTS = [text for text, _intent in PHRASES]
SIGNS = (
    "both my legs are numb", "i can't feel my legs", "my bum is numb", "i can't pee",
    "i have lost control of my bladder", "my legs keep giving way", "call an ambulance",
    "i took too many pills",
)  # fmt: skip
LONE = ("yes", "no", "stop", "help")
LETTERS = ("b", "c", "d", "f", "m", "o", "s", "t", "x", "hmm", "huh", "oh")
_BANGS = 20
_IN_NOISE = ("natural 1", "flite rms", "festival cmu_us_slt_arctic_hts")
_NOISES = ("white", "babble", "fan", "kettle")
_LEVELS = (12, 6)  # decibels
_ASKED_AGAIN, _READ_BACK, _RIGHT, _WRONG = "asked again", "read back", "right", "wrong"
_COLUMNS = (_RIGHT, _READ_BACK, _ASKED_AGAIN, _WRONG)
_ALONE = (_RIGHT, _ASKED_AGAIN, _WRONG)
_ROW = "{:34} {:>5} |" + " {:>12}" * 5 + " |" + " {:>12}" * 3


class Trial(NamedTuple):
    """A recording, and what is said in it; "" for nothing."""

    group: str
    half: str
    voice: str
    text: str
    sound: bytes


class Outcome(NamedTuple):
    trial: Trial
    fused: str
    asked_first: bool
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
        words, asked = (
            (heard.text, bool(heard.read_back)) if isinstance(heard, Heard) else ("", False)
        )
        fused = self.judged(trial.text, words, read_back=asked)
        alone = " ".join(moonshine.words(self._alone.heard(as_wav(trial.sound))))
        told = self.judged(trial.text, alone)
        return Outcome(trial, fused, asked and fused == _RIGHT, told, words, clock, processor)

    def judged(self, text: str, heard: str, *, read_back: bool = False) -> str:
        meant = self._resolve(heard)
        if self._done(meant) == self._done(self._resolve(text)):
            return _RIGHT
        if isinstance(meant, NotUnderstood) or meant.alternative:
            return _ASKED_AGAIN
        return _READ_BACK if read_back else _WRONG

    def _done(self, resolved: Resolved | NotUnderstood) -> object:
        if isinstance(resolved, NotUnderstood):
            return None
        slots = resolved.slots.items()
        figures = [slot.value for name, slot in slots if slot and name in self._figures]
        return resolved.intent, resolved.alternative, figures


def run() -> None:
    print("some six minutes on an idle core; first the voices say their texts", flush=True)
    there = said([*dict.fromkeys((*TEXTS, *STRANGERS, *SIGNS, *LONE, *LETTERS))])
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
            group, half, voice, text, _ = outcome.trial
            print(f"{outcome.fused}: {text!r} as {outcome.words!r} ({voice}; {group}, {half})")
    _print_times("all", outcomes)
    _print_times("clean", [each for each in outcomes if each.trial.group.startswith("clean")])


def _print_times(name: str, outcomes: list[Outcome]) -> None:
    clock, processor = (
        f"{1000 * median(took):.0f} ms p50, {1000 * quantiles(took, n=20)[18]:.0f} ms p95"
        for took in zip(*[(each.clock, each.processor) for each in outcomes], strict=True)
    )
    print(f"after the end of speech, {name}: {clock} by the clock; {processor} of CPU")


def _print_table(outcomes: list[Outcome]) -> None:
    """Per cent, and the count."""
    print(_ROW.format("", "", "the product", "", "", "", "", "Moonshine", "alone", ""))
    print(_ROW.format("", "of", *_COLUMNS, "asked first", *_ALONE))
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.trial.group, []).append(outcome)
    for level in _LEVELS:
        in_noise = [found for group, found in groups.items() if group.endswith(f"{level} dB")]
        groups[f"all noises, {level} dB"] = [outcome for found in in_noise for outcome in found]
    for group, found in groups.items():
        for half in dict.fromkeys(outcome.trial.half for outcome in found):
            _print_row(f"{group}, {half}", [each for each in found if each.trial.half == half])


def _print_row(name: str, outcomes: list[Outcome]) -> None:
    fused, alone = Counter(o.fused for o in outcomes), Counter(o.alone for o in outcomes)
    asked = sum(o.asked_first for o in outcomes)
    counts = [*(fused[name] for name in _COLUMNS), asked, *(alone[name] for name in _ALONE)]
    shares = (f"{100 * count / len(outcomes):.1f} ({count})" for count in counts)
    print(_ROW.format(name, len(outcomes), *shares))


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
    noises = {**NOISES, "babble": babble([there[n][text] for n in by_people for text in STRANGERS])}
    # Every other pair of a voice and a noise: they are many.
    pairs = [(name, noise) for name in _IN_NOISE if name in there for noise in _NOISES]
    for number, text in enumerate(TEXTS):
        half = "held back" if number % 2 else "tuned on"
        for name in there:
            group = "clean, others" if name in others else "clean, espeak"
            yield Trial(group, half, name, text, there[name][text])
        name = _IN_NOISE[0]
        yield Trial("a room", half, name, text, in_room(there[name][text]))
        for name, noise in pairs[number // 2 % 2 :: 2]:
            for level in _LEVELS:
                sound = in_noise(there[name][text], noises[noise], level)
                yield Trial(f"{noise}, {level} dB", half, name, text, sound)
    for name in others:
        yield from (Trial("strangers", "all", name, each, there[name][each]) for each in STRANGERS)
        yield from (
            Trial("emergency signs", "all", name, each, there[name][each]) for each in SIGNS
        )
        yield from (Trial("a word alone", "all", name, each, there[name][each]) for each in LONE)
    for name in others[::3]:
        yield from (
            Trial("letters and noises", "all", name, each, there[name][each]) for each in LETTERS
        )
    yield from (Trial("bangs", "all", "", "", bang(seed)) for seed in range(_BANGS))
