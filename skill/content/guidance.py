"""What the guide knows, ready to speak in one locale: pure data and its look-ups."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from skill.content.phrases import Captions, Phrases, Saying


def intent_of(topic_id: str) -> str:
    """The intent that asks about a topic: "bed_rest" is BedRestIntent."""
    return "".join(word.capitalize() for word in topic_id.split("_")) + "Intent"


class Source(NamedTuple):
    """Where facts come from: the full title, and the short names that fit under an answer."""

    title: str
    names: tuple[str, ...]


class Passage(NamedTuple):
    """Words for the ear, and the numbers of the facts they rest on."""

    text: str
    facts: tuple[str, ...]


class Topic(NamedTuple):
    """One thing people ask about.

    `slot` names the detail they may add; `about` answers the details that the facts cover, by
    entity id; `other` answers the rest, `things` saying how to name them. `question` is asked after
    the answer, and a yes to it acts as the intent `offer`. `samples` are ways of asking that the
    interaction model does not list.
    """

    id: str
    title: str
    answer: Passage
    more: Passage
    slot: str
    about: Mapping[str, Passage]
    other: Passage | None
    things: Mapping[str, str]
    offer: str
    question: str
    samples: tuple[str, ...] = ()

    @property
    def intent(self) -> str:
        return intent_of(self.id)

    def detail(self, entity_id: str | None) -> Passage:
        """What there is to say of one detail; `None` is a detail that nobody listed."""
        passage = self.about.get(entity_id or "")
        if passage:
            return passage
        if self.other is None:
            return self.answer
        thing = self.things.get(entity_id or "", "that")
        return self.other._replace(text=self.other.text.format(thing=thing))


class Emergency(NamedTuple):
    """`call` is always spoken first.

    Then `about` speaks of the sign that was named, by entity id; `answer` of one in other words;
    `signs` lists them all when none was named.
    """

    call: str
    answer: Passage
    signs: Passage
    about: Mapping[str, Passage]


class Step(NamedTuple):
    """One step of the routine. A yes or no to `question` acts as the intent named here."""

    title: str
    passage: Passage
    question: str = ""
    yes: str = ""
    no: str = ""


class Guide(NamedTuple):
    """All the guide can say in one locale; `invocation_name` is empty for the model's own."""

    locale: str
    topics: Mapping[str, Topic]
    topic_of_intent: Mapping[str, Topic]
    emergency: Emergency
    routine: tuple[Step, ...]
    phrases: Phrases
    captions: Captions
    sayings: tuple[Saying, ...]
    sources: Mapping[str, Source]
    invocation_name: str = ""

    def sources_of(self, passage: Passage) -> tuple[str, ...]:
        """The short names of what this passage rests on, each once, in the order of its facts."""
        names = (name for number in passage.facts for name in self.sources[number].names)
        return tuple(dict.fromkeys(names))

    def passages(self) -> Iterator[Passage]:
        """Every passage that rests on facts."""
        for topic in self.topics.values():
            yield from (topic.answer, topic.more, *topic.about.values())
            if topic.other:
                yield topic.other
        yield from (self.emergency.answer, self.emergency.signs, *self.emergency.about.values())
        yield from (step.passage for step in self.routine)


class Guides(NamedTuple):
    """The guide of each locale, and the one for every other locale."""

    by_locale: Mapping[str, Guide]
    other: Guide

    def speaking(self, locale: str) -> Guide:
        return self.by_locale.get(locale, self.other)
