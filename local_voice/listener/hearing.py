"""From the words that were recognised to what was said, or to having to ask again. Pure."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import pairwise

from local_voice.listener.sentences import NUMBERS, Sentence
from local_voice.resolver import NotUnderstood, Resolved

ASK_AGAIN = "I did not hear that well. Please say it again."
CERTAIN = 0.8  # the resolver's score from which words that were heard are believed
ODD = (
    5  # so many runs of two and three words may be in no sample: one word misheard is four or five
)
ODD_AGAIN = 3  # the same at the second look, which only what was doubtful at the first gets
ODD_IN_NOISE = 2  # the same where the speech is not `CLEAR`
CLEAR = 20.0  # decibels between the loud and the quiet from which a room counts as quiet

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


@dataclass(frozen=True, slots=True)
class Judge:
    """Decides what to believe.

    `replies` are answers to questions of Alexa's own, which no intent stands for; `runs` are the
    two and three words that follow each other in some sample, of which `odd` may be missing;
    `figures` are the slots that take a number.
    """

    wake: Sentence
    replies: Collection[str]
    runs: Collection[Sentence]
    figures: Collection[str]
    resolve: Resolve

    def of(self, words: str, odd: int = ODD) -> Heard | Unsure:
        said = tuple(words.split())
        woken = said[: len(self.wake)] == self.wake
        said = said[len(self.wake) :] if woken else said
        text = " ".join(said)
        if text in self.replies or (woken and not text):
            return Heard(text, woken)
        if self._odd(said) <= odd and self._is_clear(text):
            return Heard(text, woken)
        return Unsure(text or None, woken)

    def _odd(self, said: Sentence) -> int:
        """How little people speak like that: what is misheard is mostly nonsense."""
        words = ("<s>", *said, "</s>")
        return sum(
            run not in self.runs
            for run in (*pairwise(words), *zip(words, words[1:], words[2:], strict=False))
        )

    def _is_clear(self, text: str) -> bool:
        meaning = self.resolve(text)
        if isinstance(meaning, NotUnderstood) or meaning.score < CERTAIN:
            return False
        # A number that came to nothing was misheard: "fifty leave it" for "fifteen minutes".
        figures = [match for name, match in meaning.slots.items() if name in self.figures]
        if any(match and _DAYS.match(match.value) for match in figures):
            return False  # nobody puts ice on for days
        return not figures or any(figures) or _NUMBER_WORDS.isdisjoint(text.split())
