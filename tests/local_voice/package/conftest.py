"""A package to read and to break: small, but for its models' samples as it is shipped."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from local_voice.model.interaction_model import InteractionModel, slots_in
from local_voice.package.build import build_package
from local_voice.package.lint import Package
from local_voice.package.listing import load_listing
from local_voice.package.manifest import MODELS, Deployment
from tests.support.guides import guides

Json = dict[str, Any]
FEW = 6  # samples an intent; the lint of ten thousand takes a second, and each mistake lints anew


def tiny_bundle(out: Path, _own: Path | None = None) -> Path:
    with ZipFile(out, "w") as bundle:
        bundle.writestr("skill/aws.py", "")
    return out


def packaged(folder: Path, deployment: Deployment) -> Package:
    listing = load_listing("back spasm guide")
    return build_package(folder, guides(), listing, deployment, bundle=tiny_bundle)


def read(package: Package, name: str) -> Json:
    document: Json = json.loads((package.folder / name).read_text("utf-8"))
    return document


def in_model(
    package: Package, change: Callable[[InteractionModel], InteractionModel], locale: str = "en-GB"
) -> Package:
    """The package with one of its models changed."""
    return replace(package, models={**package.models, locale: change(package.models[locale])})


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """As `package` writes it, for ask-cli to make the Lambda function."""
    return packaged(tmp_path_factory.mktemp("shipped"), Deployment())


@pytest.fixture(scope="session")
def small(shipped: Package) -> Package:
    return replace(shipped, models={name: few(model) for name, model in shipped.models.items()})


def few(model: InteractionModel) -> InteractionModel:
    intents = {}
    for intent in model.intents.values():
        slotted = [sample for sample in intent.samples if "{" in sample]
        plain = [sample for sample in intent.samples if "{" not in sample]
        firsts = {slot: sample for sample in reversed(slotted) for slot in slots_in(sample)}
        kept = dict.fromkeys((*slotted[:FEW], *firsts.values(), *plain[:FEW]))
        intents[intent.name] = replace(intent, samples=tuple(kept))
    return replace(model, intents=intents)


@pytest.fixture
def package(small: Package, tmp_path: Path) -> Package:
    """One of its own for each test to break."""
    shutil.copytree(small.folder, tmp_path / "package")
    return replace(small, folder=tmp_path / "package")


def model_file(locale: str) -> str:
    return f"{MODELS}/{locale}.json"
