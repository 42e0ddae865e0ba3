"""The lexicon beside the model: `lexicon.toml`, cut to what concerns one model."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local_voice.model.interaction_model import InteractionModel

LEXICON = Path(__file__).with_name("lexicon.toml")

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known beside the samples; a model of another domain gets the general part alone."""

    fillers: Sequence[str]
    """Said around a sentence without changing it."""
    plain_words: Sequence[str]
    """Too common to tell what a sentence is about."""
    phrases: Mapping[str, Sequence[str]]
    """Usual phrases of the AMAZON intents that the model declares."""
    strict: frozenset[str]
    """Intents taken only when nothing else is said."""
    strangers: Sequence[str]
    """Sentences that are for somebody else, with `{name}` for each word of `elsewhere[name]`."""
    concepts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    anchors: frozenset[str] = frozenset()
    """The concepts that show a sentence to be about this domain."""
    elsewhere: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Words that show a sentence to be about another domain, unless an anchor of `home` is near."""
    home: frozenset[str] = frozenset()
    emergency: Table | None = None


def load_lexicon(model: InteractionModel, source: bytes | None = None) -> Lexicon:
    """The parts of the lexicon that concern `model`, from `source` when it is read already."""
    source = LEXICON.read_bytes() if source is None else source
    tables = tomllib.loads(source.decode())
    general: Table = tables["general"]
    domain: Table = tables["domain"].get(model.invocation_name, {})
    emergency: Table | None = domain.get("emergency")
    return Lexicon(
        fillers=general["fillers"],
        plain_words=general["plain_words"],
        phrases={name: said for name, said in general["phrases"].items() if name in model.intents},
        strict=frozenset(general["strict"]) & model.intents.keys(),
        strangers=[*general["strangers"], *domain.get("strangers", ())],
        concepts=domain.get("concepts", {}),
        anchors=frozenset(domain.get("anchors", ())),
        elsewhere=domain.get("elsewhere", {}),
        home=frozenset(domain.get("home", ())),
        emergency=emergency if emergency and emergency["intent"] in model.intents else None,
    )
