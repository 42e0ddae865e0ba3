"""From an interaction model and the lexicon to the plain data that a resolver runs on."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from local_voice.model import FALLBACK
from local_voice.model.interaction_model import InteractionModel, slots_in
from local_voice.resolver.classifier import sparse, train
from local_voice.resolver.durations import UNITS, durations_in
from local_voice.resolver.features import Tagged, Tagger, counts, stemmed
from local_voice.resolver.hearing import sound_index
from local_voice.resolver.lexicon import Lexicon, Template, out_of_scope, samples_of
from local_voice.resolver.mentions import Entity, entities_of
from local_voice.resolver.numbers import numbers_in
from local_voice.resolver.open_slots import open_samples
from local_voice.resolver.phrases import carriers_of, templates_of
from local_voice.resolver.spelling import spelling_index
from skill.understanding.words import stem, words_of

Compiled = dict[str, Any]

_FREQUENT = 3
_OUT_OF_SCOPE_EMPHASIS = 3.0
_SURE = 0.9


def compile_resolver(
    model: InteractionModel, lexicon: Lexicon, ruled: frozenset[str], words: Iterable[str]
) -> Compiled:
    """Everything `Resolver` needs, as data that JSON can hold. Takes seconds."""
    entities = entities_of(model)
    samples = [t for t in samples_of(model, lexicon) if t.label not in ruled]
    turned_away = out_of_scope(lexicon)
    tagging: Compiled = {
        "phrases": _concept_phrases(entities, _hidden_types(model, ruled), lexicon),
        "plain": sorted({stem(word) for word in lexicon.plain_words}),
        "in_scope": sorted({*lexicon.in_scope_concepts, *model.slot_types}),
        "out_of_scope": sorted(lexicon.out_of_scope_concepts),
        "overriding": sorted(lexicon.overriding_concepts),
    }
    sample_stems = _stems_of(samples)
    # The stems of words that are no slips, so that spelling leaves them alone.
    vocabulary = {word for text in tagging["phrases"] for word in text.split()}
    vocabulary.update(sample_stems, _stems_of(turned_away), tagging["plain"])
    carriers = carriers_of(model)
    vocabulary.update(stem(word) for carrier in carriers for word in carrier.split())
    vocabulary.update(map(stem, words))
    return {
        "intents": {name: dict(intent.slots) for name, intent in model.intents.items()},
        "fillers": _fillers(lexicon, entities),
        "strict": _own_words(samples, lexicon.strict),
        "entities": entities,
        "templates": templates_of(model, lexicon.phrases),
        "carriers": carriers,
        # Where nothing is known but the samples, free text is believed more than a guess.
        "believed": 0.0 if lexicon.concepts else _SURE,
        "open_slots": {} if lexicon.concepts else _open_slots(model),
        # Tried where nothing of the domain is known: our own model has patterns for these.
        "open_samples": [] if lexicon.concepts else open_samples(model),
        "tagging": tagging,
        "vocabulary": sorted(vocabulary),
        "sample_stems": sorted(sample_stems),
        "spelling": spelling_index(
            dict.fromkeys(
                (
                    *_slot_words(model),
                    *words,
                    *_frequent(samples),
                    *_words(lexicon.concepts),
                    *UNITS,
                )
            )
        ),
        "sounds": sound_index(words),
        **_learn([*samples, *turned_away], Tagger(**tagging), sample_stems),
    }


def _fillers(lexicon: Lexicon, entities: Mapping[str, Sequence[Entity]]) -> list[list[str]]:
    """Those with which no slot value begins or ends: "sitting at my computer" stays whole."""
    fillers = [words_of(filler) for filler in lexicon.fillers]
    values = [
        text.split()
        for text, known in entities.items()
        if any(kind != lexicon.courtesies for kind, *_ in known)
    ]
    return [
        words
        for words, stems in ((words, [stem(word) for word in words]) for words in fillers)
        if not any(stems in (value[: len(stems)], value[-len(stems) :]) for value in values)
    ]


def _hidden_types(model: InteractionModel, ruled: frozenset[str]) -> set[str]:
    """The slot types whose values would only mislead the classifier."""
    return {
        kind
        for intent in ruled & model.intents.keys()
        for kind in model.intents[intent].slots.values()
    }


def _open_slots(model: InteractionModel) -> dict[str, str]:
    """The slots that every sample of an intent has: Alexa fills those with any words."""
    common = {
        name: {*intent.slots}.intersection(*({*slots_in(said)} for said in intent.samples))
        for name, intent in model.intents.items()
        if intent.samples
    }
    return {
        name: slot
        for name, slots in common.items()
        for slot in slots
        if not model.intents[name].slots[slot].startswith("AMAZON.")
    }


def _slot_words(model: InteractionModel) -> list[str]:
    values = [value for kind in model.slot_types.values() for value in kind]
    return [w for v in values for text in (v.name, *v.synonyms) for w in words_of(text)]


def _words(concepts: Mapping[str, Sequence[str]]) -> list[str]:
    return [word for said in concepts.values() for text in said for word in words_of(text)]


def _frequent(templates: Sequence[Template]) -> list[str]:
    counts = Counter(word for template in templates for word in set(words_of(template.text)))
    return [word for word, count in counts.most_common() if count >= _FREQUENT]


def _concept_phrases(
    entities: Mapping[str, Sequence[Entity]], hidden: Container[str], lexicon: Lexicon
) -> dict[str, list[str]]:
    phrases: dict[str, list[str]] = {}
    for name, said in (*lexicon.concepts.items(), *lexicon.out_of_scope_concepts.items()):
        for text in said:
            phrases.setdefault(stemmed(text), []).append(name)
    for text, values in entities.items():
        for kind, _, _ in values:
            if kind not in hidden:
                phrases.setdefault(text, []).append(kind)
    return {text: list(dict.fromkeys(names)) for text, names in phrases.items()}


def _stems_of(templates: Sequence[Template]) -> Counter[str]:
    """In how many templates each stem stands."""
    return Counter(
        word
        for template in templates
        for word in {stem(word) for text in template.filled for word in words_of(text)}
    )


def _own_words(templates: Sequence[Template], intents: frozenset[str]) -> dict[str, list[str]]:
    own: dict[str, set[str]] = {intent: set() for intent in sorted(intents)}
    for template in templates:
        if template.label in own:
            own[template.label].update(words_of(template.text))
    return {intent: sorted(words) for intent, words in own.items()}


def _learn(templates: Sequence[Template], tagger: Tagger, sample_stems: Counter[str]) -> Compiled:
    labels = sorted({template.label for template in templates})
    tagged = [(template, _variants(template, tagger)) for template in templates]
    frequency = Counter(
        feature
        for _, variants in tagged
        for feature in {feature for variant in variants for feature in variant.features}
    )
    numbers: dict[str, int] = {}
    lines: list[list[int]] = []
    targets: list[int] = []
    for template, variants in tagged:
        # What people say has words that no sample has; a sample itself has none. So that the same
        # is learnt from it, a word counts as unknown that stands in no other sample.
        itself = 0 if template.label == FALLBACK else 1
        for variant in variants:
            unknown = sum(sample_stems[word] <= itself for word in variant.content)
            features = [*variant.features, *counts(variant, unknown)]
            # What only one template has tells nothing about sentences that are not samples.
            shared = [f for f in features if frequency[f] != 1 or f.startswith("w ")]
            lines.append([numbers.setdefault(feature, len(numbers)) for feature in shared])
            targets.append(labels.index(template.label))
    outside = sum(labels[target] == FALLBACK for target in targets)
    # More of what people say is out of scope than the lexicon can list, so its lines count more
    # than a sample does; in a model of few samples not more than all of them together.
    stress = min(_OUT_OF_SCOPE_EMPHASIS, (len(targets) - outside) / max(outside, 1))
    emphasis = [stress if label == FALLBACK else 1.0 for label in labels]
    rows = train(lines, targets, emphasis)
    return {
        "labels": labels,
        "subjects": {label: _subject(label, labels) for label in labels},
        "weights": sparse(rows, list(numbers)),
    }


def _subject(intent: str, intents: Sequence[str]) -> str:
    """The intent whose name this one's begins with, word by word: `IceHowOftenIntent` is of ice."""
    name = _named(intent)
    starts = [other for other in map(_named, intents) if f"{name} ".startswith(f"{other} ")]
    return min(starts, key=len)


def _named(intent: str) -> str:
    """The words of its name: "Ice How Often"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", intent.removesuffix("Intent"))


def _variants(template: Template, tagger: Tagger) -> list[Tagged]:
    variants: list[Tagged] = []
    for text in template.filled:
        words = words_of(text)
        durations = [span[:2] for span in durations_in(words, numbers_in(words))]
        variants.append(tagger.tag([stem(word) for word in words], durations))
    return variants
