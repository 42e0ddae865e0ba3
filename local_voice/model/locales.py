"""Each locale's interaction model, made from the one source, its words and the content's topics."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from local_voice.errors import ModelError
from local_voice.model.interaction_model import (
    Intent,
    InteractionModel,
    TypeValue,
    fill_slots,
    load_interaction_model,
)
from skill.content.guidance import Guide
from skill.content.rules import OWN_INTENTS
from skill.errors import ContentError, GuideError

MODEL, CONTENT = "en-US.json", "content/en/topics"  # the two places that a topic stands in


def model_for(guide: Guide) -> InteractionModel:
    """What people may say to this guide in its locale. A locale without words has the source's.

    This is what Alexa gets. The local resolver is compiled once, from the source and the topics.
    """
    spoken_here = with_words(source_model(), _locales().get(guide.locale, {}))
    return named(with_topics(spoken_here, guide), guide)


@cache
def source_model() -> InteractionModel:
    """Raises `ModelError` when the file is wrong."""
    return load_interaction_model(files("interaction_models") / MODEL)


def named(model: InteractionModel, guide: Guide) -> InteractionModel:
    """The model under the guide's own invocation name, if it has one.

    Not for the resolver, which knows its domain by the source's name.
    """
    return replace(model, invocation_name=guide.invocation_name or model.invocation_name)


def with_topics(model: InteractionModel, guide: Guide) -> InteractionModel:
    """The model with the content's own samples; a topic it does not know gets its intent.

    Raises the first of the `disagreements`.
    """
    for disagreement in disagreements(model, guide):
        raise disagreement
    intents = dict(model.intents)
    for topic in guide.topics.values():
        if topic.samples:
            known = intents.get(topic.intent) or Intent(topic.intent, (), MappingProxyType({}))
            samples = dict.fromkeys((*known.samples, *topic.samples))
            intents[topic.intent] = replace(known, samples=tuple(samples))
    return replace(model, intents=MappingProxyType(intents))


def disagreements(model: InteractionModel, guide: Guide) -> Iterator[GuideError]:
    """Each topic that stands in the content alone, or in the model alone."""
    for topic in guide.topics.values():
        if topic.intent not in model.intents and not topic.samples:
            problem = f"nobody can ask for it: add {topic.intent} with its samples to {MODEL}"
            yield ContentError(f"{topic.id}.toml", f"topics.{topic.id}", problem)
    for name in model.intents:
        if name not in {*OWN_INTENTS, *guide.questions, *guide.follow_ups}:
            yield ModelError(MODEL, name, f"nobody answers it: add its question to {CONTENT}")


def with_words(model: InteractionModel, words: Mapping[str, Any]) -> InteractionModel:
    """The model in a locale's words: see the head of locales.toml."""
    if not words:
        return model
    spelling, also, names = (words.get(part, {}) for part in ("spelling", "words", "names"))
    spelt = {
        name: replace(intent, samples=tuple(_spelt(said, spelling) for said in intent.samples))
        for name, intent in model.intents.items()
    }
    taken = {sample_key(s, intent.slots) for intent in spelt.values() for s in intent.samples}
    intents = {name: _with_variants(intent, also, taken) for name, intent in spelt.items()}
    types = {
        name: tuple(_renamed(values, names.get(name, {}), spelling))
        for name, values in model.slot_types.items()
    }
    return InteractionModel(model.invocation_name, intents, types)


def sample_key(sample: str, slot_types: Mapping[str, str]) -> str:
    """What tells a sample from others: its words, and its slots' types."""
    typed = fill_slots(sample, lambda slot: f"{{{slot_types.get(slot, slot)}}}")
    return " ".join(typed.lower().replace("-", " ").replace(".", "").split())


@cache
def _locales() -> Mapping[str, Any]:
    return tomllib.loads((files("local_voice") / "model" / "locales.toml").read_text("utf-8"))


def _spelt(text: str, spelling: Mapping[str, str]) -> str:
    return " ".join(spelling.get(word, word) for word in text.split(" "))


def _with_variants(intent: Intent, also: Mapping[str, Sequence[str]], taken: set[str]) -> Intent:
    """Each sample, then what the locale says instead; `taken` are all intents' samples by key."""
    by_key: dict[str, str] = {}  # the spelling may have made two samples one
    for sample in intent.samples:
        by_key.setdefault(sample_key(sample, intent.slots), sample)
        for variant in _variants(sample, also):
            key = sample_key(variant, intent.slots)
            if key not in taken:
                taken.add(key)
                by_key[key] = variant
    return replace(intent, samples=tuple(by_key.values()))


def _variants(sample: str, also: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for said, others in also.items():
        if f" {said} " in f" {sample} ":
            for other in others:
                yield f" {sample} ".replace(f" {said} ", f" {other} ").strip()


def _renamed(
    values: Iterable[TypeValue], names: Mapping[str, Sequence[str]], spelling: Mapping[str, str]
) -> Iterator[TypeValue]:
    taken = {name.lower(): id_ for id_, listed in names.items() for name in listed}
    for value in values:
        own = [_spelt(name, spelling) for name in (value.name, *value.synonyms)]
        kept = [name for name in own if taken.get(name.lower(), value.id) == value.id]
        first, *others = _once([*names.get(value.id or "", ()), *kept])
        yield TypeValue(first, value.id, tuple(others))


def _once(names: Iterable[str]) -> list[str]:
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(name.lower(), name)
    return list(by_key.values())
