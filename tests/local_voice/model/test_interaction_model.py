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

from local_voice.package import model_lint as lint
from tests.support.places import MODELS

Model = dict[str, Any]
Breakage = Callable[[Model], object]


# fmt: off
TOPIC_INTENTS = [
    "WhatIs", "Causes", "Triggers", "RiskFactors", "Treatment", "RestPosition", "BedRest",
    "StayActive", "Medication", "Ice", "Heat", "ReturnToActivity", "Strengthening",
    "Stretching", "Chiropractor", "SeeDoctor", "Prevention", "Source",
]
OTHER_INTENTS = [
    "Emergency", "RelieveNow", "StartIceTimer", "PauseIceTimer", "ResumeIceTimer",
    "CancelIceTimer", "IceTimerStatus", "ExtendIceTimer", "TellMeMore",
]
AMAZON_INTENTS = [
    "Help", "Repeat", "Yes", "No", "Next", "Previous", "Pause", "Resume", "Stop", "Cancel",
    "NavigateHome", "Fallback",
]
# fmt: on
SLOTS = {
    "CausesIntent": {"cause": "CAUSE"},
    "TriggersIntent": {"activity": "ACTIVITY"},
    "RiskFactorsIntent": {"risk_factor": "RISK_FACTOR"},
    "MedicationIntent": {"medicine": "MEDICINE"},
    "EmergencyIntent": {"emergency_sign": "EMERGENCY_SIGN"},
    "StartIceTimerIntent": {"duration": "AMAZON.DURATION"},
    "ExtendIceTimerIntent": {"duration": "AMAZON.DURATION"},
}
# Facts F06 to F08 and F10 to F14, S01: what must be known by name.
IDS_OF_FACTS = {
    "ACTIVITY": "golf weightlifting baseball soccer football gardening",
    "RISK_FACTOR": """weak_stomach_muscles tight_hamstrings tipped_pelvis lordosis spondylolysis
        arthritis spinal_stenosis""",
    "MEDICINE": "acetaminophen ibuprofen anti_inflammatories muscle_relaxants",
    "EMERGENCY_SIGN": """both_legs saddle_numbness peeing bladder_control bowel_control chest_pain
        serious_accident""",
}


def read(file: Path) -> Model:
    model: Model = json.loads(file.read_text(encoding="utf-8"))
    return model


def language_model(model: Model) -> Model:
    inner: Model = model["interactionModel"]["languageModel"]
    return inner


@pytest.fixture(scope="module")
def english() -> Model:
    return read(MODELS / "en-US.json")


@pytest.mark.parametrize("file", sorted(MODELS.glob("*.json")), ids=lambda file: file.stem)
def test_a_model_has_nothing_the_lint_objects_to(file: Path) -> None:
    assert lint.problems(read(file)) == []


@pytest.mark.parametrize("file", sorted(MODELS.glob("*.json")), ids=lambda file: file.stem)
def test_a_model_survives_the_round_trip_through_amazons_classes(file: Path) -> None:
    assert round_trip(read(file)) == read(file)


def test_the_round_trip_loses_a_misspelt_key(english: Model) -> None:
    broken = copy.deepcopy(english)
    value = language_model(broken)["types"][0]["values"][0]["name"]
    value["synonims"] = value.pop("synonyms")
    assert round_trip(broken) != broken


def round_trip(model: Model) -> object:
    serializer = DefaultSerializer()
    return serializer.serialize(serializer.deserialize(json.dumps(model), InteractionModelData))


def test_the_skill_is_called_back_spasm_guide(english: Model) -> None:
    assert language_model(english)["invocationName"] == "back spasm guide"


def test_the_intents_are_those_of_the_design(english: Model) -> None:
    expected = [f"{name}Intent" for name in TOPIC_INTENTS + OTHER_INTENTS]
    expected += [f"AMAZON.{name}Intent" for name in AMAZON_INTENTS]
    assert [intent["name"] for intent in language_model(english)["intents"]] == expected


def test_the_slots_are_those_of_the_design(english: Model) -> None:
    intents = language_model(english)["intents"]
    assert {i["name"]: lint.slot_types(i) for i in intents if "slots" in i} == SLOTS


def test_what_the_facts_name_can_be_said(english: Model) -> None:
    ids = {(value.type, value.id) for value in lint.slot_values(language_model(english))}
    assert {(kind, one) for kind, all_of in IDS_OF_FACTS.items() for one in all_of.split()} <= ids


