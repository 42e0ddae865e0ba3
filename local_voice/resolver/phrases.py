"""Matching word for word: samples, the carriers of free text, and rows of phrases: "ok stop"."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence

from local_voice.model.interaction_model import Intent, InteractionModel, slots_in
from local_voice.resolver.mentions import DURATION, Mention
from skill.understanding.words import words_of

SEARCH_QUERY = "AMAZON.SearchQuery"

_SLOT = re.compile(r"\{(\w+)\}")
ARTICLES = frozenset(("a", "the"))
_INSIDE = frozenset(("more", "extra", "additional", "further"))
_MOST_SLOTS = 3
_MOST_MENTIONS = 8  # no sample has as many; all choices among hundreds would take seconds


def template_words(sample: str, intent: Intent) -> list[str]:
    """The sample's words, each slot as one word: its type in braces."""
    words: list[str] = []
    for number, part in enumerate(_SLOT.split(sample)):
        is_slot = number % 2
        words += [f"{{{intent.slots.get(part, part)}}}"] if is_slot else words_of(part)
    return words


def key_of(words: Sequence[str]) -> str:
    """What two sentences have in common that differ only in articles."""
    return " ".join(word for word in words if word not in ARTICLES)


def templates_of(model: InteractionModel, usual: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Every sample's key and its intent, then the `usual` phrases; the first to come keeps it."""
    templates: dict[str, str] = {}
    for intent in model.intents.values():
        for sample in intent.samples:
            if not query_slot(sample, intent):
                templates.setdefault(key_of(template_words(sample, intent)), intent.name)
    for name, phrases in usual.items():
        for phrase in phrases:
            templates.setdefault(key_of(words_of(phrase)), name)
    return templates


def query_slot(sample: str, intent: Intent) -> str | None:
    """The slot of `sample` that takes the rest of what is said, where it has one."""
    return next((s for s in slots_in(sample) if intent.slots.get(s) == SEARCH_QUERY), None)


def carriers_of(model: InteractionModel) -> dict[str, tuple[str, str]]:
    """The words before each AMAZON.SearchQuery slot, and the intent and slot they lead to."""
    carriers: dict[str, tuple[str, str]] = {}
    for intent in model.intents.values():
        for sample in intent.samples:
            slot = query_slot(sample, intent)
            if slot and (before := carrier_of(sample, slot)):
                carriers.setdefault(key_of(words_of(before)), (intent.name, slot))
    return carriers


def carrier_of(sample: str, slot: str) -> str:
    """The words of the sample, where nothing but the slot follows them."""
    before, _, after = sample.partition(f"{{{slot}}}")
    return "" if "{" in before or after.strip() else before.strip()


def carried(
    words: Sequence[str], carriers: Mapping[str, tuple[str, str]]
) -> tuple[str, str, int] | None:
    """The intent, its slot, and how many of `words` are carrier: as many as can be, not all."""
    for size in range(len(words) - 1, 0, -1):
        if found := carriers.get(key_of(words[:size])):
            return *found, size
    return None


def exact_match(
    words: Sequence[str],
    mentions: Sequence[Mention],
    templates: Mapping[str, str],
    before: Sequence[str] = (),
    after: Sequence[str] = (),
) -> tuple[str, list[Mention]] | None:
    """The intent whose sample this is, with the mentions that stand in its slots.

    `before` and `after` are fillers said around `words`; a sample may hold them as well.
    """
    # "Give me five more minutes" is no "give me {duration}": the word inside changes the meaning.
    whole = [
        m for m in mentions if m.type != DURATION or _INSIDE.isdisjoint(words[m.start : m.end])
    ]
    for chosen in choices(whole[:_MOST_MENTIONS], _MOST_SLOTS):
        text = with_slots(words, chosen)
        whole_text = key_of([*before, *text, *after])
        if intent := templates.get(whole_text) or templates.get(key_of(text)):
            return intent, chosen
    return None


def choices(mentions: Sequence[Mention], most: int) -> Iterator[list[Mention]]:
    """No mention, then every set of up to `most` mentions that do not overlap."""
    yield []
    if most == 0:
        return
    for number, mention in enumerate(mentions):
        for others in choices(mentions[number + 1 :], most - 1):
            if all(mention.end <= m.start or m.end <= mention.start for m in others):
                yield [mention, *others]


def with_slots(words: Sequence[str], chosen: Sequence[Mention]) -> list[str]:
    text: list[str] = []
    at = 0
    for mention in sorted(chosen):
        text += [*words[at : mention.start], f"{{{mention.type}}}"]
        at = mention.end
    return text + list(words[at:])


def without(fillers: Sequence[Sequence[str]], words: Sequence[str]) -> tuple[int, int]:
    """Where the words begin and end that are left when the fillers around them are taken off."""
    start, end = 0, len(words)
    changed = True
    while changed:
        changed = False
        for filler in fillers:
            size = len(filler)
            if size >= end - start:
                continue
            if list(words[start : start + size]) == filler:
                start, changed = start + size, True
            elif list(words[end - size : end]) == filler:
                end, changed = end - size, True
    return start, end


class Cover:
    """Reads an utterance as a row of phrases of strict intents, with fillers between."""

    def __init__(
        self,
        templates: Mapping[str, str],
        strict: Container[str],
        fillers: Sequence[Sequence[str]],
    ) -> None:
        self._phrases = {text: name for text, name in templates.items() if name in strict}
        self._phrases.update((" ".join(filler), "") for filler in fillers)
        self._longest = max(text.count(" ") + 1 for text in self._phrases) if self._phrases else 0

    def intent_of(self, words: Sequence[str]) -> str | None:
        """The intent of the last phrase when phrases and fillers account for every word."""
        reached: dict[int, str] = {0: ""}  # from each index that a row reaches: its last intent
        for start in range(len(words)):
            if start not in reached:
                continue
            for end in range(start + 1, min(start + self._longest, len(words)) + 1):
                name = self._phrases.get(" ".join(words[start:end]))
                if name is not None:
                    reached[end] = name or reached.get(end) or reached[start]
        return reached.get(len(words)) or None
