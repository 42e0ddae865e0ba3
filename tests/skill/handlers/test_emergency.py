"""Where a question carries a sign of an emergency, the first sentence is the call. Always."""

from collections.abc import Callable

import pytest

from local_voice.alexa.envelope import Device, envelope, intent_request, new_session
from local_voice.alexa.transport import send
from local_voice.model.interaction_model import Intent
from local_voice.resolver import SlotMatch
from local_voice.speech.ssml import plain_text
from skill.app import build_skill
from tests.conftest import Talk
from tests.support.guides import guide_in, guides

NUMBERS = {"en-US": "911", "en-CA": "911", "en-GB": "999", "en-AU": "000", "en-IN": "112"}

# Each sign of S01, as a statement and as a question.
SIGNS = {
    "pain in both legs": (
        "i have pain in both legs",
        "is it serious if i have pain in both legs",
    ),
    "tingling in both legs": (
        "both my legs are tingling",
        "why are both my legs tingling",
    ),
    "weakness in both legs": (
        "my legs are weak and my back hurts",
        "is weakness in both legs serious",
    ),
    "numbness in both legs": (
        "both of my legs are numb",
        "how long should i ice if both legs are numb",
    ),
    "numbness around the genitals": (
        "my genitals are numb",
        "is numbness around the genitals an emergency",
    ),
    "tingling around the buttocks": (
        "my buttocks are tingling",
        "is tingling around my buttocks normal",
    ),
    "difficulty peeing": (
        "i can't pee and my back hurts",
        "is it bad that i have trouble peeing",
    ),
    "loss of bladder control": (
        "i lost control of my bladder",
        "can a back spasm make me lose control of my bladder",
    ),
    "loss of bowel control": (
        "i can't control my bowels",
        "is losing control of my bowels an emergency",
    ),
    "chest pain": (
        "i have chest pain and back pain",
        "can a back spasm cause chest pain",
    ),
    "a serious accident": (
        "i was in a car accident and my back hurts",
        "should i ice my back after a car accident",
    ),
}

HARMLESS = [
    "should i rest my legs on a chair",
    "can i put my legs up on a chair",
    "is it normal for my skin to go numb from ice",
    "does ice make my skin numb",
    "how do i stretch my legs",
    "my legs are tight",
    "my hamstrings are tight",
    "does a chair with armrests help my back",
    "can i sit in a chair with a back spasm",
    "should i put a pillow between my legs",
    "should i put a pillow under my knees",
    "will walking make my legs stronger",
    "can i do leg exercises with a back spasm",
    "should i ice until my back feels numb",
    "can i drive my car with a back spasm",
    "can i stretch my chest",
    "can i drink water before bed",
    "how do i control the pain",
    "does losing weight help my back",
    "is it an accident that my back hurts after golf",
]


@pytest.mark.parametrize("locale", NUMBERS)
@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("form", [0, 1], ids=["statement", "question"])
def test_the_call_comes_first(
    sign: str, form: int, locale: str, new_talk: Callable[..., Talk]
) -> None:
    answer = new_talk(locale=locale).say(SIGNS[sign][form])
    where = ", and stay still." if "accident" in sign else ", or go to an emergency department."
    assert answer.startswith(f"Call {NUMBERS[locale]} now{where} ")
    assert not answer.endswith("?")


@pytest.mark.parametrize("utterance", HARMLESS)
def test_a_harmless_sentence_is_no_emergency(utterance: str, new_talk: Callable[..., Talk]) -> None:
    assert "Call 911 now" not in new_talk().say(utterance)


def test_a_sign_stops_the_routine(talk: Talk) -> None:
    talk.say("help me now")
    assert talk.say("both my legs are numb").startswith("Call 911 now")
    assert talk.alexa.session is None


def test_a_slot_without_a_sign_gets_the_words_that_tell_when_to_call(talk: Talk) -> None:
    """Alexa fills an open slot with whatever was said."""
    intent = Intent("EmergencyIntent", (), {"emergency_sign": "EMERGENCY_SIGN"})
    heard = {"emergency_sign": SlotMatch("whooping cough", None, None)}
    sent = envelope(intent_request(intent, heard), new_session(), Device(), talk.clock())
    skill = build_skill(store=talk.store, guides=guides())
    speech = send(skill, sent)["response"]["outputSpeech"]["ssml"]
    assert plain_text(speech) == guide_in().topics["see_doctor"].answer.text
    assert "call 911" in plain_text(speech)
