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
# In nats: a log-likelihood, of a sound or of words.
FURTHEST = 13.0  # by which a sentence may sound worse than what nobody expects
WORST = 2.3  # a word, to which a sentence may sound unlike the sound
WORST_SIGN = 4.5  # the same for an emergency, which is then asked about
WORST_ANSWER = 0.9  # the same for yes and no: a letter or a hiss sounds like one
DOUBTFUL = 1.5  # a word, from which it is asked about
PLAIN = 0.3  # a piece of a word, to which a sound is plain to somebody who expects nothing
UNUSUAL = 6.0  # a word and the end, from which nobody would say that to the guide
NEAR = 3.0  # by which an emergency may sound worse than what is believed, to be asked about

LIKELY = 0.5  # the resolver's score from which words mean something
SHARE = 0.5  # of the likelihood of all sentences, from which a meaning is believed
SURE = 0.9  # the same, up to which it is asked about
NOISY = 14.0  # decibels between the loud and the quiet, below which there is much noise

_WAKE = " ".join(WAKE)
_DAYS = re.compile(r"P\d")  # ISO 8601: hours and less begin with PT
_NUMBER_WORDS = frozenset(word for number in NUMBERS for word in number.split()) - {"one"}
_NEAR_NUMBERS = frozenset((*range(13, 20), *range(30, 100, 10)))  # thirteen, thirty and so on
_AT = re.compile(r"^(?:at|that|had|and) (.* (?:minute|second|hour)s?\b)")
"""Nothing of ours begins so; "add" does."""

_NEAR = ("add ", "close ")  # "at", "pause"
_ANSWERS = ("AMAZON.YesIntent", "AMAZON.NoIntent")

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
        heard, share = _believed(readings)
        if share < SHARE and -alone.acoustic <= PLAIN * alone.size:
            heard, share = _believed([self._read(alone, alone)])
        least = heard.guess.acoustic - NEAR if share >= SHARE else -math.inf
        sign = next((r for r in readings if r.intent in SIGNS and r.guess.acoustic >= least), None)
        if sign and (share < SHARE or heard.intent not in SIGNS):
            return Heard(sign.text, sign.woken, read_back=sign.text)
        if share >= SHARE:
            return Heard(heard.text, heard.woken, heard.read_back or _doubted(heard, share))
        if not clearness:  # no sound at all, from which words are heard all the same
            return Unsure(None)
        best = readings[0]
        return Unsure(best.text or None, best.woken, clearness < NOISY)

    def _read(self, guess: Guess, alone: Guess) -> _Reading:
        woken = guess.text == _WAKE or guess.text.startswith(f"{_WAKE} ")
        text = guess.text.removeprefix(_WAKE).strip() if woken else guess.text
        text = _AT.sub(r"add \1", text)
        reading = _Reading(guess, text, woken)
        furthest = min(WORST_SIGN * guess.size, FURTHEST - alone.acoustic)
        if -guess.acoustic > furthest or -guess.language > UNUSUAL * (guess.size + 1):
            return reading
        if text in REPLIES or (woken and not text):
            return reading._replace(meaning=text)
        resolved = self.resolve(text)
        if isinstance(resolved, NotUnderstood) or resolved.score < LIKELY:
            return reading
        worst = WORST_ANSWER if resolved.intent in _ANSWERS else WORST
        if resolved.intent not in SIGNS and -guess.acoustic > worst * guess.size:
            return reading
        return reading._replace(
            meaning=self._meaning(resolved),
            intent=resolved.intent,
            read_back=_sounds_like_another(resolved),
        )

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


def _believed(readings: Sequence[_Reading]) -> tuple[_Reading, float]:
    """The best sentence of the likeliest meaning, and its share of the likelihood of all."""
    best = max(reading.guess.score for reading in readings)
    shares: defaultdict[object, float] = defaultdict(float)
    for reading in readings:
        shares[reading.meaning] += math.exp(reading.guess.score - best)
    total, shares[None] = sum(shares.values()), 0.0
    likeliest = max(readings, key=lambda reading: shares[reading.meaning])
    return likeliest, shares[likeliest.meaning] / total


def _doubted(heard: _Reading, share: float) -> str:
    """What is asked about as it was not heard surely; a yes is not, or it would go on for ever."""
    if heard.intent in _ANSWERS or not heard.text:
        return ""
    is_unsure = share < SURE and heard.intent not in SIGNS  # the call for help comes first
    is_unclear = -heard.guess.acoustic > DOUBTFUL * heard.guess.size
    return heard.text if is_unsure or is_unclear else ""


def _sounds_like_another(resolved: Resolved) -> str:
    """What is asked about however it sounds: "fifteen" is like "fifty", "close" like "pause"."""
    if resolved.utterance.startswith(_NEAR):
        return resolved.utterance
    match = resolved.slots.get("duration")
    seconds = parse(match.value) if match else 0
    return duration(seconds) if not _NEAR_NUMBERS.isdisjoint(divmod(seconds, 60)) else ""
