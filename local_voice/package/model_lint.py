"""Lint for an Alexa interaction model: what Amazon's build refuses and its SDK lets through.

Each rule is a generator of problems that name the place and say what is wrong. Limits: Alexa Skills
Kit documentation.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from local_voice.model.interaction_model import InteractionModel, document, slots_in
from local_voice.model.locales import sample_key
from skill.content.rules import LONGEST_SAMPLE, name_problems
from skill.handlers.advice import ALSO, SITUATION

Rule: TypeAlias = Callable[[InteractionModel], Iterator[str]]

REQUIRED_INTENTS = (
    "AMAZON.CancelIntent",
    "AMAZON.FallbackIntent",
    "AMAZON.HelpIntent",
    "AMAZON.NavigateHomeIntent",
    "AMAZON.StopIntent",
)
MOST_BYTES = 1_500_000
MOST_INTENTS = 250
BESIDE = frozenset({ALSO, SITUATION})  # what is said beside a question, in no sample's own words
LONGEST_VALUE = 140  # characters
LEAST_SAMPLES = 5  # our own floor, for every intent that is not Amazon's: fewer is hardly heard

_SAMPLE = re.compile(r"(?:[^\W\d_]|[ '.\-]|\{\w+\})+")
_SNAKE_CASE = re.compile(r"[a-z]+(?:_[a-z0-9]+)*(?:\.[a-z]+(?:_[a-z0-9]+)*)?")  # topic.aspect


def problems(model: InteractionModel) -> list[str]:
    """Everything wrong with a model; nothing when it is sound."""
    return [problem for rule in RULES for problem in rule(model)]


def size(model: InteractionModel) -> Iterator[str]:
    written = len(json.dumps(document(model)).encode())
    if written > MOST_BYTES:
        yield f"file: {written} bytes, at most {MOST_BYTES}"


def invocation_name(model: InteractionModel) -> Iterator[str]:
    for problem in name_problems(model.invocation_name):
        yield f"invocation name {model.invocation_name!r}: {problem}"


def intents(model: InteractionModel) -> Iterator[str]:
    if len(model.intents) > MOST_INTENTS:
        yield f"intents: {len(model.intents)}, at most {MOST_INTENTS}"
    for name in REQUIRED_INTENTS:
        if name not in model.intents:
            yield f"intents: {name} is missing"


def slots(model: InteractionModel) -> Iterator[str]:
    used: set[str] = set()
    for intent in model.intents.values():
        spoken = {slot for sample in intent.samples for slot in slots_in(sample)}
        used |= set(intent.slots.values())
        for slot in sorted(spoken - set(intent.slots)):
            yield f"{intent.name}: {{{slot}}} is not declared"
        for slot in sorted(set(intent.slots) - spoken - BESIDE):
            yield f"{intent.name}: no sample says {{{slot}}}"
        for slot, slot_type in intent.slots.items():
            if slot_type not in model.slot_types and not slot_type.startswith("AMAZON."):
                yield f"{intent.name}: {{{slot}}} has the undefined type {slot_type}"
    for slot_type in sorted(set(model.slot_types) - used):
        yield f"{slot_type}: no slot has this type"


def samples(model: InteractionModel) -> Iterator[str]:
    first_owner: dict[str, str] = {}
    for intent in model.intents.values():
        if len(intent.samples) < LEAST_SAMPLES and not intent.name.startswith("AMAZON."):
            yield f"{intent.name}: {len(intent.samples)} samples, at least {LEAST_SAMPLES}"
        for sample in intent.samples:
            key = sample_key(sample, intent.slots)
            if key in first_owner:
                yield f"{intent.name}: {sample!r} is already a sample of {first_owner[key]}"
            first_owner.setdefault(key, intent.name)
            if not _SAMPLE.fullmatch(sample):
                yield f"{intent.name}: {sample!r} has a character that is not spoken"
            if len(sample) > LONGEST_SAMPLE:
                characters = f"{len(sample)} characters in a sample, at most {LONGEST_SAMPLE}"
                yield f"{intent.name}: {characters}"


def values(model: InteractionModel) -> Iterator[str]:
    for slot_type, listed in model.slot_types.items():
        ids: set[str | None] = set()
        first_owner: dict[str, str | None] = {}
        for value in listed:
            if not _SNAKE_CASE.fullmatch(value.id or "") and value.id not in model.intents:
                yield f"{slot_type}: the id {value.id!r} is not snake_case"
            if value.id in ids:
                yield f"{slot_type}: the id {value.id!r} stands twice"
            ids.add(value.id)
            for name in (value.name, *value.synonyms):
                if (key := name.lower()) in first_owner:
                    both = f"{first_owner[key]!r} and in {value.id!r}"
                    yield f"{slot_type}: {name!r} stands in {both}"
                first_owner.setdefault(key, value.id)
                if not 0 < len(name) <= LONGEST_VALUE:
                    characters = f"{len(name)} characters in {value.id!r}, 1 to {LONGEST_VALUE}"
                    yield f"{slot_type}: {characters}"


RULES: tuple[Rule, ...] = (size, invocation_name, intents, slots, samples, values)
