"""From the words that were recognised to what was said, or to having to ask again. Pure."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from local_voice.listener.sentences import NUMBERS, Sentence
from local_voice.resolver import NotUnderstood, Resolved

ASK_AGAIN = "I did not hear that well. Please say it again."
CERTAIN = 0.8  # the resolver's score from which words mean something
LIKELY = 0.6  # the same for words of which nearly every run is in a sample
CLEAR = 20.0  # decibels between the loud and the quiet from which a room counts as quiet

# How many runs of two and three words may be in no sample. One word misheard is four or five.
MOST_IN_FIRST, MOST_IN_SECOND = 5, 3  # of a reading taken by itself, only in a quiet room
MOST_IN_AGREED, MOST_IN_AGREED_IN_NOISE = 8, 4  # of the better of two that mean the same

Resolve = Callable[[str], Resolved | NotUnderstood]

_DAYS = re.compile(r"P\d")  # ISO 8601: hours and less begin with PT
_NUMBER_WORDS = frozenset(word for number in NUMBERS for word in number.split()) - {"one"}


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, without the wake phrase; "" when there was nothing but the wake phrase."""

    text: str
    woken: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """Something that has to be asked for again. `guess` is None when there were no words at all."""

    guess: str | None
    woken: bool = False


class Reading(NamedTuple):
    """The words recognised in a sound, without the wake phrase; see `Readings.of` for the rest."""

    text: str
    woken: bool
    unusual: int
    meaning: object

    def is_plausible(self, most_unusual: int) -> bool:
        return self.meaning is not None and self.unusual <= most_unusual


def heard_or_unsure(first: Reading, again: Callable[[], Reading], *, clear: bool) -> Heard | Unsure:
    """What was said; the sound is read a second time only when the first reading is doubtful.

    In noise no reading is enough by itself, unless it is an answer to Alexa or the wake phrase.
    """
    if first.is_plausible(MOST_IN_FIRST if clear else -1):
        return Heard(first.text, first.woken)
    if not first.text:
        return Unsure(None, first.woken)
    second = again()
    better = min(first, second, key=lambda reading: reading.unusual)
    agreed = first.meaning == second.meaning
    if agreed and better.is_plausible(MOST_IN_AGREED if clear else MOST_IN_AGREED_IN_NOISE):
        return Heard(better.text, better.woken)
    if second.is_plausible(MOST_IN_SECOND if clear else -1):
        return Heard(second.text, second.woken)
    return Unsure(first.text, first.woken)


@dataclass(frozen=True, slots=True)
class Readings:
    """Makes readings, by what people say to the guide.

    `replies` are answers to questions of Alexa's own, which no intent stands for; `runs` are the
    two and three words that follow each other in some sample; `figures` are the slots that take a
    number.
    """

    wake: Sentence
    replies: Collection[str]
    runs: Collection[Sentence]
    figures: Collection[str]
    resolve: Resolve

    def of(self, words: str) -> Reading:
        """How unusual the words are, and what they mean; None for nothing sure.

        Replies and the wake phrase alone are never unusual: -1.
        """
        said = tuple(words.split())
        woken = said[: len(self.wake)] == self.wake
        said = said[len(self.wake) :] if woken else said
        text = " ".join(said)
        if text in self.replies or (woken and not text):
            return Reading(text, woken, -1, text)
        unusual = self._unusual(said)
        return Reading(
            text, woken, unusual, self._meaning(text, LIKELY if unusual <= 1 else CERTAIN)
        )

    def _unusual(self, said: Sentence) -> int:
        """How many runs of words no sample has: what is misheard is mostly nonsense."""
        words = ("<s>", *said, "</s>")
        return sum(
            run not in self.runs
            for run in (*pairwise(words), *zip(words, words[1:], words[2:], strict=False))
        )

    def _meaning(self, text: str, least: float) -> object:
        """The intent and its figures, where its score is at least `least`."""
        resolved = self.resolve(text)
        if isinstance(resolved, NotUnderstood) or resolved.score < least:
            return None
        figures = [match for name, match in resolved.slots.items() if name in self.figures]
        values = [match.value for match in figures if match]
        if any(map(_DAYS.match, values)):
            return None  # nobody puts ice on for days
        # A number that came to nothing was misheard: "fifty leave it" for "fifteen minutes".
        if figures and not values and not _NUMBER_WORDS.isdisjoint(text.split()):
            return None
        return resolved.intent, values
