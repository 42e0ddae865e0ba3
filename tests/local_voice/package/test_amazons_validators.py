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

from local_voice.model import LOCALES
from local_voice.package.lint import Package
from local_voice.package.manifest import MANIFEST, Deployment
from tests.local_voice.package.conftest import Json, model_file, packaged, read
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


def round_trip(document: object, kind: type) -> Any:  # noqa: ANN401  # JSON
    serializer = DefaultSerializer()
    return serializer.serialize(serializer.deserialize(json.dumps(document), kind))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_model_survives_the_round_trip(locale: str, shipped: Package) -> None:
    model = read(shipped, model_file(locale))
    assert round_trip(model, InteractionModelData) == model


@pytest.mark.parametrize("locale", LOCALES)
def test_a_model_is_what_the_schema_says(locale: str, shipped: Package, spec: Json) -> None:
    model = read(shipped, model_file(locale))
    definition = "v1.skill.interactionModel.InteractionModelData"
    assert wrong_by_schema(model, definition, spec) == []


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_the_manifest_passes_both(name: str, tmp_path: Path, spec: Json) -> None:
    document = read(packaged(tmp_path, DEPLOYMENTS[name]), MANIFEST)
    assert round_trip(document, SkillManifestEnvelope) == document
    assert wrong_by_schema(document, "v1.skill.Manifest.SkillManifestEnvelope", spec) == []


def test_the_classes_see_a_permission_that_is_none(shipped: Package) -> None:
    manifest = read(shipped, MANIFEST)
    manifest["manifest"]["permissions"][0]["name"] = "alexa::alerts:timer:skill:readwrite"
    with pytest.raises(SerializationException):
        round_trip(manifest, SkillManifestEnvelope)


def test_the_round_trip_loses_a_misspelt_key(shipped: Package) -> None:
    manifest = read(shipped, MANIFEST)
    manifest["manifest"]["privacyAndCompliance"]["containAds"] = False
    assert round_trip(manifest, SkillManifestEnvelope) != manifest


def test_the_schema_sees_a_missing_name(shipped: Package, spec: Json) -> None:
    manifest = read(shipped, MANIFEST)
    del manifest["manifest"]["publishingInformation"]["locales"]["en-US"]["name"]
    wrong = wrong_by_schema(manifest, "v1.skill.Manifest.SkillManifestEnvelope", spec)
    assert wrong == ["'name' is a required property"]
