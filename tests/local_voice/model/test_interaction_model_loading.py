"""The interaction model is read into plain values, and what is wrong with it is named."""

import json
from pathlib import Path
from typing import Any

import pytest

from local_voice.errors import ModelError
from local_voice.model.interaction_model import TypeValue, load_interaction_model


def document() -> dict[str, Any]:
    return {
        "interactionModel": {
            "languageModel": {
                "invocationName": "plant friend",
                "intents": [
                    {
                        "name": "WaterIntent",
                        "samples": ["water my {plant}"],
                        "slots": [{"name": "plant", "type": "PLANT"}],
                    },
                    {"name": "AMAZON.HelpIntent"},
                ],
                "types": [
                    {
                        "name": "PLANT",
                        "values": [
                            {"id": "fern", "name": {"value": "fern", "synonyms": ["bracken"]}},
                            {"name": {"value": "cactus"}},
                        ],
                    }
                ],
            }
        }
    }


def write(folder: Path, content: object) -> Path:
    file = folder / "en-US.json"
    file.write_text(json.dumps(content))
    return file


def test_intents_slots_and_values_are_read(tmp_path: Path) -> None:
    model = load_interaction_model(write(tmp_path, document()))
    assert model.invocation_name == "plant friend"
    assert list(model.intents) == ["WaterIntent", "AMAZON.HelpIntent"]
    assert model.intents["WaterIntent"].samples == ("water my {plant}",)
    assert dict(model.intents["WaterIntent"].slots) == {"plant": "PLANT"}
    assert model.intents["AMAZON.HelpIntent"].samples == ()
    assert model.slot_types["PLANT"] == (
        TypeValue("fern", "fern", ("bracken",)),
        TypeValue("cactus", None, ()),
    )


def test_a_model_without_slot_types_is_fine(tmp_path: Path) -> None:
    content = document()
    del content["interactionModel"]["languageModel"]["types"]
    assert load_interaction_model(write(tmp_path, content)).slot_types == {}


LANGUAGE = "interactionModel.languageModel"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda language: language.pop("invocationName"), f"{LANGUAGE}.invocationName"),
        (lambda language: language.update(invocationName=" "), f"{LANGUAGE}.invocationName"),
        (lambda language: language.update(intents=[]), f"{LANGUAGE}.intents"),
        (lambda language: language.update(intents={}), f"{LANGUAGE}.intents"),
        (lambda language: language["intents"][1].pop("name"), f"{LANGUAGE}.intents[1].name"),
        (lambda language: language["intents"].append("x"), f"{LANGUAGE}.intents[2]"),
        (
            lambda language: language["intents"][0].update(samples=["fine", 7]),
            f"{LANGUAGE}.intents[0].samples[1]",
        ),
        (
            lambda language: language["intents"][0]["slots"][0].pop("type"),
            f"{LANGUAGE}.intents[0].slots[0].type",
        ),
        (
            lambda language: language["types"][0]["values"][1].update(name="cactus"),
            f"{LANGUAGE}.types[0].values[1].name",
        ),
        (
            lambda language: language["types"][0]["values"][1].update(id=3.5),
            f"{LANGUAGE}.types[0].values[1]",
        ),
    ],
)
def test_an_error_names_file_and_key(tmp_path: Path, change: Any, key: str) -> None:  # noqa: ANN401 - lambdas of any shape
    content = document()
    change(content["interactionModel"]["languageModel"])
    with pytest.raises(ModelError) as refused:
        load_interaction_model(write(tmp_path, content))
    assert (refused.value.file, refused.value.key) == ("en-US.json", key)
    assert f"en-US.json: {key}: " in str(refused.value)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[]"])
def test_what_is_no_model_at_all_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "en-US.json"
    file.write_bytes(content)
    with pytest.raises(ModelError):
        load_interaction_model(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"nowhere\.json"):
        load_interaction_model(tmp_path / "nowhere.json")
