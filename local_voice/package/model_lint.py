"""Lint for an Alexa interaction model: what Amazon's build refuses and its SDK lets through.

Plain functions over the parsed JSON, for any locale's model; each rule is a generator of problems
that name the place and say what is wrong. Limits: Alexa Skills Kit documentation.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from local_voice.model.locales import sample_key
from local_voice.package.shape import Shape, shape_problems
from skill.content.rules import LONGEST_SAMPLE, name_problems

LanguageModel: TypeAlias = Mapping[str, Any]
Rule: TypeAlias = Callable[[LanguageModel], Iterator[str]]

REQUIRED_INTENTS = (
    "AMAZON.CancelIntent",
    "AMAZON.FallbackIntent",
    "AMAZON.HelpIntent",
    "AMAZON.NavigateHomeIntent",
    "AMAZON.StopIntent",
)
MOST_BYTES = 1_500_000
MOST_INTENTS = 250
LONGEST_VALUE = 140  # characters
LEAST_SAMPLES = 5  # our own floor, for every intent that is not Amazon's: fewer is hardly heard

SHAPE: Shape = {
    "interactionModel": {
        "languageModel": {
            "invocationName?": str,
            "intents": [
                {"name": str, "slots?": [{"name": str, "type": str}], "samples?": [str]},
            ],
            "types?": [
                {
                    "name": str,
                    "values": [{"id?": str, "name": {"value": str, "synonyms?": [str]}}],
                },
            ],
        },
    },
}

SLOT = re.compile(r"\{(\w+)\}")
SAMPLE = re.compile(r"(?:[^\W\d_]|[ '.\-]|\{\w+\})+")
SNAKE_CASE = re.compile(r"[a-z]+(?:_[a-z0-9]+)*")


class SlotValue(NamedTuple):
    type: str
    id: str
    names: tuple[str, ...]  # the value itself, then its synonyms


def problems(model: Mapping[str, Any]) -> list[str]:
    """List everything wrong with a model, as read from its file; nothing when it is sound."""
    size = len(json.dumps(model).encode())
    found = [f"file: {size} bytes, at most {MOST_BYTES}"] if size > MOST_BYTES else []
    misshapen = list(shape_problems(model, SHAPE))
    if misshapen:
        return found + misshapen
    language_model = model["interactionModel"]["languageModel"]
    return found + [problem for rule in RULES for problem in rule(language_model)]


def slot_types(intent: Mapping[str, Any]) -> dict[str, str]:
    """Map each slot the intent declares to the name of its type."""
    return {slot["name"]: slot["type"] for slot in intent.get("slots", ())}


def slot_values(model: LanguageModel) -> Iterator[SlotValue]:
    """List every value of every custom slot type."""
    for slot_type in model.get("types", ()):
        for value in slot_type["values"]:
            names = (value["name"]["value"], *value["name"].get("synonyms", ()))
            yield SlotValue(slot_type["name"], value.get("id", ""), names)


def invocation_name(model: LanguageModel) -> Iterator[str]:
    name = model.get("invocationName", "")
    for problem in name_problems(name):
        yield f"invocation name {name!r}: {problem}"


def intents(model: LanguageModel) -> Iterator[str]:
    names = [intent["name"] for intent in model["intents"]]
    if len(names) > MOST_INTENTS:
        yield f"intents: {len(names)}, at most {MOST_INTENTS}"
    for name in REQUIRED_INTENTS:
        if name not in names:
            yield f"intents: {name} is missing"
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{name}: declared twice"


def slots(model: LanguageModel) -> Iterator[str]:
    defined = {slot_type["name"] for slot_type in model.get("types", ())}
    used: set[str] = set()
    for intent in model["intents"]:
        declared = slot_types(intent)
        spoken = {slot for sample in intent.get("samples", ()) for slot in SLOT.findall(sample)}
        used |= set(declared.values())
        for slot in sorted(spoken - set(declared)):
            yield f"{intent['name']}: {{{slot}}} is not declared"
        for slot in sorted(set(declared) - spoken):
            yield f"{intent['name']}: no sample says {{{slot}}}"
        for slot, slot_type in declared.items():
            if slot_type not in defined and not slot_type.startswith("AMAZON."):
                yield f"{intent['name']}: {{{slot}}} has the undefined type {slot_type}"
    for slot_type in sorted(defined - used):
        yield f"{slot_type}: no slot has this type"


def samples(model: LanguageModel) -> Iterator[str]:
    first_owner: dict[str, str] = {}
    for intent in model["intents"]:
        owner, own_samples = intent["name"], intent.get("samples", ())
        if len(own_samples) < LEAST_SAMPLES and not owner.startswith("AMAZON."):
            yield f"{owner}: {len(own_samples)} samples, at least {LEAST_SAMPLES}"
        for sample in own_samples:
            key = sample_key(sample, slot_types(intent))
            if key in first_owner:
                yield f"{owner}: {sample!r} is already a sample of {first_owner[key]}"
            first_owner.setdefault(key, owner)
            if not SAMPLE.fullmatch(sample):
                yield f"{owner}: {sample!r} has a character that is not spoken"
            if len(sample) > LONGEST_SAMPLE:
                yield f"{owner}: {len(sample)} characters in a sample, at most {LONGEST_SAMPLE}"


def values(model: LanguageModel) -> Iterator[str]:
    ids: set[tuple[str, str]] = set()
    first_owner: dict[tuple[str, str], str] = {}
    for value in slot_values(model):
        if not SNAKE_CASE.fullmatch(value.id):
            yield f"{value.type}: the id {value.id!r} is not snake_case"
        if (value.type, value.id) in ids:
            yield f"{value.type}: the id {value.id!r} stands twice"
        ids.add((value.type, value.id))
        for name in value.names:
            key = (value.type, name.lower())
            if key in first_owner:
                yield f"{value.type}: {name!r} stands in {first_owner[key]!r} and in {value.id!r}"
            first_owner.setdefault(key, value.id)
            if not 0 < len(name) <= LONGEST_VALUE:
                yield f"{value.type}: {len(name)} characters in {value.id!r}, 1 to {LONGEST_VALUE}"


RULES: tuple[Rule, ...] = (invocation_name, intents, slots, samples, values)
