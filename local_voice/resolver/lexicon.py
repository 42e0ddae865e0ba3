"""The lexicon beside the model: `lexicon.toml`, cut to what concerns one model."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from local_voice.interaction_model import InteractionModel


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`phrases` adds usual phrases to declared AMAZON intents; `emergency` is None elsewhere."""

    fillers: Sequence[str]
    phrases: Mapping[str, Sequence[str]]
    emergency: Mapping[str, Any] | None


def lexicon_text() -> str:
    return files("local_voice").joinpath("lexicon.toml").read_text(encoding="utf-8")


def lexicon_for(model: InteractionModel, text: str) -> Lexicon:
    tables = tomllib.loads(text)
    general = tables["general"]
    domain = tables["domain"].get(model.invocation_name, {})
    return Lexicon(
        fillers=general["fillers"],
        phrases={
            name: phrases for name, phrases in general["phrases"].items() if name in model.intents
        },
        emergency=domain.get("emergency"),
    )
