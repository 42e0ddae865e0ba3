"""Each locale's interaction model, made from the one source, its words and the content's topics."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from local_voice.model.interaction_model import (
    Intent,
    InteractionModel,
    SlotValue,
    load_interaction_model,
)
from skill.content.guidance import Guide

LOCALES = ("en-US", "en-GB", "en-CA", "en-AU", "en-IN")
_SLOT = re.compile(r"\{(\w+)\}")


def model_for(guide: Guide) -> InteractionModel:
    """What people may say to this guide in its locale. A locale without words has the source's.

    This is what Alexa gets. The local resolver is compiled once, from the source and the topics.
    """
    spoken_here = with_words(source_model(), _locales().get(guide.locale, {}))
    return named(with_topics(spoken_here, guide), guide)


@cache
def source_model() -> InteractionModel:
    """Raises `ModelError` when the file is wrong."""
    return load_interaction_model(files("interaction_models") / "en-US.json")


def named(model: InteractionModel, guide: Guide) -> InteractionModel:
    """The model under the guide's own invocation name, if it has one.

    Not for the resolver, which knows its domain by the source's name.
    """
    return replace(model, invocation_name=guide.invocation_name or model.invocation_name)


def with_topics(model: InteractionModel, guide: Guide) -> InteractionModel:
    """The model with the content's own samples; a topic it does not know gets its intent."""
    intents = dict(model.intents)
    for topic in guide.topics.values():
        if topic.samples:
            known = intents.get(topic.intent) or Intent(topic.intent, (), MappingProxyType({}))
            samples = dict.fromkeys((*known.samples, *topic.samples))
            intents[topic.intent] = replace(known, samples=tuple(samples))
    return replace(model, intents=MappingProxyType(intents))


def with_words(model: InteractionModel, words: Mapping[str, Any]) -> InteractionModel:
    """The model in a locale's words: see the head of locales.toml."""
    if not words:
        return model
    spelling, also, names = (words.get(part, {}) for part in ("spelling", "words", "names"))
    owners: dict[str, str] = {}
    intents = {}
    for intent in model.intents.values():
        spelt = [_spelt(sample, spelling) for sample in intent.samples]
        owners.update((sample_key(sample, intent.slots), intent.name) for sample in spelt)
        intents[intent.name] = replace(intent, samples=tuple(spelt))
    for intent in intents.values():
        samples = [*_with_variants(intent, also, owners)]
        intents[intent.name] = replace(intent, samples=tuple(samples))
    types = {
        name: tuple(_renamed(values, names.get(name, {}), spelling))
        for name, values in model.slot_types.items()
    }
    return InteractionModel(model.invocation_name, intents, types)


def sample_key(sample: str, slot_types: Mapping[str, str]) -> str:
    """What tells a sample from others: its words, and its slots' types."""
    typed = _SLOT.sub(lambda slot: f"{{{slot_types.get(slot[1], slot[1])}}}", sample)
    return " ".join(typed.lower().replace("-", " ").replace(".", "").split())


@cache
def _locales() -> Mapping[str, Any]:
    return tomllib.loads((files("local_voice") / "model" / "locales.toml").read_text("utf-8"))


def _spelt(text: str, spelling: Mapping[str, str]) -> str:
    return " ".join(spelling.get(word, word) for word in text.split(" "))


def _with_variants(
    intent: Intent, also: Mapping[str, Sequence[str]], owners: dict[str, str]
) -> Iterator[str]:
    """Each sample, then what the locale says instead, unless that is somebody's sample already."""
    for sample in intent.samples:
        key = sample_key(sample, intent.slots)
        if owners.pop(key, "") == intent.name:  # the spelling may have made two samples one
            yield sample
            owners[key] = "taken"
        for said, others in also.items():
            if f" {said} " not in f" {sample} ":
                continue
            for other in others:
                variant = f" {sample} ".replace(f" {said} ", f" {other} ").strip()
                key = sample_key(variant, intent.slots)
                if key not in owners:
                    owners[key] = "taken"
                    yield variant


def _renamed(
    values: Iterable[SlotValue], names: Mapping[str, Sequence[str]], spelling: Mapping[str, str]
) -> Iterator[SlotValue]:
    taken = {name.lower(): id_ for id_, listed in names.items() for name in listed}
    for value in values:
        own = [_spelt(name, spelling) for name in (value.name, *value.synonyms)]
        kept = [name for name in own if taken.get(name.lower(), value.id) == value.id]
        first, *others = _once([*names.get(value.id or "", ()), *kept])
        yield SlotValue(first, value.id, tuple(others))


def _once(names: Iterable[str]) -> list[str]:
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(name.lower(), name)
    return list(by_key.values())
