"""Model, handlers and content agree, in both directions."""

from importlib.resources import files
from pathlib import Path

import pytest

from local_voice.model.interaction_model import load_interaction_model
from local_voice.model.locales import disagreements
from local_voice.resolver import Resolver
from skill.content.rules import OWN_INTENTS
from skill.conversation.showing import STARTS
from skill.handlers.advice import ALSO, SITUATION
from skill.handlers.router import HANDLERS
from skill.handlers.signs import CARRIERS, SLOTS, WORDS_SLOT
from skill.storage.own_files import APP
from skill.understanding.signs import signs_in
from skill.understanding.words import words_of
from tests.conftest import Talk
from tests.support.guides import guide_in

MODEL = load_interaction_model(files("interaction_models") / "en-US.json")
GUIDE = guide_in()


def test_every_topic_can_be_asked_for_and_every_intent_is_answered() -> None:
    assert [str(disagreement) for disagreement in disagreements(MODEL, GUIDE)] == []


def test_what_the_guide_answers_itself_has_its_handler_and_can_be_said() -> None:
    assert {name for name in HANDLERS if name.endswith("Intent")} == OWN_INTENTS
    assert set(MODEL.intents) >= OWN_INTENTS


def test_every_intent_has_a_handler() -> None:
    answered = {*HANDLERS, *GUIDE.questions, *GUIDE.follow_ups}
    assert {name for name in MODEL.intents if name not in answered} == set()


def test_a_question_is_asked_in_full_or_bare_and_has_a_name_to_offer_it_by_in_full() -> None:
    asked = {q.id: q.name for q in GUIDE.questions.values() if q.intent in MODEL.intents}
    assert {id_ for id_, name in asked.items() if not name} == set()
    bare = [q for q in GUIDE.questions.values() if q.intent not in MODEL.intents]
    said_bare = {q.passage for q in bare if q.aspect in GUIDE.aspects}
    assert {q.id for q in bare if q.passage not in said_bare} == set()


def test_every_follow_up_can_be_asked_and_means_an_aspect() -> None:
    asked = {name for name in MODEL.intents if name.startswith("FollowUp")}
    assert asked - OWN_INTENTS == {*GUIDE.follow_ups}
    assert {*GUIDE.follow_ups.values()} == {*GUIDE.aspects}
    answered = {key for topic in GUIDE.topics.values() for key in topic.aspects}
    assert {*GUIDE.aspects} <= answered


def test_every_detail_a_slot_can_name_has_words_and_every_detail_can_be_named() -> None:
    for topic in GUIDE.topics.values():
        ids = set[str]()
        if topic.slot:
            slot_type = MODEL.intents[topic.intent].slots[topic.slot]
            ids = {value.id or "" for value in MODEL.slot_types[slot_type]}
        assert ids == {*topic.about, *topic.things}, topic.id


def values(intent: str, slot: str) -> set[str | None]:
    """The ids of all that the slot of an intent can name."""
    return {value.id for value in MODEL.slot_types[MODEL.intents[intent].slots[slot]]}


@pytest.mark.parametrize("intent", SLOTS)
def test_every_sign_can_be_named_and_what_can_be_named_is_a_sign(intent: str) -> None:
    """But for what only two signs together make, and what is told of by questions alone."""
    rank = "situation" if intent == "SituationIntent" else intent.removesuffix("Intent").lower()
    signs = [sign for sign in GUIDE.signs.values() if sign.rank == rank]
    to_be_named = {sign.id for sign in signs if sign.patterns and not is_tried(sign.id)}
    named = values(intent, SLOTS[intent])
    assert named - {sign.id for sign in signs} == set()
    assert to_be_named - named == set()


def is_tried(sign_id: str) -> bool:
    return sign_id.startswith("tried_") or sign_id == "should_i_stop"


def test_a_situation_can_be_told_beside_every_question() -> None:
    for question in GUIDE.questions.values():
        if question.intent in MODEL.intents:
            slots = MODEL.intents[question.intent].slots
            assert (slots[SITUATION], slots[ALSO]) == ("SITUATION", "QUESTION"), question.id


def test_every_other_half_of_a_question_can_be_named() -> None:
    named = values("IceIntent", ALSO)
    questions = {question.id for question in GUIDE.questions.values() if question.name}
    assert named == {*questions, *STARTS.values()}


@pytest.mark.parametrize("intent", CARRIERS)
def test_own_words_come_in_a_slot_that_takes_any(intent: str) -> None:
    assert MODEL.intents[intent].slots == {WORDS_SLOT: "AMAZON.SearchQuery"}
    for sample in MODEL.intents[intent].samples:
        assert sample.endswith(f" {{{WORDS_SLOT}}}"), sample
        assert "{" not in sample.removesuffix(f"{{{WORDS_SLOT}}}"), sample


def advice_samples() -> dict[str, str]:
    """The samples that tell of no sign, each with its intent."""
    tells = {*SLOTS, *CARRIERS}
    advice = [intent for intent in MODEL.intents.values() if intent.name not in tells]
    return {sample: intent.name for intent in advice for sample in intent.samples}


def test_a_sample_that_begins_like_own_words_is_taken_for_itself(cache_folder: Path) -> None:
    """By what Amazon is given alone: own words are what is left."""
    resolver = Resolver.load(MODEL, cache_dir=cache_folder / APP, domain=False)
    carriers = {s.partition("{")[0] for name in CARRIERS for s in MODEL.intents[name].samples}
    alike = {
        sample: name
        for sample, name in advice_samples().items()
        if sample.startswith(tuple(carriers)) and "{" not in sample
    }
    assert len(alike) > 100
    heard = {sample: getattr(resolver.resolve(sample), "intent", "") for sample in alike}
    assert heard == alike


def test_no_sample_of_advice_names_an_emergency_or_a_crisis() -> None:
    named = {
        (name, sample, found.id)
        for sample, name in advice_samples().items()
        for found in signs_in(GUIDE, words_of(sample))
        if GUIDE.signs[found.id].rank in ("emergency", "crisis")
    }
    assert named == set()


def test_every_offer_is_an_intent_that_somebody_answers() -> None:
    offers = {question.offer[1] for question in GUIDE.questions.values()}
    for steps in GUIDE.routines.values():
        offers |= {intent for step in steps for intent in (step.yes, step.no)}
    offers |= {sign.yes for sign in GUIDE.signs.values()}
    assert offers - {""} <= set(MODEL.intents)


def test_the_invocation_name_is_the_guides_own() -> None:
    assert MODEL.invocation_name == "back spasm guide"


@pytest.mark.parametrize(
    ("saying", "intent"),
    {
        "what should I do?": "TreatmentIntent",
        "how long should I ice?": "IceIntent",
        "what causes back spasms?": "CausesIntent",
        "what helps a back spasm?": "TreatmentIntent",
        "start an ice timer": "StartIceTimerIntent",
        "help me now": "RelieveNowIntent",
        "stop": "AMAZON.StopIntent",
        "next": "AMAZON.NextIntent",
        **{saying.say: saying.intent for saying in GUIDE.sayings},
    }.items(),
)
def test_what_the_guide_tells_people_to_say_is_understood(
    saying: str, intent: str, talk: Talk
) -> None:
    assert talk.alexa.say(saying).intent == intent
