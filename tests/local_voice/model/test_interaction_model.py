"""The interaction model is well-formed: by Amazon's own classes, and by a lint that is proven."""

import copy
import json
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_smapi_model.v1.skill.interaction_model.interaction_model_data import InteractionModelData

from local_voice.errors import ModelError
from local_voice.model.interaction_model import document, fill_slots, load_interaction_model
from local_voice.model.locales import source_model
from local_voice.package import model_lint as lint
from tests.support.places import MODELS

Model = dict[str, Any]
Breakage = Callable[[Model], object]

OURS = [name for name in source_model().intents if not name.startswith("AMAZON.")]


def read(file: Path) -> Model:
    model: Model = json.loads(file.read_text(encoding="utf-8"))
    return model


def language_model(model: Model) -> Model:
    inner: Model = model["interactionModel"]["languageModel"]
    return inner


@pytest.fixture(scope="module")
def english() -> Model:
    return read(MODELS / "en-US.json")


def test_the_lint_objects_to_nothing() -> None:
    assert lint.problems(source_model()) == []


def test_all_that_stands_in_the_file_is_read(english: Model) -> None:
    written = copy.deepcopy(english)
    bare = [
        value["name"]
        for slot_type in language_model(written)["types"]
        for value in slot_type["values"]
        if "synonyms" not in value["name"]
    ]
    for name in bare:  # Amazon's schema wants one at least
        name["synonyms"] = [f"about {name['value']}"]
    assert filled(document(source_model())) == filled(written)


def filled(value: Any) -> Any:  # noqa: ANN401 - JSON
    """The same without its empty lists, which say nothing."""
    if isinstance(value, dict):
        return {key: filled(inner) for key, inner in value.items() if inner != []}
    return [filled(inner) for inner in value] if isinstance(value, list) else value


def test_the_model_survives_the_round_trip_through_amazons_classes(english: Model) -> None:
    assert round_trip(english) == english


def test_the_round_trip_loses_a_misspelt_key(english: Model) -> None:
    broken = copy.deepcopy(english)
    value = language_model(broken)["types"][0]["values"][0]["name"]
    value["synonims"] = value.pop("synonyms")
    assert round_trip(broken) != broken


def round_trip(model: Model) -> object:
    serializer = DefaultSerializer()
    return serializer.serialize(serializer.deserialize(json.dumps(model), InteractionModelData))


def test_fallback_has_no_samples_of_its_own() -> None:
    assert source_model().intents["AMAZON.FallbackIntent"].samples == ()


@pytest.mark.parametrize("intent", OURS)
def test_everything_can_be_said_in_twenty_ways_at_least(intent: str) -> None:
    ways = len(source_model().intents[intent].samples)
    if intent == "SmallTalkIntent":  # its slot is all that is said
        ways = sum(1 + len(it.synonyms) for it in source_model().slot_types["SMALL_TALK"])
    assert ways >= 20


def test_a_situation_may_be_several_in_what_alexa_gets() -> None:
    written = language_model(document(source_model()))["intents"]
    several = {
        slot["name"]
        for intent in written
        for slot in intent.get("slots", ())
        if slot.get("multipleValues") == {"enabled": True}
    }
    assert several == {"situation"}


def test_no_slot_value_turns_one_intents_sample_into_anothers() -> None:
    model = source_model()
    names = {
        kind: [name for value in values for name in (value.name, *value.synonyms)]
        for kind, values in model.slot_types.items()
    }
    owners: dict[str, set[str]] = {}
    for intent in model.intents.values():
        for sample in intent.samples:
            kinds = [kind for slot, kind in intent.slots.items() if f"{{{slot}}}" in sample]
            for filling in names.get(kinds[0], []) if kinds else [""]:
                sentence = fill_slots(sample, lambda _slot: filling)  # noqa: B023 - used at once
                owners.setdefault(sentence, set()).add(intent.name)
    assert {said: names for said, names in owners.items() if len(names) > 1} == {}


def sound_model() -> Model:
    """Give the smallest model that the lint passes: one intent, one slot, one type."""
    asked = [f"how do i grow plant {letter}" for letter in string.ascii_lowercase[:24]]
    grow = {
        "name": "GrowIntent",
        "slots": [{"name": "plant", "type": "PLANT"}],
        "samples": [*asked, "how do i grow {plant}"],
    }
    names = {"value": "rose", "synonyms": ["roses", "a rose bush"]}
    return {
        "interactionModel": {
            "languageModel": {
                "invocationName": "garden helper",
                "intents": [
                    grow,
                    *({"name": name, "samples": []} for name in lint.REQUIRED_INTENTS),
                ],
                "types": [{"name": "PLANT", "values": [{"id": "rose", "name": names}]}],
            }
        }
    }


def called(name: str) -> Breakage:
    return lambda model: model.update(invocationName=name)


def saying(*samples: str) -> Breakage:
    return lambda model: model["intents"][0]["samples"].extend(samples)


def without(intent: str) -> Breakage:
    return lambda model: model.update(intents=[i for i in model["intents"] if i["name"] != intent])


def with_intents(*intents: Model) -> Breakage:
    return lambda model: model["intents"].extend(intents)


def with_slot(name: str, kind: str) -> Breakage:
    return lambda model: model["intents"][0]["slots"].append({"name": name, "type": kind})


