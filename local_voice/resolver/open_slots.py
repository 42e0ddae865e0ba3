"""Samples with slots that no list fills: a city, a date, a shared type, anybody's words.

Such a slot takes whatever stands in its place, one word at least, as far as can be tried here.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from local_voice.model.interaction_model import Intent, InteractionModel, slots_in
from local_voice.resolver.mentions import DURATION, NUMBER, Mention
from local_voice.resolver.numbers import numbers_in
from local_voice.resolver.phrases import (
    ARTICLES,
    carrier_of,
    choices,
    query_slot,
    template_words,
    with_slots,
)
from local_voice.resolver.times import time_in

_TIME = "AMAZON.TIME"
_MOST_MENTIONS, _MOST_CHOSEN = 6, 2  # a sample with open slots has few others


class OpenSample(NamedTuple):
    """`parts` are the words before, between and after the open `slots`, each with its type."""

    intent: str
    slots: Sequence[tuple[str, str]]
    parts: Sequence[Sequence[str]]


class OpenMatch(NamedTuple):
    """The intent, the mentions in its other slots, and the words in each open one."""

    intent: str
    mentions: Sequence[Mention]
    values: Mapping[str, str]


def open_samples(model: InteractionModel) -> list[OpenSample]:
    """Those of `model`, the one with the most words of its own first."""
    found = [
        _open_sample(sample, intent, model)
        for intent in model.intents.values()
        for sample in intent.samples
    ]
    return sorted((sample for sample in found if sample.slots), key=lambda it: -_own_words(it))


def open_match(
    words: Sequence[str], mentions: Sequence[Mention], samples: Iterable[OpenSample], *, bare: bool
) -> OpenMatch | None:
    """The first of the samples that this is; `bare` ones have no words of their own."""
    fitting = [sample for sample in samples if (_own_words(sample) == 0) == bare]
    for chosen in choices(mentions[:_MOST_MENTIONS], _MOST_CHOSEN) if fitting else ():
        text = [word for word in with_slots(words, chosen) if word not in ARTICLES]
        for intent, slots, parts in fitting:
            gaps = _gaps(text, parts)
            if gaps is not None and not any("{" in word for gap in gaps for word in gap):
                named = zip(slots, gaps, strict=True)
                values = {slot: _value(kind, words, gap) for (slot, kind), gap in named}
                return OpenMatch(intent, chosen, values)
    return None


def _open_sample(sample: str, intent: Intent, model: InteractionModel) -> OpenSample:
    slots: list[tuple[str, str]] = []
    parts: list[list[str]] = [[]]
    query = query_slot(sample, intent)
    if query and carrier_of(sample, query):  # free text after a carrier has its own way
        return OpenSample(intent.name, (), ())
    names = iter(slots_in(sample))
    for word in template_words(sample, intent):
        if not word.startswith("{"):
            parts[-1].extend([] if word in ARTICLES else [word])
            continue
        name, kind = next(names), word[1:-1]
        if _is_open(kind, model):
            slots.append((name, kind))
            parts.append([])
        else:
            parts[-1].append(word)
    return OpenSample(intent.name, slots, parts)


def _is_open(kind: str, model: InteractionModel) -> bool:
    return kind not in (DURATION, NUMBER) and not model.slot_types.get(kind)


def _own_words(sample: OpenSample) -> int:
    return sum(map(len, sample.parts))


def _gaps(text: Sequence[str], parts: Sequence[Sequence[str]]) -> list[Sequence[str]] | None:
    """What stands between the parts when they make up all of the text, each gap as short as can be.

    None where they do not.
    """
    first, *middle, last = parts
    end = len(text) - len(last)
    if list(text[: len(first)]) != list(first) or list(text[end:]) != list(last):
        return None
    at, gaps = len(first), list[Sequence[str]]()
    for part in middle:
        start = next(
            (
                place
                for place in range(at + 1, end - len(part))
                if list(text[place : place + len(part)]) == list(part)
            ),
            None,
        )
        if start is None:
            return None
        gaps.append(text[at:start])
        at = start + len(part)
    return [*gaps, text[at:end]] if at < end else None


def _value(kind: str, words: Sequence[str], gap: Sequence[str]) -> str:
    return (time_in(words, numbers_in(words)) if kind == _TIME else "") or " ".join(gap)
