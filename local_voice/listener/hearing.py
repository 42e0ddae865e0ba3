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
CLEAR = 20.0  # decibels between the loud and the quiet from which a room counts as quiet

# How many runs of two and three words may be in no sample. One word misheard is four or five.
FIRST_LOOK, SECOND_LOOK = 5, 3  # of a look believed by itself, which only a quiet room's is
AGREED, AGREED_IN_NOISE = 8, 4  # of the better of two looks that mean the same

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


class Look(NamedTuple):
    """The words found in a sound, without the wake phrase; see `Judge.look` for the rest."""

    text: str
    woken: bool
    odd: int
    meaning: object

    def is_like_people(self, most_odd: int) -> bool:
        return self.meaning is not None and self.odd <= most_odd


def believed(first: Look, again: Callable[[], Look], *, clear: bool) -> Heard | Unsure:
    """What was said; the second look is taken only when the first is doubtful.

    In noise no look is believed by itself, unless it is an answer to Alexa or the wake phrase.
    """
    if first.is_like_people(FIRST_LOOK if clear else -1):
        return Heard(first.text, first.woken)
    if not first.text:
        return Unsure(None, first.woken)
    second = again()
    better = min(first, second, key=lambda look: look.odd)
    agreed = first.meaning == second.meaning
    if agreed and better.is_like_people(AGREED if clear else AGREED_IN_NOISE):
        return Heard(better.text, better.woken)
    if second.is_like_people(SECOND_LOOK if clear else -1):
        return Heard(second.text, second.woken)
    return Unsure(first.text, first.woken)


@dataclass(frozen=True, slots=True)
class Judge:
    """Knows how people talk to the guide.

    `replies` are answers to questions of Alexa's own, which no intent stands for; `runs` are the
    two and three words that follow each other in some sample; `figures` are the slots that take a
    number.
    """

    wake: Sentence
    replies: Collection[str]
    runs: Collection[Sentence]
    figures: Collection[str]
    resolve: Resolve

    def look(self, words: str) -> Look:
        """Judge the words: how odd they are, and what they mean, None for nothing sure.

        Replies and the wake phrase alone are never odd: -1.
        """
        said = tuple(words.split())
        woken = said[: len(self.wake)] == self.wake
        said = said[len(self.wake) :] if woken else said
        text = " ".join(said)
        if text in self.replies or (woken and not text):
            return Look(text, woken, -1, text)
        return Look(text, woken, self._odd(said), self._meaning(text))

    def _odd(self, said: Sentence) -> int:
        """How little people speak like that: what is misheard is mostly nonsense."""
        words = ("<s>", *said, "</s>")
        return sum(
            run not in self.runs
            for run in (*pairwise(words), *zip(words, words[1:], words[2:], strict=False))
        )

    def _meaning(self, text: str) -> object:
        """The intent and its figures."""
        resolved = self.resolve(text)
        if isinstance(resolved, NotUnderstood) or resolved.score < CERTAIN:
            return None
        figures = [match for name, match in resolved.slots.items() if name in self.figures]
        values = [match.value for match in figures if match]
        if any(map(_DAYS.match, values)):
            return None  # nobody puts ice on for days
        # A number that came to nothing was misheard: "fifty leave it" for "fifteen minutes".
        if figures and not values and not _NUMBER_WORDS.isdisjoint(text.split()):
            return None
        return resolved.intent, values