def with_value(id_: str, value: str, *synonyms: str) -> Breakage:
    name = {"value": value, "synonyms": list(synonyms)}
    return lambda model: model["types"][0]["values"].append({"id": id_, "name": name})


def with_type(name: str) -> Breakage:
    return lambda model: model["types"].append({"name": name, "values": []})


def with_four_samples(model: Model) -> None:
    del model["intents"][0]["samples"][:-4]


BROKEN: dict[str, tuple[Breakage, str]] = {
    "a name of one word": (called("gardener"), "two or more words"),
    "a name in capitals": (called("Garden helper"), "lower case"),
    "a name with a figure": (called("garden helper 2"), "lower case"),
    "a name with a launch word": (called("open garden helper"), "'open' is reserved"),
    "a name with a wake word": (called("alexa garden"), "'alexa' is reserved"),
    "a name with skill": (called("garden skill"), "'skill' is reserved"),
    "a name with app": (called("garden app"), "'app' is reserved"),
    "two words with an article": (called("the garden"), "no article or preposition"),
    "two words with a preposition": (called("in gardens"), "no article or preposition"),
    **{
        f"no {name}": (without(name), f"{name} is missing") for name in lint.REQUIRED_INTENTS
    },
    "an intent twice": (
        with_intents({"name": "AMAZON.HelpIntent", "samples": []}),
        "languageModel.intents: has AMAZON.HelpIntent 2 times; join them",
    ),
    "too many intents": (
        with_intents(*({"name": f"AMAZON.No{n}Intent"} for n in range(250))),
        "intents: 256, at most 250",
    ),
    "an undefined slot type": (with_slot("tool", "TOOL"), "{tool} has the undefined type TOOL"),
    "an undeclared slot": (saying("where is {tool}"), "{tool} is not declared"),
    "a slot nobody says": (with_slot("when", "AMAZON.DATE"), "no sample says {when}"),
    "a type nobody uses": (with_type("TOOL"), "TOOL: no slot has this type"),
    "a sample twice": (saying("how do i grow plant a"), "already a sample of GrowIntent"),
    "a sample twice but for case": (saying("How do I grow {plant}"), "already a sample"),
    "a sample twice but for a hyphen": (saying("how do i grow plant-a"), "already a sample"),
    "a sample of two intents": (
        with_intents({"name": "AMAZON.MoreIntent", "samples": ["how do i grow plant b"]}),
        "AMAZON.MoreIntent: 'how do i grow plant b' is already a sample of GrowIntent",
    ),
    "a sample of two intents by their slots' type": (
        with_intents(
            {
                "name": "AMAZON.MoreIntent",
                "slots": [{"name": "flower", "type": "PLANT"}],
                "samples": ["how do i grow {flower}"],
            }
        ),
        "'how do i grow {flower}' is already a sample of GrowIntent",
    ),
    "a question mark": (saying("does it grow?"), "not spoken"),
    "a comma": (saying("well, does it grow"), "not spoken"),
    "a figure": (saying("grow 2 plants"), "not spoken"),
    "an open brace": (saying("grow {plant"), "not spoken"),
    "an empty sample": (saying(""), "not spoken"),
    "a long sample": (saying("grow " + "more " * 40), "205 characters in a sample, at most 200"),
    "too few samples": (with_four_samples, "GrowIntent: 4 samples, at least 5"),
    "an id in capitals": (with_value("Fern", "fern"), "'Fern' is not snake_case"),
    "an id with a space": (with_value("tree fern", "tree fern"), "not snake_case"),
    "an id of three parts": (with_value("fern.tree.old", "fern"), "is not snake_case"),
    "no id": (with_value("", "fern"), "'' is not snake_case"),
    "an id twice": (with_value("rose", "dog rose"), "PLANT: the id 'rose' stands twice"),
    "a value twice": (with_value("dog_rose", "rose"), "'rose' stands in 'rose' and in 'dog_rose'"),
    "a synonym that is a value": (with_value("fern", "fern", "Rose"), "'Rose' stands in 'rose'"),
    "a synonym twice": (with_value("fern", "fern", "ferns", "ferns"), "stands in 'fern' and in"),
    "a long value": (with_value("fern", "fern " * 29), "145 characters in 'fern'"),
    "an empty synonym": (with_value("fern", "fern", ""), "0 characters in 'fern'"),
}  # fmt: skip


def problems(model: Model, folder: Path) -> list[str]:
    """What is wrong with the model: to the reader, or else to the lint."""
    file = folder / "en-US.json"
    file.write_text(json.dumps(model), "utf-8")
    try:
        return lint.problems(load_interaction_model(file))
    except ModelError as error:
        return [str(error)]


def test_the_lint_passes_a_sound_model(tmp_path: Path) -> None:
    assert problems(sound_model(), tmp_path) == []


@pytest.mark.parametrize(("breakage", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_broken_is_named(breakage: Breakage, expected: str, tmp_path: Path) -> None:
    model = sound_model()
    breakage(language_model(model))
    found = problems(model, tmp_path)
    assert any(expected in problem for problem in found), found


def test_the_lint_weighs_the_file(tmp_path: Path) -> None:
    model = sound_model()
    saying("grow " * 300_001)(language_model(model))
    assert problems(model, tmp_path)[0].startswith("file: 15")
