"""Which intent an utterance means, as Alexa's own understanding would say, without a network."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from local_voice.files import cached, code_in
from local_voice.model import FALLBACK
from local_voice.model.interaction_model import InteractionModel
from local_voice.resolver.classifier import Classifier
from local_voice.resolver.features import Tagged, Tagger, counts
from local_voice.resolver.hearing import as_meant
from local_voice.resolver.mentions import DURATION, Mention, SlotMatch, fill, mentions_in
from local_voice.resolver.open_slots import OpenSample, open_match
from local_voice.resolver.phrases import Cover, carried, exact_match, without
from local_voice.resolver.spelling import corrected
from skill.understanding.words import as_said, stem, words_of

__all__ = ["NotUnderstood", "Resolved", "Resolver", "SlotMatch"]

_MOST_WORDS = 100
_OUT_OF_SCOPE_LIMIT = 0.2  # turned away when likelier than this to be out of scope
_LOW_LIMIT = 0.05  # the same where the words themselves seem out of scope
_CERTAIN = 0.8  # the score that a strict intent needs
_LEAST = 0.3  # where no subject is as likely as this nothing was understood
_CLOSE = 0.75  # the other intent is named when its score is at least this part of the best
_LEXICON = Path(__file__).with_name("lexicon.toml")


@dataclass(frozen=True, slots=True)
class Resolved:
    """`slots` holds every slot the intent declares, None while unfilled.

    `score` runs from 0 to 1; `alternative` names the other intent in a close call.
    """

    utterance: str
    intent: str
    slots: Mapping[str, SlotMatch | None]
    score: float
    alternative: str | None = None


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Nothing in the model answers this; `score` is that of the best guess."""

    utterance: str
    score: float


