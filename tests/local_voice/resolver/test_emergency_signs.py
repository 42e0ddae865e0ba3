"""An emergency sign anywhere in an utterance wins over everything else that it says."""

import pytest

from local_voice.model.interaction_model import InteractionModel
from local_voice.resolver import Resolved
from local_voice.resolver.understanding import Understanding
from tests.local_voice.resolver.emergency_phrases import EMERGENCIES, HARMLESS


def intent(understanding: Understanding, utterance: str) -> str | None:
    answer = understanding.resolve(utterance)
    return answer.intent if isinstance(answer, Resolved) else None


def test_there_are_sixty_phrases_of_each_kind() -> None:
    assert (len(set(EMERGENCIES)), len(set(HARMLESS))) == (60, 60)


@pytest.mark.parametrize("utterance", EMERGENCIES)
def test_a_sign_is_an_emergency_in_whatever_it_stands(
    understanding: Understanding, utterance: str
) -> None:
    assert intent(understanding, utterance) == "EmergencyIntent"


@pytest.mark.parametrize("utterance", HARMLESS)
def test_a_harmless_neighbour_is_no_emergency(understanding: Understanding, utterance: str) -> None:
    assert intent(understanding, utterance) != "EmergencyIntent"


@pytest.mark.parametrize(
    "utterance",
    [
        "can i take ibuprofen i've lost control of my bladdder",
        "should i stretch i had a serious acident",
        "is heat good if i have cheest pain",
        "should i use ice if there is numness in my groin",
    ],
)
def test_a_sign_with_a_slip_in_it_wins_over_the_question_around_it(
    understanding: Understanding, utterance: str
) -> None:
    assert intent(understanding, utterance) == "EmergencyIntent"


@pytest.mark.parametrize(
    "utterance",
    [
        "can i ice while i am numb below my waist",  # looks like bowel
        "should i stretch when i keep pissing myself",  # like pushing
        "can i walk after i fell three metres",  # like mattress
    ],
)
def test_a_word_of_a_sign_that_looks_like_a_slip_is_not_corrected_away(
    understanding: Understanding, utterance: str
) -> None:
    assert intent(understanding, utterance) == "EmergencyIntent"


@pytest.mark.parametrize("utterance", ["I HAVE CHEST PAIN!!!", "i cant feel my legs"])
def test_a_sign_may_be_shouted_or_typed_in_haste(
    understanding: Understanding, utterance: str
) -> None:
    assert intent(understanding, utterance) == "EmergencyIntent"


def test_the_slot_holds_the_sign_as_the_model_knows_it(understanding: Understanding) -> None:
    answer = understanding.resolve("how long should i ice if i have chest pain")
    assert isinstance(answer, Resolved)
    sign = answer.slots["emergency_sign"]
    assert sign is not None
    assert (sign.value, sign.id, sign.name) == ("chest pain", "chest_pain", "Chest pain")


def test_a_sign_in_words_the_model_lacks_resolves_to_the_models_value(
    understanding: Understanding,
) -> None:
    answer = understanding.resolve("my husband got run over")
    assert isinstance(answer, Resolved)
    sign = answer.slots["emergency_sign"]
    assert sign is not None
    assert sign.id == "serious_accident"


def test_a_denied_sign_beside_a_present_one_is_an_emergency(understanding: Understanding) -> None:
    assert intent(understanding, "i have no chest pain but i can't pee") == "EmergencyIntent"


def test_every_sign_of_the_model_is_heard_in_a_sample_of_the_model(
    understanding: Understanding, model: InteractionModel
) -> None:
    samples = [
        s for s in model.intents["EmergencyIntent"].samples if s.endswith("{emergency_sign}")
    ]
    missed = [
        text
        for number, sign in enumerate(model.slot_types["EMERGENCY_SIGN"])
        for text in (sign.name, *sign.synonyms)
        if intent(understanding, samples[number].replace("{emergency_sign}", text))
        != "EmergencyIntent"
    ]
    assert missed == []


def test_a_sample_of_an_emergency_outranks_what_the_patterns_hear_beside_it(
    understanding: Understanding,
) -> None:
    heard = understanding.resolve("been stuck here for hours what do i do")
    assert isinstance(heard, Resolved)
    assert heard.intent == "EmergencyIntent"
