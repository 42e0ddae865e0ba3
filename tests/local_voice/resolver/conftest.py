"""A resolver of the guide's own model and one of a small model, compiled once for all tests."""

from importlib.resources import files
from pathlib import Path

import pytest

from local_voice.model.interaction_model import InteractionModel, load_interaction_model
from local_voice.resolver import Resolver
from local_voice.resolver.compiling import compile_resolver
from skill.settings import APP
from tests.local_voice.resolver.bicycles import LEXICON, MODEL


@pytest.fixture(scope="session")
def model() -> InteractionModel:
    return load_interaction_model(files("interaction_models") / "en-US.json")


@pytest.fixture(scope="session")
def resolver(model: InteractionModel, cache_folder: Path) -> Resolver:
    return Resolver.load(model, cache_dir=cache_folder / APP)


@pytest.fixture(scope="session")
def bicycles() -> Resolver:
    return Resolver(compile_resolver(MODEL, LEXICON))
