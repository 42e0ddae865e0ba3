"""Model, handlers and content agree, in both directions."""

from importlib.resources import files

import pytest

from local_voice.model.interaction_model import load_interaction_model
from local_voice.model.locales import disagreements
from skill.content.loader import load_guides
from skill.content.rules import OWN_INTENTS
from skill.handlers.emergency import SLOT
from skill.handlers.router import HANDLERS
from tests.conftest import Talk

MODEL = load_interaction_model(files("interaction_models") / "en-US.json")
GUIDE = load_guides().speaking("en-US")


def test_every_topic_can_be_asked_for_and_every_intent_is_answered() -> None:
    assert [str(disagreement) for disagreement in disagreements(MODEL, GUIDE)] == []


def test_what_the_guide_answers_itself_has_its_handler_and_can_be_said() -> None:
    assert {name for name in HANDLERS if name.endswith("Intent")} == OWN_INTENTS
    assert set(MODEL.intents) >= OWN_INTENTS


def test_every_detail_a_slot_can_name_has_words_and_every_detail_can_be_named() -> None:
    for topic in GUIDE.topics.values():
        ids = set[str]()
        if topic.slot:
            slot_type = MODEL.intents[topic.intent].slots[topic.slot]
            ids = {value.id or "" for value in MODEL.slot_types[slot_type]}
        assert ids == {*topic.about, *topic.things}, topic.id


def test_every_emergency_sign_has_its_words_and_every_sign_can_be_named() -> None:
    slot_type = MODEL.intents["EmergencyIntent"].slots[SLOT]
    assert {value.id for value in MODEL.slot_types[slot_type]} == set(GUIDE.emergency.about)


def test_every_offer_is_an_intent_that_somebody_answers() -> None:
    offers = {topic.offer for topic in GUIDE.topics.values()}
    offers |= {intent for step in GUIDE.routine for intent in (step.yes, step.no)}
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
