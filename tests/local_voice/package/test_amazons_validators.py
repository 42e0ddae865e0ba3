"""The package as Amazon's own tools see it: the SDK's classes, and the schema of the service."""

import json
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.serialize import DefaultSerializer
from ask_smapi_model.v1.skill.interaction_model.interaction_model_data import InteractionModelData
from ask_smapi_model.v1.skill.manifest.skill_manifest_envelope import SkillManifestEnvelope
from jsonschema import Draft4Validator

from local_voice.model.locales import LOCALES
from local_voice.package.build import MANIFEST, MODELS, build_package
from local_voice.package.manifest import Deployment
from local_voice.package.store import load_store
from skill.content.loader import load_guides
from tests.local_voice.package.conftest import Folder, Json, tiny_bundle
from tests.support.places import FROM_NPM

SPEC = FROM_NPM / "ask-smapi-model" / "spec.json"
DEPLOYMENTS = {
    "by ask-cli": Deployment(),
    "on Lambda": Deployment(lambda_arn="arn:aws:lambda:us-east-1:123456789012:function:guide"),
    "on the web": Deployment(endpoint="https://guide.example.org/alexa"),
}


@pytest.fixture(scope="session")
def spec() -> Json:
    document: Json = json.loads(SPEC.read_text("utf-8"))
    return document


def wrong_by_schema(document: object, definition: str, spec: Json) -> list[str]:
    schema = {"$ref": f"#/definitions/{definition}", "definitions": spec["definitions"]}
    return [error.message for error in Draft4Validator(schema).iter_errors(document)]


def round_trip(document: object, kind: type) -> Any:  # noqa: ANN401  # JSON  # JSON
    serializer = DefaultSerializer()
    return serializer.serialize(serializer.deserialize(json.dumps(document), kind))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_model_survives_the_round_trip(locale: str, shipped: Folder) -> None:
    model = shipped.read(f"{MODELS}/{locale}.json")
    assert round_trip(model, InteractionModelData) == model


@pytest.mark.parametrize("locale", LOCALES)
def test_a_model_is_what_the_schema_says(locale: str, small: Folder, spec: Json) -> None:
    model = small.read(f"{MODELS}/{locale}.json")
    definition = "v1.skill.interactionModel.InteractionModelData"
    assert wrong_by_schema(model, definition, spec) == []


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_the_manifest_passes_both(name: str, tmp_path: Path, spec: Json) -> None:
    deployment, store = DEPLOYMENTS[name], load_store("back spasm guide")
    build_package(tmp_path, load_guides(), store, deployment, bundle=tiny_bundle)
    document = Folder(tmp_path).manifest
    assert round_trip(document, SkillManifestEnvelope) == document
    assert wrong_by_schema(document, "v1.skill.Manifest.SkillManifestEnvelope", spec) == []


def test_the_classes_see_a_permission_that_is_none(small: Folder) -> None:
    manifest = small.read(MANIFEST)
    manifest["manifest"]["permissions"][0]["name"] = "alexa::alerts:timer:skill:readwrite"
    with pytest.raises(SerializationException):
        round_trip(manifest, SkillManifestEnvelope)


def test_the_round_trip_loses_a_misspelt_key(small: Folder) -> None:
    manifest = small.read(MANIFEST)
    manifest["manifest"]["privacyAndCompliance"]["containAds"] = False
    assert round_trip(manifest, SkillManifestEnvelope) != manifest


def test_the_schema_sees_a_missing_name(small: Folder, spec: Json) -> None:
    manifest = small.read(MANIFEST)
    del manifest["manifest"]["publishingInformation"]["locales"]["en-US"]["name"]
    wrong = wrong_by_schema(manifest, "v1.skill.Manifest.SkillManifestEnvelope", spec)
    assert wrong == ["'name' is a required property"]
