"""From the likeliest sentences to what was said, or to having to ask again. Pure."""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from local_voice.listener.sentences import NUMBERS, REPLIES, WAKE
from local_voice.resolver import NotUnderstood, Resolved
from skill.conversation.spoken import duration
from skill.timers.iso_duration import parse

# Set on one half of the sentences of `make bench ARGS=listening`, which tells of the other half.
SHARE = 0.4  # of the likelihood of all sentences, from which a meaning is believed
WORST = 2.5  # nats a word that a believed sentence may sound unlike the sound
PLAIN = 0.9  # nats a word, to which what is said in quiet counts as if it were typed
PLAIN_IN_NOISE = 0.3
QUIET = 25.0  # decibels between the loud and the quiet, from which a room is quiet
WORST_ALONE = 0.7  # the same for one word: a letter, a cough
FURTHEST = 8.0  # nats by which a sentence may sound worse than what nobody expects
UNUSUAL = 6.5  # nats a word, from which nobody would say that to the guide
CLEAR = 0.25  # nats a piece of a word, from which what it sounds like by itself is clear
LIKELY_SIGN = 0.1  # the share from which an emergency is asked back
NOISY = 14.0  # decibels between the loud and the quiet, below which there is much noise

_CERTAIN = 0.8  # the resolver's score from which words mean something
_MEANINGLESS = 0.5  # how much less likely a sentence is that means nothing

_WAKE = " ".join(WAKE)
_SIGNS = {"EmergencyIntent", "CrisisIntent"}
_DAYS = re.compile(r"P\d")  # ISO 8601: hours and less begin with PT
_NUMBER_WORDS = frozenset(word for number in NUMBERS for word in number.split()) - {"one"}
_TEENS, _TENS = range(13, 20), range(30, 100, 10)
_AT = re.compile(r"^at (.* (?:minute|second|hour)s?\b)")  # nothing of ours begins so; "add" does

Resolve = Callable[[str], Resolved | NotUnderstood]


class Guess(NamedTuple):
    """A sentence that a sound may be, of `size` words and their end, or pieces of words.

    `acoustic` and `language` are its log-likelihoods in nats, by the sound and by what people
    say; `score` weighs both.
    """

    text: str
    acoustic: float
    language: float
    size: int
    score: float


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, without the wake phrase; "" when there was nothing but the wake phrase.

    `read_back` are the words to be asked about before anything is done, if any.
    """

    text: str
    woken: bool = False
    read_back: str = ""


@dataclass(frozen=True, slots=True)
class Unsure:
    """Something that has to be asked for again. `guess` is None when there were no words at all."""

    guess: str | None
    woken: bool = False
    noisy: bool = False


class _Reading(NamedTuple):
    """What a guess means; `meaning` is None for nothing sure."""

    guess: Guess
    text: str
    woken: bool
    meaning: object
    intent: str
    read_back: str


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges by what sentences mean. `figures` are the slots that take a number or a duration."""

    figures: Collection[str]
    resolve: Resolve

    def judge(self, alone: Guess, guesses: Sequence[Guess], clearness: float) -> Heard | Unsure:
        """What was said; `alone` is what it sounds like to somebody who expects nothing.

        `clearness` is how far the loud stands above the quiet in it, in decibels.
        """
        plain = PLAIN if clearness >= QUIET else PLAIN_IN_NOISE
        readings, free = [self._read(guess, plain) for guess in guesses], self._read(alone, plain)
        heard = self._believed(readings, alone) or _clear(free)
        if heard is None or heard.intent not in _SIGNS:
            sign = self._likely_sign([*readings, free])
            if sign:
                return Heard(sign.text, sign.woken, read_back=sign.text)
        if heard:
            return Heard(heard.text, heard.woken, heard.read_back)
        best = readings[0]
        if not clearness:  # no sound at all, from which words are heard all the same
            return Unsure(None)
        return Unsure(best.text or None, best.woken, clearness < NOISY)

    def _believed(self, readings: Sequence[_Reading], alone: Guess) -> _Reading | None:
        """The best sentence of the likeliest meaning, if it is likely enough and sounds right."""
        shares = _shares(readings)
        meant = [reading for reading in readings if reading.meaning is not None]
        if not meant:
            return None
        best = max(meant, key=lambda reading: shares[reading.meaning])
        best = next(reading for reading in meant if reading.meaning == best.meaning)
        guess = best.guess
        worst = WORST if " " in guess.text else WORST_ALONE
        sounds_right = -guess.acoustic <= min(worst * guess.size, FURTHEST - alone.acoustic)
        is_usual = -guess.language <= UNUSUAL * guess.size
        return best if sounds_right and is_usual and shares[best.meaning] >= SHARE else None

    def _likely_sign(self, readings: Sequence[_Reading]) -> _Reading | None:
        """An emergency that somebody may have spoken of."""
        shares = _shares(readings)
        signs = [reading for reading in readings if reading.intent in _SIGNS]
        likely = sum(shares[meaning] for meaning in {sign.meaning for sign in signs})
        return signs[0] if likely >= LIKELY_SIGN else None

    def _read(self, guess: Guess, most: float) -> _Reading:
        woken = guess.text == _WAKE or guess.text.startswith(f"{_WAKE} ")
        text = guess.text.removeprefix(_WAKE).strip() if woken else guess.text
        text = _AT.sub(r"add \1", text)
        if text in REPLIES or (woken and not text):
            return _Reading(guess, text, woken, text, "", "")
        resolved = self.resolve(text)
        plain = -guess.acoustic <= most * guess.size
        if isinstance(resolved, NotUnderstood) or not (plain or resolved.score >= _CERTAIN):
            return _Reading(guess, text, woken, None, "", "")
        meaning = self._meaning(resolved)
        return _Reading(guess, text, woken, meaning, resolved.intent, _read_back(resolved))

    def _meaning(self, resolved: Resolved) -> object:
        """The intent and its figures, unless a figure tells that it was misheard."""
        figures = [match for name, match in resolved.slots.items() if name in self.figures]
        values = [match.value for match in figures if match]
        if any(map(_DAYS.match, values)):
            return None  # nobody puts ice on for days
        # A number that came to nothing was misheard: "fifty leave it" for "fifteen minutes".
        if figures and not values and not _NUMBER_WORDS.isdisjoint(resolved.utterance.split()):
            return None
        return resolved.intent, tuple(values)


def _clear(reading: _Reading) -> _Reading | None:
    guess = reading.guess
    is_clear = -guess.acoustic <= CLEAR * guess.size
    return reading if is_clear and reading.meaning is not None else None


def _shares(readings: Sequence[_Reading]) -> dict[object, float]:
    """How likely each meaning is, of all that may have been meant."""
    best = max(reading.guess.score for reading in readings)
    shares: defaultdict[object, float] = defaultdict(float)
    for reading in readings:
        likely = math.exp(reading.guess.score - best)
        shares[reading.meaning] += likely * (_MEANINGLESS if reading.meaning is None else 1)
    total = sum(shares.values())
    return {meaning: share / total for meaning, share in shares.items()}


def _read_back(resolved: Resolved) -> str:
    """What is asked about first: "fifteen" sounds like "fifty", "add" like "at"."""
    match = resolved.slots.get("duration")
    if match is None:
        return ""
    if resolved.utterance.startswith("add "):
        return resolved.utterance
    seconds = parse(match.value)
    return duration(seconds) if any(map(_sounds_like_another, divmod(seconds, 60))) else ""


def _sounds_like_another(number: int) -> bool:
    """Thirteen to nineteen, and thirty, forty and so on to ninety."""
    return number in _TEENS or number in _TENS
