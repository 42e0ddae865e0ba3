"""What people may say, written out from the interaction model: slots filled, words as spoken."""

from collections.abc import Iterator, Mapping
from itertools import cycle

from local_voice.model.interaction_model import InteractionModel, TypeValue, fill_slots
from local_voice.resolver.mentions import DURATION, NUMBER
from local_voice.resolver.phrases import query_slot
from skill.conversation.spoken import number

WAKE: tuple[str, ...] = ("hey", "coach")
REPLIES = ("i approve", "the first one", "the second one", "the first", "the second")
"""Answers to what Alexa itself asks; no intent stands for them."""

SIGNS = ("EmergencyIntent", "CrisisIntent")
"""What must not be missed: every value of theirs is a sentence too."""

FILLED = 6  # sentences made of a sample with a slot; the next sample goes on with the next values

_ONE_WORD, _WOKEN_EVERY, _WAKE_ALONE, _REPLY = 2, 6, 20, 10

Sentence = tuple[str, ...]
"""The words of a sentence, in lower case."""

NUMBERS = tuple(number(value).replace("-", " ") for value in (*range(1, 61), 90))
USUAL_DURATIONS = tuple(
    f"{number} minutes" for number in ("five", "ten", "fifteen", "twenty", "twenty five", "thirty")
)
DURATIONS = (
    "a minute", "one minute", *(f"{number} minutes" for number in NUMBERS[1:]),
    *(f"{number} seconds" for number in ("ten", "fifteen", "twenty", "thirty", "forty five")),
    "sixty seconds", "ninety seconds", "half a minute", "a minute and a half",
    "a couple of minutes", "a few minutes", "a quarter of an hour", "half an hour", "an hour",
    "one hour", "an hour and a half", "two hours",
)  # fmt: skip


def words_said(text: str) -> Sentence:
    """The words of `text` as the dictionary writes them."""
    return tuple(text.lower().replace("\u2019", "'").replace("-", " ").split())


def figures_of(model: InteractionModel) -> frozenset[str]:
    """The names of the slots that take a number or a duration."""
    slots = (slot for intent in model.intents.values() for slot in intent.slots.items())
    return frozenset(name for name, kind in slots if kind in {DURATION, NUMBER})


def sentences(model: InteractionModel) -> Iterator[Sentence]:
    """Every sample; one with slots `FILLED` times, with usual values and rarer ones in turn.

    What carries any words at all is left out: nobody can tell what these would be.
    """
    values = {kind: _in_turn(own) for kind, own in model.slot_types.items()}
    values[DURATION] = _alternating(USUAL_DURATIONS, DURATIONS)
    values[NUMBER] = cycle(NUMBERS)
    for intent in model.intents.values():
        for sample in intent.samples:
            if query_slot(sample, intent):
                continue
            for _ in range(FILLED if "{" in sample else 1):
                yield words_said(_filled(sample, intent.slots, values))
    for intent in (model.intents[name] for name in SIGNS if name in model.intents):
        for value in (value for kind in intent.slots.values() for value in model.slot_types[kind]):
            yield from map(words_said, (value.name, *value.synonyms))


def _filled(sample: str, slots: Mapping[str, str], values: Mapping[str, Iterator[str]]) -> str:
    nothing = cycle([""])
    return fill_slots(sample, lambda slot: next(values.get(slots.get(slot, ""), nothing)))


def _in_turn(values: tuple[TypeValue, ...]) -> Iterator[str]:
    names = tuple(value.name for value in values)
    synonyms = tuple(synonym for value in values for synonym in value.synonyms)
    return _alternating(names or ("",), synonyms or names or ("",))


def _alternating(usual: tuple[str, ...], rare: tuple[str, ...]) -> Iterator[str]:
    rarer = cycle(rare)
    for value in cycle(usual):
        yield value
        yield next(rarer)


def said_to_the_guide(model: InteractionModel) -> Iterator[Sentence]:
    """Every sentence, as often as it counts: some after the wake phrase, what is short more often.

    A sample of one word, such as "no", is else heard as "know".
    """
    for place, sentence in enumerate(sentences(model)):
        yield sentence
        if len(sentence) == 1:
            yield from [sentence] * _ONE_WORD
        if place % _WOKEN_EVERY == 0:
            yield (*WAKE, *sentence)
    yield from [WAKE] * _WAKE_ALONE
    yield from [words_said(reply) for reply in REPLIES] * _REPLY
