"""The lexicon beside the model, `lexicon.toml`, and the sentences to learn from both."""

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from local_voice.model import FALLBACK
from local_voice.model.interaction_model import InteractionModel, fill_slots, slots_in
from local_voice.resolver.phrases import query_slot

LEXICON = Path(__file__).with_name("lexicon.toml")

_FILLED = 2
_OUT_OF_SCOPE_FILLED = 8
_LEAST_LEFT = 3  # words
_MOST = 10_000  # what can be learnt in seconds
_BUILT_IN = {
    "AMAZON.DURATION": ["twenty minutes", "five minutes", "half an hour", "30 seconds", "1 hour"],
    "AMAZON.NUMBER": ["one", "two", "5", "twelve"],
    "AMAZON.TIME": ["six pm", "half past five", "seven o'clock", "noon"],
}

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known beside the samples; a model of another domain gets the general part alone."""

    fillers: Sequence[str]
    """Said around a sentence without changing it."""
    courtesies: str
    """The slot type whose values may be all that is said, or fillers."""
    plain_words: Sequence[str]
    """Too common to tell what a sentence is about."""
    phrases: Mapping[str, Sequence[str]]
    """Usual phrases of the AMAZON intents that the model declares."""
    strict: frozenset[str]
    """Intents taken only when nothing else is said."""
    out_of_scope: Sequence[str]
    """Sentences to turn away; `{name}` stands for each word of `out_of_scope_concepts[name]`."""
    implied: Sequence[str] = ()
    """Ends of samples that may be left unsaid."""
    concepts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    in_scope_concepts: frozenset[str] = frozenset()
    """The concepts that show a sentence to be in scope."""
    out_of_scope_concepts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The concepts that put a sentence out of scope, with the words that name each."""
    overriding_concepts: frozenset[str] = frozenset()
    """The concepts beside which one of `out_of_scope_concepts` says nothing."""


def load_lexicon(
    model: InteractionModel, source: bytes | None = None, *, domain: bool = True
) -> Lexicon:
    """The parts of the lexicon that concern `model`, from `source` when it is read already.

    Without `domain` only what holds for any model.
    """
    source = LEXICON.read_bytes() if source is None else source
    tables = tomllib.loads(source.decode())
    general: Table = tables["general"]
    own: Table = tables["domain"].get(model.invocation_name, {}) if domain else {}
    return Lexicon(
        fillers=general["fillers"],
        courtesies=general["courtesies"],
        plain_words=general["plain_words"],
        phrases={name: said for name, said in general["phrases"].items() if name in model.intents},
        strict=frozenset(general["strict"]) & model.intents.keys(),
        out_of_scope=[*general["out_of_scope"], *own.get("out_of_scope", ())],
        implied=own.get("implied", ()),
        concepts=own.get("concepts", {}),
        in_scope_concepts=frozenset(own.get("in_scope_concepts", ())),
        out_of_scope_concepts=own.get("out_of_scope_concepts", {}),
        overriding_concepts=frozenset(own.get("overriding_concepts", ())),
    )


class Template(NamedTuple):
    """A sentence with its slots, the label it stands for, and the sentence with slots filled."""

    label: str
    text: str
    filled: tuple[str, ...]


def samples_of(model: InteractionModel, lexicon: Lexicon) -> list[Template]:
    """The samples of every intent and the usual phrases; of very many an even choice.

    Each is learnt also without what it may leave unsaid, unless that is a sample itself.

    A sample with a slot for free text is not learnt: its words alone lead to its intent.
    """
    said = [
        (intent, sample)
        for intent in model.intents.values()
        for sample in (*intent.samples, *lexicon.phrases.get(intent.name, ()))
        if not query_slot(sample, intent)
    ]
    if len(said) > _MOST:
        said = random.Random(0).sample(said, _MOST)  # noqa: S311 - the same ones each time
    values = {kind: _values_of_type(model, kind) for kind in _types(model)}
    samples = {sample for _, sample in said}
    templates: list[Template] = []
    for intent, sample in said:
        filled = [*_fill(sample, {slot: values[kind] for slot, kind in intent.slots.items()})]
        shorter = _without_implied(sample, lexicon.implied)
        if shorter not in samples:
            filled += [_without_implied(text, lexicon.implied) for text in filled]
        templates.append(Template(intent.name, sample, tuple(filled)))
    return templates


def _without_implied(text: str, implied: Sequence[str]) -> str:
    """`text` without what it may leave unsaid at its end, where a question is left."""
    shorter = next((text.removesuffix(end) for end in implied if text.endswith(f" {end}")), text)
    return shorter.strip() if shorter.count(" ") >= _LEAST_LEFT else text


def out_of_scope(lexicon: Lexicon) -> list[Template]:
    """The sentences to turn away, each word of another domain in some of them."""
    values = lexicon.out_of_scope_concepts
    return [
        Template(FALLBACK, text, tuple(_fill(text, values, _OUT_OF_SCOPE_FILLED)))
        for text in lexicon.out_of_scope
    ]


def _types(model: InteractionModel) -> set[str]:
    return {kind for intent in model.intents.values() for kind in intent.slots.values()}


def _values_of_type(model: InteractionModel, kind: str) -> Sequence[str]:
    known = _BUILT_IN.get(kind, ())
    values = model.slot_types.get(kind, ())
    return [*known, *(text for value in values for text in (value.name, *value.synonyms))]


def _fill(text: str, values: Mapping[str, Sequence[str]], times: int = _FILLED) -> Iterator[str]:
    """`text` itself, or `times` variants of it with its slots filled; the same ones each time."""
    slots = [slot for slot in slots_in(text) if values.get(slot)]
    if not slots:
        yield fill_slots(text, lambda _: " ")
        return
    chooser = random.Random(crc32(text.encode()))  # noqa: S311 - the same ones each time
    for _ in range(times):
        chosen = {slot: chooser.choice(values[slot]) for slot in slots}
        yield fill_slots(text, lambda slot: chosen.get(slot, " "))  # noqa: B023 - used at once