class Resolver:
    """Resolves utterances against one interaction model; build it with `load`."""

    def __init__(self, compiled: dict[str, Any]) -> None:
        self._intents: dict[str, dict[str, str]] = compiled["intents"]
        self._templates: dict[str, str] = compiled["templates"]
        self._carriers: dict[str, tuple[str, str]] = compiled["carriers"]
        self._fillers: list[list[str]] = compiled["fillers"]
        self._strict = {name: frozenset(own) for name, own in compiled["strict"].items()}
        longest = max((text.count(" ") + 1 for text in compiled["entities"]), default=0)
        self._mentions = partial(mentions_in, entities=compiled["entities"], longest=longest)
        self._sample_stems = frozenset(compiled["sample_stems"])
        vocabulary = frozenset(compiled["vocabulary"])
        self._correct = partial(corrected, vocabulary=vocabulary, index=compiled["spelling"])
        self._as_meant = partial(as_meant, vocabulary=vocabulary, index=compiled["sounds"])
        self._tagger = Tagger(**compiled["tagging"])
        self._open_slots: dict[str, str] = compiled["open_slots"]
        self._open_samples = [OpenSample(*sample) for sample in compiled["open_samples"]]
        self._believed: float = compiled["believed"]
        self._classifier = Classifier(
            *(compiled[part] for part in ("labels", "subjects", "weights"))
        )
        self._cover = Cover(self._templates, self._strict, self._fillers)

    @classmethod
    def load(
        cls,
        model: InteractionModel,
        *,
        cache_dir: Path | None = None,
        ruled: frozenset[str] = frozenset(),
        words: Iterable[str] = (),
        domain: bool = True,
        on_first: Callable[[], None] = lambda: None,
    ) -> "Resolver":
        """The resolver for `model`, compiled once and kept in `cache_dir`.

        Only whole samples lead to the intents `ruled`. `words` are such as may be misspelt, beside
        those of the samples. Without `domain` nothing is known but the samples and what holds for
        any model. `on_first` is called before it is compiled.
        """
        lexicon, words = _LEXICON.read_bytes(), sorted(words)

        def make() -> dict[str, Any]:
            on_first()
            # Compiling is rare: what it needs is loaded only then.
            from local_voice.resolver.compiling import compile_resolver  # noqa: PLC0415
            from local_voice.resolver.lexicon import load_lexicon  # noqa: PLC0415

            known = load_lexicon(model, lexicon, domain=domain)
            return compile_resolver(model, known, ruled, words)

        settings = repr((model, sorted(ruled), words, domain)).encode()
        sources = [settings, lexicon, *code_in(Path(__file__).parent)]
        return cached(cache_dir, "resolver", sources, make, cls._tried)

    @classmethod
    def _tried(cls, compiled: dict[str, Any]) -> "Resolver":
        """One that has answered: what has the wrong shape shows here, not in the talk."""
        resolver = cls(compiled)
        resolver.resolve("")
        resolver.resolve("what about it then")
        return resolver

    def resolve(self, utterance: str) -> Resolved | NotUnderstood:
        """The intent with its slots."""
        said = words_of(utterance)[:_MOST_WORDS]
        words = self.corrected(said)
        start, end = without(self._fillers, words)
        before, rest, after = words[:start], words[start:end], words[end:]
        mentions = self._mentions(said[start:end], rest)
        if exact := exact_match(rest, mentions, self._templates, before, after):
            return self._resolved(utterance, exact[0], exact[1], 1.0)
        if intent := self._cover.intent_of(words):
            return self._resolved(utterance, intent, (), 1.0)
        if named := self._open(utterance, rest, mentions, bare=False):
            return named
        answer = self._likeliest(utterance, rest, mentions)
        if isinstance(answer, NotUnderstood) or answer.score < self._believed:
            return (
                self._query(utterance, rest, start)
                or self._open(utterance, rest, mentions, bare=True)
                or answer
            )
        return answer

    def ranking(self, utterance: str) -> list[tuple[str, float]]:
        """Every intent by its likeness to the utterance, the likeliest first."""
        said = words_of(utterance)[:_MOST_WORDS]
        words = self.corrected(said)
        start, end = without(self._fillers, words)
        rest = words[start:end]
        ranked, _ = self._ranked(rest, self._mentions(said[start:end], rest))
        return [(intent, score) for score, intent in ranked]

    def corrected(self, words: Sequence[str]) -> list[str]:
        """The words, one for one, with slips of the pen mended."""
        return [self._correct(word) for word in words[:_MOST_WORDS]]

    def as_meant(self, words: Sequence[str]) -> list[str]:
        """The words as what they sound like; not always one for one."""
        return self._as_meant(words[:_MOST_WORDS])

    def concepts(self, words: Sequence[str]) -> set[str]:
        """What an utterance speaks of, as the lexicon names it: "back", "pain", "body_part"."""
        return self._tagger.tag([stem(word) for word in words], ()).concepts

    def slots_of(self, intent: str) -> Mapping[str, str]:
        """The slots that an intent declares, with their types; none for one it does not know."""
        return self._intents.get(intent, {})

    def _likeliest(
        self, utterance: str, words: Sequence[str], mentions: Sequence[Mention]
    ) -> Resolved | NotUnderstood:
        ranked, tagged = self._ranked(words, mentions)
        outside = next((likely for likely, label in ranked if label == FALLBACK), 0.0)
        inside = [pair for pair in ranked if pair[1] != FALLBACK]
        (score, intent), (second, other) = [*inside, (0.0, ""), (0.0, "")][:2]
        limit = _LOW_LIMIT if self._seems_out_of_scope(tagged, intent) else _OUT_OF_SCOPE_LIMIT
        own = self._strict.get(intent)
        unsure = own is not None and (score < _CERTAIN or not own.issuperset(words))
        known = self._sample_stems.issuperset(tagged.content)
        about = self._classifier.likeness(inside, intent) if known else score
        if not (words and intent) or outside > limit or unsure or about < _LEAST:
            return NotUnderstood(utterance, score)
        alternative = other if second > _CLOSE * score else None
        resolved = self._resolved(utterance, intent, mentions, score, alternative)
        slot = self._open_slots.get(intent, "")
        if slot and resolved.slots[slot] is None:
            return replace(resolved, slots={**resolved.slots, slot: SlotMatch(" ".join(words))})
        return resolved

    def _ranked(
        self, words: Sequence[str], mentions: Sequence[Mention]
    ) -> tuple[list[tuple[float, str]], Tagged]:
        durations = [(m.start, m.end) for m in mentions if m.type == DURATION]
        tagged = self._tagger.tag([stem(word) for word in words], durations)
        unknown = sum(word not in self._sample_stems for word in tagged.content)
        return self._classifier.ranked([*tagged.features, *counts(tagged, unknown)]), tagged

    def _query(self, utterance: str, words: Sequence[str], start: int) -> Resolved | None:
        """The intent whose carrier words these begin with; the rest is the slot's value."""
        found = carried(words, self._carriers)
        if found is None:
            return None
        intent, slot, size = found
        value = as_said(utterance, start + size, start + len(words))
        resolved = self._resolved(utterance, intent, (), _LEAST)
        return replace(resolved, slots={**resolved.slots, slot: SlotMatch(value)})

    def _open(
        self, utterance: str, words: Sequence[str], mentions: Sequence[Mention], *, bare: bool
    ) -> Resolved | None:
        """The intent of a sample whose open slots hold whatever stands there."""
        found = open_match(words, mentions, self._open_samples, bare=bare)
        if found is None:
            return None
        resolved = self._resolved(utterance, found.intent, found.mentions, _LEAST)
        values = {slot: SlotMatch(value) for slot, value in found.values.items()}
        return replace(resolved, slots={**resolved.slots, **values})

    def _seems_out_of_scope(self, tagged: Tagged, intent: str) -> bool:
        """Whether it names another domain, or nothing of ours and a word that `intent` lacks."""
        if tagged.in_scope or tagged.out_of_scope:
            return tagged.out_of_scope
        return not all(self._classifier.knows(word, intent) for word in tagged.content)

    def _resolved(
        self,
        utterance: str,
        intent: str,
        mentions: Sequence[Mention],
        score: float,
        alternative: str | None = None,
    ) -> Resolved:
        slots = fill(self._intents[intent], mentions)
        return Resolved(utterance, intent, slots, score, alternative)
