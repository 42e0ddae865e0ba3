"""What somebody means whose whole words are known: signs in them, the question or its halves.

Alexa hands a skill an intent with its slots, never the words. So whatever is found here is told to
the skill in a way in which Alexa could tell it too.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from local_voice.resolver import NotUnderstood, Resolved, Resolver
from local_voice.resolver.mentions import SlotMatch
from local_voice.resolver.orders import order_in, words_of_orders
from skill.content.guidance import Guide, intent_of
from skill.content.signs import RANKS
from skill.handlers.advice import ALSO, SITUATION
from skill.handlers.signs import ANYTHING, CARRIERS, SLOTS
from skill.understanding.signs import signs_in, weighed
from skill.understanding.words import words_of

RULED = frozenset({*SLOTS, *CARRIERS, "SmallTalkIntent"} - {"SituationIntent"})
"""The intents to which whole samples lead, or the words of a sign, and never a likeness."""

_WORD = re.compile(r"(?<![\\a-z'])[a-z']+(?= )")
_BY_RANK = {"emergency": "EmergencyIntent", "crisis": "CrisisIntent", "urgent": "UrgentIntent"}
_RANK_OF = {**{intent: rank for rank, intent in _BY_RANK.items()}, "SituationIntent": "situation"}
_AT_STAKE = ("medication", "see_doctor", "chiropractor", "other_care")
"""Topics whose half of a question is answered first: a wrong answer there may do most harm."""

_OPENERS = frozenset({
    "what", "how", "when", "where", "who", "which", "why", "should", "can", "could", "is", "are",
    "do", "does", "will", "would", "may", "am",
})  # fmt: skip
_ASKS = re.compile(
    r"^(?:should|can|could|do|does|is|are|will|would|may|am)\b|\b(?:what|how|when|where|who|which|why)\b"
    r"|\b(?:should|can|could|do|does|is|are|will|would|may|am) (?:i|it|this|that|there|you|we|my)\b"
    r"|\bany (?:tips?|tricks?|advice|ideas?|ways?|suggestions?|point|good|chance)\b"
)
"""Somebody asks something."""

_TELLS = re.compile(
    r"\bi (?!want|need|would|wonder|wish|like)\w+|\bsomething (?:popped|went|pulled|snapped)"
    r"|\bback(?: muscles?| pain)? (?:is|was|has|hurts?|feels?|felt|went|keeps?|aches?|spasm\w*"
    r"|seized|locked|started|popped|gave|got|bothers?|just|really|still|always|gets)\b"
    r"|^(?:there is|got|feels|feeling|woke|had|having|pulled|lifted|felt|went|just)\b"
)
"""Somebody tells what happened, or how their back is."""

_STARTED = {"StartIceTimerIntent": "an ice timer", "StartHeatTimerIntent": "a heat timer"}
_JOINTS = frozenset({"and", "or", "but", "also", "then"})
_LEAST_HALF = 0.5
"""The score that a half of a question needs to count as one."""


class Understanding:
    """One guide's understanding, on top of a resolver for its interaction model."""

    def __init__(self, resolver: Resolver, guide: Guide) -> None:
        self._resolver = resolver
        self._guide = guide

    def resolve(self, utterance: str) -> Resolved | NotUnderstood:
        """A sign that outranks a question wins over everything else that is said."""
        found = self._signs_in(utterance)
        signs = weighed(self._guide, found, ())
        heard = self._ordered(utterance) or self._resolver.resolve(utterance)
        if isinstance(heard, Resolved) and heard.intent in ANYTHING:
            heard = NotUnderstood(utterance, 0.0)  # its words have been looked through already
        rank = signs[0].rank if signs else ""
        if _weight(_RANK_OF.get(getattr(heard, "intent", ""), "")) < _weight(rank):
            return heard  # a sample of the model says more than the patterns found
        if rank in _BY_RANK:
            first, intent = signs[0], _BY_RANK[rank]
            match = SlotMatch(found.get(first.id, first.title), first.id, first.title)
            return self._told(utterance, intent, {SLOTS[intent]: match})
        if isinstance(heard, Resolved) and heard.score == 1.0:
            takes = found and (SITUATION in heard.slots or heard.intent in _STARTED)
            return self._with_situations(utterance, heard, found) if takes else heard
        return self._told_of_oneself(utterance, heard, found)

    def resolve_heard(self, utterance: str) -> Resolved | NotUnderstood:
        """The same for words that may be misheard: the score tells how like samples they are.

        "He's most likely to get a back spasm" tells of a back, but sounds like "who is".
        """
        heard = self.resolve(utterance)
        if isinstance(heard, NotUnderstood) or heard.intent in _RANK_OF or self._ordered(utterance):
            return heard
        like = self._resolver.resolve(utterance)
        is_like = isinstance(like, Resolved) and like.intent == heard.intent
        return replace(heard, score=like.score if is_like else 0.0)

    def ranking(self, utterance: str) -> list[tuple[str, float]]:
        """Every intent by its likeness to the utterance, whatever else decides."""
        return self._resolver.ranking(utterance)

    def _ordered(self, utterance: str) -> Resolved | None:
        """What is ordered of a timer, where the verb and its object say it."""
        words = self._resolver.corrected(words_of(utterance))
        order = order_in(words) if len(words) > 1 else None
        if order is None:
            return None
        slots = {name: SlotMatch(value) for name, value in order.slots.items()}
        if kind := order.slots.get("timer"):
            slots["timer"] = SlotMatch(kind, id=kind, name=kind)
        return self._told(utterance, order.intent, slots)

    def _told_of_oneself(
        self, utterance: str, heard: Resolved | NotUnderstood, found: Mapping[str, str]
    ) -> Resolved | NotUnderstood:
        """What is no sample word for word: who says it, and how it is said, tells what it means."""
        words = words_of(utterance)
        asks, concepts = bool(_ASKS.search(" ".join(words))), self._resolver.concepts(words)
        if (
            "body_part" in concepts
            and "back" not in concepts
            and not (found and "medicine" in concepts)
        ):
            return NotUnderstood(utterance, heard.score)  # a knee is for somebody else
        if found and (asks or not self._only_tried(found)):
            return self._with_situations(utterance, heard, found)
        if found:
            return self._told(utterance, "TreatmentNotHelpingIntent", {})
        tells = "pain" in concepts or bool(_TELLS.search(" ".join(words)))
        if "back" in concepts and tells and not asks and self._is_advice(heard):
            return self._told(utterance, "TreatmentNowIntent", {})
        vague = isinstance(heard, NotUnderstood) or heard.intent in CARRIERS
        return self._halves(utterance, enough=vague) or heard

    def _only_tried(self, found: Mapping[str, str]) -> bool:
        return not any(self._guide.signs[id_].passage.sentences for id_ in found)

    def _is_advice(self, heard: Resolved | NotUnderstood) -> bool:
        """Whether nothing was ordered, and no follow-up asked."""
        return isinstance(heard, NotUnderstood) or heard.intent in {
            *self._guide.questions, *CARRIERS
        }  # fmt: skip

    def _signs_in(self, utterance: str) -> dict[str, str]:
        """The ids of the signs with the words that said them, slips of the pen forgiven."""
        said = words_of(utterance)
        found = signs_in(self._guide, said)
        for meant in (self._resolver.corrected(said), self._resolver.as_meant(said)):
            if meant != said:
                found += signs_in(self._guide, meant)
        return {sign.id: sign.said for sign in reversed(found)}

    def _with_situations(
        self, utterance: str, heard: Resolved | NotUnderstood, found: Mapping[str, str]
    ) -> Resolved:
        """The question with what somebody said of themselves; without one that alone."""
        several = _several([SlotMatch(said, id_, id_) for id_, said in found.items()])
        if isinstance(heard, Resolved) and SITUATION in heard.slots:
            return replace(heard, slots={**heard.slots, SITUATION: several})
        slots: dict[str, SlotMatch | None] = {SITUATION: several}
        if isinstance(heard, Resolved) and heard.intent in _STARTED:
            name = _STARTED[heard.intent]
            slots[ALSO] = SlotMatch(name, heard.intent, name)
        return self._told(utterance, "SituationIntent", slots)

    def _halves(self, utterance: str, *, enough: bool) -> Resolved | None:
        """Of two questions in one the one with more at stake; its slot `also` names the other.

        Where one of them is `enough`, that may be the only one to be understood.
        """
        words, only = words_of(utterance), None
        of_a_back = enough and "back" in self._resolver.concepts(words)
        for at in range(3, len(words) - 1):
            joined = words[at - 1] in _JOINTS
            if words[at] not in _OPENERS or not (joined or of_a_back):
                continue
            first = self._half(words[: at - joined], "")
            second = self._half(words[at:], self._topic_of(first))
            if first and second and first.intent != second.intent:
                one, other = sorted((first, second), key=self._at_stake)
                if not self._resolver.slots_of(one.intent):  # only ever asked bare
                    one, other = other, one
                also = self._guide.questions[other.intent]
                named = SlotMatch(also.name, also.id, also.name)
                return replace(one, utterance=utterance, slots={**one.slots, ALSO: named})
            only = only or first or second
        return replace(only, utterance=utterance) if only and enough else None

    def _half(self, words: Sequence[str], topic: str) -> Resolved | None:
        """The question in these words, if it is one; a side asked bare is one of `topic`."""
        heard = self._resolver.resolve(" ".join(words))
        if isinstance(heard, NotUnderstood) or heard.score < _LEAST_HALF:
            return None
        aspect = self._guide.follow_ups.get(heard.intent)
        if aspect:
            heard = replace(heard, intent=intent_of(f"{topic}.{aspect}"), slots={})
        question = self._guide.questions.get(heard.intent)
        return heard if question and question.name else None

    def _topic_of(self, half: Resolved | None) -> str:
        return self._guide.questions[half.intent].topic.id if half else ""

    def _at_stake(self, half: Resolved) -> int:
        topic = self._guide.questions[half.intent].topic.id
        return _AT_STAKE.index(topic) if topic in _AT_STAKE else len(_AT_STAKE)

    def _told(self, utterance: str, intent: str, slots: Mapping[str, SlotMatch | None]) -> Resolved:
        declared = dict.fromkeys(self._resolver.slots_of(intent))
        return Resolved(utterance, intent, {**declared, **slots}, 1.0)


def _weight(rank: str) -> int:
    """The weightiest counts least; what is no rank of a sign counts most."""
    return RANKS.index(rank) if rank in RANKS else len(RANKS)


def _several(matches: Sequence[SlotMatch]) -> SlotMatch:
    """One slot's several values, as Alexa sends them."""
    return replace(matches[0], more=tuple(matches[1:]))


def words_of_patterns(guide: Guide) -> set[str]:
    """The whole words in the patterns of signs and orders, which somebody may misspell."""
    patterns = (pattern for sign in guide.signs.values() for pattern in sign.patterns)
    of_signs = {
        word for pattern in patterns for part in pattern.parts for word in _WORD.findall(part)
    }
    return of_signs | words_of_orders()
