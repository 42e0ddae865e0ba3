"""What is said first, and what is left of an answer, because of who asks: pure."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from skill.content.guidance import Guide
from skill.content.passage import Passage
from skill.content.signs import EVERY_TOPIC, Sign

MOST_WORDS = 110
"""The most words of a turn that tells of signs and answers a question."""

_MOST_SIGNS = 2


class Choice(NamedTuple):
    """`first` speaks of the signs; `answer` is what is left of the question's answer."""

    first: tuple[Passage, ...]
    answer: Passage

    @property
    def whole(self) -> Passage:
        passages = (*self.first, self.answer)
        return Passage(tuple(s for passage in passages for s in passage.sentences))

    @property
    def text(self) -> str:
        return self.whole.text


def choose(
    guide: Guide,
    topic: str,
    answer: Passage,
    now: Sequence[Sign] = (),
    heard: Iterable[str] = (),
    *,
    anew: bool = True,
) -> Choice:
    """The answer to a question on `topic` for somebody with the signs `now` and `heard` earlier.

    Signs of this turn come first, then those heard earlier that bear on the topic, two at most.
    What bears on every topic is told again only where the talk turns to the topic `anew`.
    Where nothing is left of the answer, what forbids it says why. A sign without words is something
    tried: it is not advised again among all that helps, and still answered when asked about.
    """
    before = [guide.signs[id_] for id_ in heard if id_ in guide.signs]
    again = [
        sign for sign in before if topic in sign.touches or (anew and EVERY_TOPIC in sign.touches)
    ]
    bearing = [sign for sign in (*now, *before) if sign.passage.sentences or topic in sign.touches]
    left = answer.without(forbidden(bearing))
    if not left.sentences:
        again += [sign for sign in before if not sign.forbids.isdisjoint(answer.facts)]
    told = dict.fromkeys(sign.words_on(topic) for sign in (*now, *again))
    first = tuple(passage for passage in told if passage.sentences)[:_MOST_SIGNS]
    if not first and not left.sentences:
        left = answer
    return Choice(first, _within(left, MOST_WORDS - sum(map(_words, first))))


def forbidden(signs: Iterable[Sign]) -> Collection[str]:
    """The facts of which nothing is to be said to somebody with these signs."""
    return frozenset().union(*(sign.forbids for sign in signs))


def weightiest(guide: Guide, heard: Iterable[str]) -> Sign | None:
    """The sign heard in this talk that outranks whatever is asked next, if there is one."""
    ranks = ("emergency", "crisis", "urgent")
    signs = [guide.signs[id_] for id_ in heard if id_ in guide.signs]
    outranking = [sign for sign in signs if sign.rank in ranks]
    return min(outranking, key=lambda sign: ranks.index(sign.rank), default=None)


def _words(passage: Passage) -> int:
    return len(passage.text.split())


def _within(passage: Passage, most: int) -> Passage:
    """As many of its sentences, from the first on, as have that many words."""
    kept = passage.sentences
    while kept and _words(Passage(kept)) > most:
        kept = kept[:-1]
    return Passage(kept)
