"""Slot values that an utterance names: entities of custom types, durations, numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from local_voice.model.interaction_model import InteractionModel, slots_in
from local_voice.resolver.durations import durations_in
from local_voice.resolver.numbers import numbers_in
from skill.understanding.words import stem, words_of

DURATION, NUMBER = "AMAZON.DURATION", "AMAZON.NUMBER"

Entity = tuple[str, str | None, str]
"""A slot type, and the id and name of one of its values."""


@dataclass(frozen=True, slots=True)
class SlotMatch:
    """A filled slot.

    `value` is what was said (AMAZON.DURATION: ISO 8601, as Alexa sends it; AMAZON.NUMBER: digits).
    `id` and `name` are the entity it resolved to, None where there is none. `more` are the other
    values of a slot that takes several.
    """

    value: str
    id: str | None = None
    name: str | None = None
    more: tuple["SlotMatch", ...] = ()


class Mention(NamedTuple):
    """What `words[start:end]` can fill a slot of type `type` with."""

    start: int
    end: int
    type: str
    match: SlotMatch


def entities_of(model: InteractionModel) -> dict[str, list[Entity]]:
    """The stems of every name and synonym that a sample has room for, and what they stand for.

    A slot that no sample names is filled with somebody's whole words at hand, never by its words.
    """
    said = {
        intent.slots.get(slot)
        for intent in model.intents.values()
        for sample in intent.samples
        for slot in slots_in(sample)
    }
    entities: dict[str, list[Entity]] = {}
    for type_name, values in model.slot_types.items():
        for value in values if type_name in said else ():
            for text in dict.fromkeys((value.name, *value.synonyms)):
                key = " ".join(map(stem, words_of(text)))
                here = entities.setdefault(key, [])
                # The first value of a type to claim a text keeps it, as with Alexa.
                if all(entity[0] != type_name for entity in here):
                    here.append((type_name, value.id, value.name))
    return entities


def mentions_in(
    said: Sequence[str],
    words: Sequence[str],
    entities: Mapping[str, Sequence[Entity]],
    longest: int,
) -> list[Mention]:
    """Every mention, longest first, so that "lower back pain" comes before "back pain".

    `words` are the words `said` with slips corrected, one for one; `longest` is the most words an
    entity has.
    """
    stems = [stem(word) for word in words]
    mentions = [
        Mention(start, end, type_name, SlotMatch(" ".join(said[start:end]), identity, name))
        for start in range(len(words))
        for end in range(start + 1, min(start + longest, len(words)) + 1)
        for type_name, identity, name in entities.get(" ".join(stems[start:end]), ())
    ]
    numbers = numbers_in(words)
    durations = durations_in(words, numbers)
    mentions += [Mention(s, e, DURATION, SlotMatch(value)) for s, e, value in durations]
    mentions += [Mention(s, e, NUMBER, SlotMatch(str(n))) for s, (n, e) in numbers.items()]
    return sorted(mentions, key=lambda mention: mention.start - mention.end)


def fill(slots: Mapping[str, str], mentions: Sequence[Mention]) -> dict[str, SlotMatch | None]:
    """Every declared slot with the longest mention of its type that no other slot has taken."""
    filled: dict[str, SlotMatch | None] = {}
    taken: set[int] = set()
    for slot, type_name in slots.items():
        for mention in mentions:
            place = range(mention.start, mention.end)
            if mention.type == type_name and taken.isdisjoint(place):
                filled[slot] = mention.match
                taken.update(place)
                break
        else:
            filled[slot] = None
    return filled
