"""From the likeliest sentences to what was said, or to having to ask again. Pure."""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from local_voice.listener.sentences import NUMBERS, REPLIES, SIGNS, WAKE
from local_voice.resolver import NotUnderstood, Resolved
from skill.conversation.spoken import duration
from skill.timers.iso_duration import parse

# Set on one half of the sentences of `make bench ARGS=listening`, which tells of the other half.
FURTHEST = 13.0  # nats by which a sentence may sound worse than what nobody expects
WORST = 4.5  # nats a word that a sentence may sound unlike the sound
WORST_ALONE = 0.7  # the same for one word: a letter, a cough
CLEAR = 0.25  # nats a piece, to which one word is clear even to somebody who expects nothing
UNUSUAL = 6.5  # nats a word, from which nobody would say that to the guide
PLAIN = 0.9  # nats a word, to which a sentence sounds plain
CERTAIN = 0.8  # the resolver's score from which words mean something
CERTAIN_PLAIN = 0.31  # the same for what sounds plain: nearly as if it were typed
SHARE = 0.4  # of the likelihood of all sentences, from which a meaning is believed
NEAR = 3.0  # nats by which an emergency may sound worse than what is believed, to be asked back
NOISY = 14.0  # decibels between the loud and the quiet, below which there is much noise

_WAKE = " ".join(WAKE)
_DAYS = re.compile(r"P\d")  # ISO 8601: hours and less begin with PT
_NUMBER_WORDS = frozenset(word for number in NUMBERS for word in number.split()) - {"one"}
_TEENS, _TENS = range(13, 20), range(30, 100, 10)
_AT = re.compile(r"^(?:at|that|had|and) (.* (?:minute|second|hour)s?\b)")
"""Nothing of ours begins so; "add" does."""

_NEAR = ("add ", "close ")  # "at", "pause"

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
    meaning: object = None
    intent: str = ""
    read_back: str = ""


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges by what sentences mean. `figures` are the slots that take a number or a duration."""

    figures: Collection[str]
    resolve: Resolve

    def judge(self, alone: Guess, guesses: Sequence[Guess], clearness: float) -> Heard | Unsure:
        """What was said; `alone` is what it sounds like to somebody who expects nothing.

        `clearness` is how far the loud stands above the quiet in it, in decibels.
        """
        readings = [self._read(guess, alone) for guess in guesses]
        heard = _believed(readings)
        least = heard.guess.acoustic - NEAR if heard else -math.inf
        signs = (r for r in readings if r.intent in SIGNS and r.guess.acoustic >= least)
        if (not heard or heard.intent not in SIGNS) and (sign := next(signs, None)):
            return Heard(sign.text, sign.woken, read_back=sign.text)
        if heard:
            return Heard(heard.text, heard.woken, heard.read_back)
        best = readings[0]
        if not clearness:  # no sound at all, from which words are heard all the same
            return Unsure(None)
        return Unsure(best.text or None, best.woken, clearness < NOISY)

    def _read(self, guess: Guess, alone: Guess) -> _Reading:
        woken = guess.text == _WAKE or guess.text.startswith(f"{_WAKE} ")
        text = guess.text.removeprefix(_WAKE).strip() if woken else guess.text
        text = _AT.sub(r"add \1", text)
        if not _may_be_said(guess, alone):
            return _Reading(guess, text, woken)
        if text in REPLIES or (woken and not text):
            return _Reading(guess, text, woken, text)
        resolved = self.resolve(text)
        enough = CERTAIN_PLAIN if -guess.acoustic <= PLAIN * guess.size else CERTAIN
        if isinstance(resolved, NotUnderstood) or resolved.score < enough:
            return _Reading(guess, text, woken)
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


def _may_be_said(guess: Guess, alone: Guess) -> bool:
    """Whether it sounds right, and is like what people say."""
    is_clear = guess.text == alone.text and -alone.acoustic <= CLEAR * alone.size
    worst = WORST * guess.size if " " in guess.text or is_clear else WORST_ALONE
    sounds_right = -guess.acoustic <= min(worst, FURTHEST - alone.acoustic)
    return sounds_right and -guess.language <= UNUSUAL * guess.size


def _believed(readings: Sequence[_Reading]) -> _Reading | None:
    """The best sentence of the likeliest meaning, if that is likely enough of all."""
    best = max(reading.guess.score for reading in readings)
    shares: defaultdict[object, float] = defaultdict(float)
    for reading in readings:
        shares[reading.meaning] += math.exp(reading.guess.score - best)
    meant = [reading for reading in readings if reading.meaning is not None]
    likeliest = max(meant, key=lambda reading: shares[reading.meaning], default=None)
    enough = SHARE * sum(shares.values())
    return likeliest if likeliest and shares[likeliest.meaning] >= enough else None


def _read_back(resolved: Resolved) -> str:
    """What is asked about first: "fifteen" sounds like "fifty", "close" like "pause"."""
    if resolved.utterance.startswith(_NEAR):
        return resolved.utterance
    match = resolved.slots.get("duration")
    seconds = parse(match.value) if match else 0
    return duration(seconds) if any(map(_sounds_like_another, divmod(seconds, 60))) else ""


def _sounds_like_another(number: int) -> bool:
    """Thirteen to nineteen, and thirty, forty and so on to ninety."""
    return number in _TEENS or number in _TENS
