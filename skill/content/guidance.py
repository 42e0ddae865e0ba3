"""What the guide knows, ready to speak in one locale: pure data and its look-ups."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from skill.content.passage import Passage, Source
from skill.content.phrases import Captions, Phrases, Saying, TimerWords
from skill.content.signs import Emergency, Sign, SignIndex


def intent_of(question_id: str) -> str:
    """The intent that asks a question: "ice.how_often" is IceHowOftenIntent."""
    words = question_id.replace(".", "_").split("_")
    return "".join(word.capitalize() for word in words) + "Intent"


class Aspect(NamedTuple):
    """One side of a topic. `name` fits "Shall I tell you about ...?"; empty: it is not offered.

    `offer` and `question` as those of a topic.
    """

    title: str
    name: str
    passage: Passage
    offer: str = ""
    question: str = ""


class Topic(NamedTuple):
    """One thing people ask about.

    `slot` names the detail they may add; `about` answers the details that the facts cover, by
    entity id; `other` answers the rest, `things` saying how to name them. `question` is asked after
    the answer, and a yes to it acts as the intent `offer`. `aspects` answers its sides, by id.
    `samples` are ways of asking that the interaction model does not list.
    """

    id: str
    title: str
    name: str
    answer: Passage
    more: Passage
    slot: str
    about: Mapping[str, Passage]
    other: Passage | None
    things: Mapping[str, str]
    offer: str
    question: str
    aspects: Mapping[str, Aspect]
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
        return self.other.filled(thing=self.things.get(entity_id or "", "that"))


class Question(NamedTuple):
    """A topic, or with `aspect` one side of it."""

    topic: Topic
    aspect: str = ""

    @property
    def id(self) -> str:
        return f"{self.topic.id}.{self.aspect}" if self.aspect else self.topic.id

    @property
    def intent(self) -> str:
        return intent_of(self.id)

    @property
    def title(self) -> str:
        return self.topic.aspects[self.aspect].title if self.aspect else self.topic.title

    @property
    def name(self) -> str:
        return self.topic.aspects[self.aspect].name if self.aspect else self.topic.name

    @property
    def offer(self) -> tuple[str, str]:
        """What is asked after the answer, if not whether to tell more, and the intent of a yes."""
        of = self.topic.aspects[self.aspect] if self.aspect else self.topic
        return of.question, of.offer

    @property
    def passage(self) -> Passage:
        return self.topic.aspects[self.aspect].passage if self.aspect else self.topic.answer


class Step(NamedTuple):
    """One step of a routine. A yes or no to `question` acts as the intent named here."""

    title: str
    passage: Passage
    question: str = ""
    yes: str = ""
    no: str = ""


class Guide(NamedTuple):
    """All the guide can say in one locale; `invocation_name` is empty for the model's own.

    `questions` are all of them by their intents. `aspects` names each that may be asked bare, and
    `follow_ups` are those by the intents that ask so. `routines` are two: "routine" for somebody in
    spasm now, and "exercises". `timers` are the words of each kind of timer.
    """

    locale: str
    topics: Mapping[str, Topic]
    questions: Mapping[str, Question]
    aspects: Mapping[str, str]
    follow_ups: Mapping[str, str]
    emergency: Emergency
    signs: Mapping[str, Sign]
    sign_index: SignIndex
    routines: Mapping[str, tuple[Step, ...]]
    phrases: Phrases
    captions: Captions
    timers: Mapping[str, TimerWords]
    sayings: tuple[Saying, ...]
    sources: Mapping[str, tuple[Source, ...]]
    invocation_name: str = ""

    def question(self, question_id: str) -> Question | None:
        """The question of this id, if there is one: "ice" or "ice.how_often"."""
        return self.questions.get(intent_of(question_id)) if question_id else None

    def sources_of(self, passage: Passage) -> tuple[str, ...]:
        """The short names of what this passage rests on, each once, in the order of its facts."""
        sources = (source for number in passage.facts for source in self.sources[number])
        names = (name for source in sources for name in source.names)
        return tuple(dict.fromkeys(names))

    def passages(self) -> Iterator[Passage]:
        """Every passage that rests on facts."""
        for topic in self.topics.values():
            yield from (topic.answer, topic.more, *topic.about.values())
            if topic.other:
                yield topic.other
            yield from (aspect.passage for aspect in topic.aspects.values())
        yield from (self.emergency.answer, self.emergency.signs)
        for sign in self.signs.values():
            yield from (sign.passage, *sign.about.values())
        yield from (step.passage for steps in self.routines.values() for step in steps)


class Guides(NamedTuple):
    """The guide of each locale, and the one for every other locale."""

    by_locale: Mapping[str, Guide]
    other: Guide

    def speaking(self, locale: str) -> Guide:
        return self.by_locale.get(locale, self.other)

    def away_from_alexa(self) -> "Guides":
        """The same for a speaker that is not called Alexa."""
        here = {locale: _away_from_alexa(guide) for locale, guide in self.by_locale.items()}
        return Guides(here, _away_from_alexa(self.other))


def _away_from_alexa(guide: Guide) -> Guide:
    return guide._replace(phrases=guide.phrases.away_from_alexa())
