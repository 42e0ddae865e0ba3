"""Which intent an utterance means, as Alexa's own understanding would say, without a network."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from local_voice.interaction_model import InteractionModel
from local_voice.resolver.emergency import EmergencySigns
from local_voice.resolver.lexicon import lexicon_for, lexicon_text
from local_voice.resolver.mentions import entities_of, fill, mentions_in
from local_voice.resolver.phrases import exact_match, key_of, templates_of
from local_voice.resolver.results import NotUnderstood, Resolved, SlotMatch
from local_voice.resolver.words import stem, words_of

__all__ = ["NotUnderstood", "Resolved", "Resolver", "SlotMatch"]


class Resolver:
    """Resolves utterances against one interaction model; build it with `load`."""

    def __init__(self, model: InteractionModel) -> None:
        lexicon = lexicon_for(model, lexicon_text())
        self._model = model
        self._entities = entities_of(model)
        self._longest = max((key.count(" ") + 1 for key in self._entities), default=0)
        self._templates = templates_of(model)
        for intent, phrases in lexicon.phrases.items():
            for phrase in phrases:
                self._templates.setdefault(key_of(words_of(phrase)), intent)
        self._fillers = [words_of(filler) for filler in lexicon.fillers]
        table = lexicon.emergency
        self._emergency = (table["intent"], table["slot"]) if table else ("", "")
        self._signs = EmergencySigns(table) if table else None

    @classmethod
    def load(cls, model: InteractionModel, *, cache_dir: Path | None = None) -> "Resolver":
        """The resolver for `model`, compiled once and kept in `cache_dir`."""
        del cache_dir
        return cls(model)

    def resolve(self, utterance: str) -> Resolved | NotUnderstood:
        """The intent with its slots; an emergency sign wins over everything else that is said."""
        words = words_of(utterance)
        if self._signs and (sign := self._signs.find(words)):
            intent, slot = self._emergency
            return self._resolved(utterance, intent, {slot: SlotMatch(sign.said, sign.id)}, 1.0)
        for part in (words, self._without_fillers(words)):
            mentions = mentions_in(
                part, [stem(word) for word in part], self._entities, self._longest
            )
            if exact := exact_match(part, mentions, self._templates):
                intent, chosen = exact
                slots = fill(self._model.intents[intent].slots, chosen)
                return self._resolved(utterance, intent, slots, 1.0)
        return NotUnderstood(utterance, 0.0)

    def _resolved(
        self, utterance: str, intent: str, slots: Mapping[str, SlotMatch | None], score: float
    ) -> Resolved:
        declared = self._model.intents[intent].slots
        return Resolved(utterance, intent, {slot: slots.get(slot) for slot in declared}, score)

    def _without_fillers(self, words: Sequence[str]) -> Sequence[str]:
        changed = True
        while changed:
            changed = False
            for filler in self._fillers:
                size = len(filler)
                if size < len(words) and list(words[:size]) == filler:
                    words, changed = words[size:], True
                if size < len(words) and list(words[-size:]) == filler:
                    words, changed = words[:-size], True
        return words
