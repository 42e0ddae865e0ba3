"""What the guide's own model is understood with, and a resolver of a small one: compiled once."""

from importlib.resources import files
from pathlib import Path

import pytest

from local_voice.model.interaction_model import InteractionModel, load_interaction_model
from local_voice.resolver import Resolver
from local_voice.resolver.compiling import compile_resolver
from local_voice.resolver.understanding import RULED, Understanding, words_of_patterns
from skill.storage.own_files import APP
from tests.local_voice.resolver.bicycles import LEXICON, MODEL
from tests.support.guides import guide_in

GUIDE = guide_in()


@pytest.fixture(scope="session")
def model() -> InteractionModel:
    return load_interaction_model(files("interaction_models") / "en-US.json")


@pytest.fixture(scope="session")
def resolver(model: InteractionModel, cache_folder: Path) -> Resolver:
    words = words_of_patterns(GUIDE)
    return Resolver.load(model, cache_dir=cache_folder / APP, ruled=RULED, words=words)


@pytest.fixture(scope="session")
def understanding(resolver: Resolver) -> Understanding:
    return Understanding(resolver, GUIDE)


@pytest.fixture(scope="session")
def bicycles() -> Resolver:
    return Resolver(compile_resolver(MODEL, LEXICON, frozenset(), ()))
