"""The skill in process, talked to as the reviewers of the store would, for the checklist."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from local_voice.alexa.envelope import Device
from local_voice.alexa.exchange import Exchange
from local_voice.alexa.local_alexa import LocalAlexa
from local_voice.app import local_alexa
from local_voice.model.interaction_model import Intent, InteractionModel, slots_in
from local_voice.resolver import SlotMatch
from local_voice.timers.database import TimerDatabase
from skill.content.guidance import Guide, Guides
from skill.storage.store import MemoryStore

DURATIONS = ("PT20M", "PT1H30M", "PT0S")
"""What a slot of Alexa's own type may hold: a usual value, one too long, and one without sense."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One Alexa a locale, with the models of the package. Every exchange is kept in `heard`."""

    guides: Guides
    models: Mapping[str, InteractionModel]
    heard: list[tuple[str, Exchange]] = field(default_factory=list)
    _alexas: dict[str, LocalAlexa] = field(default_factory=dict)

    def guide(self, locale: str) -> Guide:
        return self.guides.speaking(locale)

    def talk(self, locale: str, *utterances: str) -> Exchange:
        """A new session of somebody who knows the guide; gives the last answer."""
        alexa = self._alexa(locale)
        alexa.leave()
        exchange = alexa.open() if not utterances else alexa.say(utterances[0])
        self.heard.append((locale, exchange))
        for utterance in utterances[1:]:
            exchange = alexa.say(utterance)
            self.heard.append((locale, exchange))
        return exchange

    def first_use(self, locale: str, *utterances: str) -> Exchange:
        """The same for somebody who has never heard the guide."""
        alexa = new_alexa(locale, self.guides)
        exchange = alexa.say(utterances[0]) if utterances else alexa.open()
        self.heard.append((locale, exchange))
        return exchange

    def samples(self, locale: str) -> Iterator[tuple[Intent, Mapping[str, SlotMatch], Exchange]]:
        """Every request that samples of the package can make, each once, with its answer.

        Samples of one intent with the same slots make the same request, whatever their words.
        """
        model, alexa = self.models[locale], self._alexa(locale)
        for intent in model.intents.values():
            for slots in fillings(intent, model):
                alexa.leave()
                exchange = alexa.hear(intent, slots)
                self.heard.append((locale, exchange))
                yield intent, slots, exchange

    def _alexa(self, locale: str) -> LocalAlexa:
        if locale not in self._alexas:
            alexa = self._alexas[locale] = new_alexa(locale, self.guides)
            alexa.open()
        return self._alexas[locale]


def new_alexa(locale: str, guides: Guides) -> LocalAlexa:
    return local_alexa(Device(locale), MemoryStore(), TimerDatabase(":memory:"), guides=guides)


def fillings(intent: Intent, model: InteractionModel) -> Iterator[Mapping[str, SlotMatch]]:
    """No slot at all, if a sample has none, and every value of the one slot that a sample has."""
    spoken = {slot for sample in intent.samples for slot in slots_in(sample)}
    if not all(slots_in(sample) for sample in intent.samples) or not intent.samples:
        yield {}
    for slot in sorted(spoken):
        values = model.slot_types.get(intent.slots[slot])
        if values is None:
            yield from ({slot: SlotMatch(value)} for value in DURATIONS)
            continue
        for value in values:
            yield {slot: SlotMatch(value.name, value.id, value.name)}
        yield {slot: SlotMatch("something that nobody listed")}
