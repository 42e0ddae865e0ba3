"""Which signs somebody's words carry, wherever they stand in the utterance."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import NamedTuple

from skill.content.guidance import Guide
from skill.content.patterns import Pattern, Span, as_text, spans
from skill.content.signs import RANKS, Sign

_BLANK = "-"
"""Stands for a word of a plain denial: no pattern has it."""


class Found(NamedTuple):
    """A sign, and the words that said it."""

    id: str
    said: str


def signs_in(guide: Guide, words: Sequence[str]) -> list[Found]:
    """Every sign that `words` name, each once, in the content's order; denials are passed over."""
    index = guide.sign_index
    present = {*words, *(f"{word[:size]}*" for word in words for size in range(1, len(word) + 1))}
    outranking = _without(index.harmless, words, present)
    situations = _without(index.harmless_situations, words, present)
    said: dict[str, Span] = {}
    for need in present & index.signs.keys():
        for sign_id, pattern in index.signs[need]:
            if sign_id in said or any(map(present.isdisjoint, pattern.needs[1:])):
                continue
            text = situations if guide.signs[sign_id].rank == "situation" else outranking
            for span in islice(spans(pattern, text), 1):
                said[sign_id] = span
    return [Found(id_, " ".join(words[slice(*said[id_])])) for id_ in guide.signs if id_ in said]


def _without(
    harmless: Mapping[str, Collection[Pattern]], words: Sequence[str], present: AbstractSet[str]
) -> str:
    """The utterance with what is harmless in it blanked out."""
    left, text = list(words), as_text(words)
    for need in present & harmless.keys():
        for pattern in harmless[need]:
            if any(map(present.isdisjoint, pattern.needs[1:])):
                continue
            for span in spans(pattern, text):
                left[span.start : span.end] = [_BLANK] * (span.end - span.start)
    return as_text(left)


def weighed(guide: Guide, now: Iterable[str], before: Collection[str]) -> list[Sign]:
    """The signs of this turn, the weightiest first: by rank, then in the content's order.

    Two signs that are an emergency together count as that, also where one was heard `before`; what
    makes up such a pair is no longer told on its own.
    """
    heard_now = {id_ for id_ in now if id_ in guide.signs}
    if not heard_now:  # as in most turns; and a pair takes one that is heard now
        return []
    pairs = [sign for sign in guide.signs.values() if _is_paired(sign, heard_now, before)]
    told = {part for pair in pairs for one_of in pair.pairs for part in one_of}
    ids = (heard_now - told) | {pair.id for pair in pairs}
    signs = [sign for sign in guide.signs.values() if sign.id in ids]
    return sorted(signs, key=lambda sign: RANKS.index(sign.rank))


def _is_paired(sign: Sign, now: Collection[str], before: Collection[str]) -> bool:
    heard = {*now, *before}
    parts = {part for one_of in sign.pairs for part in one_of}
    return (
        bool(sign.pairs)
        and not parts.isdisjoint(now)
        and all(not heard.isdisjoint(one_of) for one_of in sign.pairs)
    )
