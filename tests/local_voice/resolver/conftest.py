"""One resolver of the guide's own model for all tests, compiled once."""

from importlib.resources import files
from pathlib import Path

import pytest

from local_voice.model.interaction_model import InteractionModel, load_interaction_model
from local_voice.resolver import Resolver
from skill.settings import APP


@pytest.fixture(scope="session")
def model() -> InteractionModel:
    return load_interaction_model(files("interaction_models") / "en-US.json")


@pytest.fixture(scope="session")
def resolver(model: InteractionModel, cache_folder: Path) -> Resolver:
    return Resolver.load(model, cache_dir=cache_folder / APP)