def test_fallback_has_no_samples_of_its_own(english: Model) -> None:
    intents = language_model(english)["intents"]
    assert [i["samples"] for i in intents if i["name"] == "AMAZON.FallbackIntent"] == [[]]


@pytest.mark.parametrize("name", OTHER_INTENTS)
def test_everything_else_can_be_said_in_twenty_five_ways_at_least(
    english: Model, name: str
) -> None:
    (intent,) = [i for i in language_model(english)["intents"] if i["name"] == f"{name}Intent"]
    assert len(intent["samples"]) >= 25


@pytest.mark.parametrize("name", [*TOPIC_INTENTS, "Emergency", "RelieveNow"])
def test_guidance_can_be_asked_for_in_sixty_ways_at_least(english: Model, name: str) -> None:
    (intent,) = [i for i in language_model(english)["intents"] if i["name"] == f"{name}Intent"]
    assert len(intent["samples"]) >= 60


def test_no_slot_value_turns_one_intents_sample_into_anothers(english: Model) -> None:
    assert list(collisions(language_model(english))) == []


def collisions(model: Model) -> list[tuple[str, str, str]]:
    """List the sentences that two intents claim once their slots are filled."""
    names: dict[str, list[str]] = {}
    for value in lint.slot_values(model):
        names.setdefault(value.type, []).extend(value.names)
    first_owner: dict[str, str] = {}
    found = []
    for intent in model["intents"]:
        kinds = lint.slot_types(intent)
        for sample in intent["samples"]:
            slot = lint.SLOT.search(sample)
            fillings = names.get(kinds[slot[1]], []) if slot else []
            for sentence in [sample.replace(slot[0], f) for f in fillings] if slot else [sample]:
                owner = first_owner.setdefault(sentence, intent["name"])
                if owner != intent["name"]:
                    found.append((sentence, owner, intent["name"]))
    return found


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


def with_misspelt_synonyms(model: Model) -> None:
    name = model["types"][0]["values"][0]["name"]
    name["synonims"] = name.pop("synonyms")


def without_values(model: Model) -> None:
    del model["types"][0]["values"]


def with_one_text(model: Model) -> None:
    model["intents"][0]["samples"] = "how do i grow {plant}"


BROKEN: dict[str, tuple[Breakage, str]] = {
    "a name of one word": (called("gardener"), "two or more words"),
    "no name": (lambda model: model.pop("invocationName"), "two or more words"),
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
        "AMAZON.HelpIntent: declared twice",
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
    "a misspelt key": (with_misspelt_synonyms, "values[0].name.synonims: is not a key of Alexa's"),
    "a type without values": (without_values, "types[0].values: is missing"),
    "samples in one text": (with_one_text, "intents[0].samples: must be a list"),
    "an id in capitals": (with_value("Fern", "fern"), "'Fern' is not snake_case"),
    "an id with a space": (with_value("tree fern", "tree fern"), "not snake_case"),
    "no id": (with_value("", "fern"), "'' is not snake_case"),
    "an id twice": (with_value("rose", "dog rose"), "PLANT: the id 'rose' stands twice"),
    "a value twice": (with_value("dog_rose", "rose"), "'rose' stands in 'rose' and in 'dog_rose'"),
    "a synonym that is a value": (with_value("fern", "fern", "Rose"), "'Rose' stands in 'rose'"),
    "a synonym twice": (with_value("fern", "fern", "ferns", "ferns"), "stands in 'fern' and in"),
    "a long value": (with_value("fern", "fern " * 29), "145 characters in 'fern'"),
    "an empty synonym": (with_value("fern", "fern", ""), "0 characters in 'fern'"),
}  # fmt: skip


def test_the_lint_passes_a_sound_model() -> None:
    assert lint.problems(sound_model()) == []


@pytest.mark.parametrize(("breakage", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_the_lint_names_what_is_broken(breakage: Breakage, expected: str) -> None:
    model = sound_model()
    breakage(language_model(model))
    found = lint.problems(model)
    assert any(expected in problem for problem in found), found


def test_the_lint_weighs_the_file() -> None:
    model = sound_model()
    saying("grow " * 300_001)(language_model(model))
    assert lint.problems(model)[0].startswith("file: 15")
