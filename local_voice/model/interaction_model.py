"""Alexa's interaction model, read from its JSON into frozen dataclasses.

Only what tells intents apart is kept: samples, slots and slot values. Prompts and dialogs are
Alexa's business.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from local_voice.errors import ModelError
from local_voice.files import read_json, read_text

if TYPE_CHECKING:
    # Only for types; the first takes 9 ms to load.
    from importlib.resources.abc import Traversable
    from pathlib import Path

_SLOT = re.compile(r"\{(\w+)\}")
_SHARED = "slotTypeReference"
_SEVERAL: dict[str, Any] = {"multipleValues": {"enabled": True}}


@dataclass(frozen=True, slots=True)
class TypeValue:
    """One value of a custom slot type. `id` is None where the model gives none."""

    name: str
    id: str | None
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Intent:
    """`slots` maps each declared slot to the name of its type; `several` may have many values."""

    name: str
    samples: tuple[str, ...]
    slots: Mapping[str, str]
    several: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class InteractionModel:
    invocation_name: str
    intents: Mapping[str, Intent]
    slot_types: Mapping[str, tuple[TypeValue, ...]]


def load_interaction_model(path: "Path | Traversable") -> InteractionModel:
    """Read one locale's model; raises `ModelError` that names the file and the key at fault."""
    file = path.name
    try:
        root = _Place(file, "", read_json(read_text(path)))
    except OSError as error:
        raise ModelError(file, "(file)", f"cannot be read: {error}") from error
    except ValueError as error:
        raise ModelError(file, "(file)", f"is not JSON in UTF-8: {error}") from error
    language = root.child("interactionModel").child("languageModel")
    intents = [_intent(place) for place in language.items("intents")]
    if not intents:
        raise ModelError(file, f"{language.key}.intents", "is empty; declare at least one intent")
    [(name, times)] = Counter(intent.name for intent in intents).most_common(1)
    if times > 1:
        raise ModelError(file, f"{language.key}.intents", f"has {name} {times} times; join them")
    types = language.items("types", optional=True)
    return InteractionModel(
        invocation_name=language.text("invocationName"),
        intents=MappingProxyType({intent.name: intent for intent in intents}),
        slot_types=MappingProxyType({_type_name(place, "name"): _values(place) for place in types}),
    )


def slots_in(sample: str) -> list[str]:
    """The names of the slots that a sample has, in its order."""
    return _SLOT.findall(sample)


def fill_slots(sample: str, value: Callable[[str], str]) -> str:
    """The sample with each slot replaced by what `value` gives for its name."""
    return _SLOT.sub(lambda slot: value(slot[1]), sample)


@dataclass(frozen=True, slots=True)
class _Place:
    """A value in the document, with the path that leads to it."""

    file: str
    key: str
    value: Any

    def error(self, problem: str) -> ModelError:
        return ModelError(self.file, self.key or "(top)", problem)

    def child(self, name: str) -> "_Place":
        if not isinstance(self.value, dict):
            raise self.error("must be an object")
        key = f"{self.key}.{name}" if self.key else name
        if name not in self.value:
            raise ModelError(self.file, key, "is missing; add it")
        return _Place(self.file, key, self.value[name])

    def text(self, name: str) -> str:
        place = self.child(name)
        if not isinstance(place.value, str) or not place.value.strip():
            raise place.error("must be a text that is not empty")
        return place.value

    def items(self, name: str, *, optional: bool = False) -> list["_Place"]:
        if optional and isinstance(self.value, dict) and name not in self.value:
            return []
        place = self.child(name)
        if not isinstance(place.value, list):
            raise place.error("must be a list")
        return [
            _Place(self.file, f"{place.key}[{number}]", item)
            for number, item in enumerate(place.value)
        ]

    def texts(self, name: str) -> tuple[str, ...]:
        places = self.items(name, optional=True)
        for place in places:
            if not isinstance(place.value, str):
                raise place.error("must be a text")
        return tuple(place.value for place in places)


def _intent(place: _Place) -> Intent:
    declared = place.items("slots", optional=True)
    slots = {slot.text("name"): _type_name(slot, "type") for slot in declared}
    several = frozenset(slot.text("name") for slot in declared if _takes_several(slot))
    return Intent(place.text("name"), place.texts("samples"), MappingProxyType(slots), several)


def _type_name(place: _Place, key: str) -> str:
    """A type that several skills share is named by a reference to it; its values are not there."""
    if isinstance(place.value, dict) and key not in place.value and _SHARED in place.value:
        reference = place.child(_SHARED)
        named = isinstance(reference.value, dict) and "name" in reference.value
        return reference.text("name" if named else "id")
    return place.text(key)


def _takes_several(slot: _Place) -> bool:
    if "multipleValues" not in slot.value:
        return False
    return slot.child("multipleValues").child("enabled").value is True


def _values(place: _Place) -> tuple[TypeValue, ...]:
    return tuple(_value(value) for value in place.items("values", optional=True))


def _value(place: _Place) -> TypeValue:
    identity = place.value.get("id") if isinstance(place.value, dict) else None
    if type(identity) not in (str, int, type(None)):
        raise place.error("has an id that is neither a text nor a number")
    name = place.child("name")
    number = None if identity is None else str(identity)
    return TypeValue(name.text("value"), number, name.texts("synonyms"))


def document(model: InteractionModel) -> dict[str, Any]:
    """The model in Alexa's own format, as `load_interaction_model` reads it."""
    language_model = {
        "invocationName": model.invocation_name,
        "intents": [_intent_written(intent) for intent in model.intents.values()],
        "types": [
            {"name": name, "values": [_value_written(value) for value in values]}
            for name, values in model.slot_types.items()
        ],
    }
    return {"interactionModel": {"languageModel": language_model}}


def _intent_written(intent: Intent) -> dict[str, Any]:
    slots = [
        {"name": name, "type": kind} | (_SEVERAL if name in intent.several else {})
        for name, kind in intent.slots.items()
    ]
    declared = {"slots": slots} if slots else {}
    return {"name": intent.name, **declared, "samples": list(intent.samples)}


def _value_written(value: TypeValue) -> dict[str, Any]:
    identity = {"id": value.id} if value.id else {}
    synonyms = list(value.synonyms) or [f"about {value.name}"]  # Amazon's schema wants one at least
    return identity | {"name": {"value": value.name, "synonyms": synonyms}}
