"""The sentences that the classifier learns from: samples with slots filled, and strangers."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

from local_voice.model.interaction_model import InteractionModel
from local_voice.resolver.classifier import STRANGER
from local_voice.resolver.lexicon import Lexicon

_SLOT = re.compile(r"\{(\w+)\}")
_FILLED = 2
_STRANGERS_FILLED = 8
_MOST = 10_000  # what can be learnt in seconds
_BUILT_IN = {
    "AMAZON.DURATION": ["twenty minutes", "five minutes", "half an hour", "30 seconds", "1 hour"],
    "AMAZON.NUMBER": ["one", "two", "5", "twelve"],
}


class Template(NamedTuple):
    """A sentence with its slots, the label it stands for, and the sentence with slots filled."""

    label: str
    text: str
    filled: tuple[str, ...]


def samples_of(model: InteractionModel, lexicon: Lexicon) -> list[Template]:
    """The samples of every intent and the usual phrases; of very many an even choice."""
    said = [
        (intent, sample)
        for intent in model.intents.values()
        for sample in (*intent.samples, *lexicon.phrases.get(intent.name, ()))
    ]
    if len(said) > _MOST:
        said = random.Random(0).sample(said, _MOST)  # noqa: S311 - the same ones each time
    values = {kind: _values_of_type(model, kind) for kind in _types(model)}
    return [
        Template(
            intent.name,
            sample,
            tuple(_fill(sample, {slot: values[kind] for slot, kind in intent.slots.items()})),
        )
        for intent, sample in said
    ]


def strangers_of(lexicon: Lexicon) -> list[Template]:
    return [
        Template(STRANGER, text, tuple(_fill(text, lexicon.elsewhere, _STRANGERS_FILLED)))
        for text in lexicon.strangers
    ]


def _types(model: InteractionModel) -> set[str]:
    return {kind for intent in model.intents.values() for kind in intent.slots.values()}


def _values_of_type(model: InteractionModel, kind: str) -> Sequence[str]:
    known = _BUILT_IN.get(kind, ())
    values = model.slot_types.get(kind, ())
    return [*known, *(text for value in values for text in (value.name, *value.synonyms))]


def _fill(text: str, values: Mapping[str, Sequence[str]], times: int = _FILLED) -> Iterator[str]:
    """`text` itself, or `times` variants of it with its slots filled; the same ones each time."""
    slots = [slot for slot in _SLOT.findall(text) if values.get(slot)]
    if not slots:
        yield _SLOT.sub(" ", text)
        return
    chooser = random.Random(crc32(text.encode()))  # noqa: S311 - the same ones each time
    for _ in range(times):
        chosen = {slot: chooser.choice(values[slot]) for slot in slots}
        yield _SLOT.sub(lambda slot: chosen.get(slot[1], " "), text)  # noqa: B023 - used at once
