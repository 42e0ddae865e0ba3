"""An emergency sign anywhere in an utterance wins over everything else that it says."""

import pytest

from local_voice.model.interaction_model import InteractionModel
from local_voice.resolver import Resolved, Resolver
from tests.local_voice.resolver.emergency_phrases import EMERGENCIES, HARMLESS


def intent(resolver: Resolver, utterance: str) -> str | None:
    answer = resolver.resolve(utterance)
    return answer.intent if isinstance(answer, Resolved) else None


def test_there_are_sixty_phrases_of_each_kind() -> None:
    assert (len(set(EMERGENCIES)), len(set(HARMLESS))) == (60, 60)


@pytest.mark.parametrize("utterance", EMERGENCIES)
def test_a_sign_is_an_emergency_in_whatever_it_stands(resolver: Resolver, utterance: str) -> None:
    assert intent(resolver, utterance) == "EmergencyIntent"


@pytest.mark.parametrize("utterance", HARMLESS)
def test_a_harmless_neighbour_is_no_emergency(resolver: Resolver, utterance: str) -> None:
    assert intent(resolver, utterance) != "EmergencyIntent"


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
    resolver: Resolver, utterance: str
) -> None:
    assert intent(resolver, utterance) == "EmergencyIntent"


@pytest.mark.parametrize(
    "utterance",
    [
        "can i ice while i am numb below my waist",  # looks like bowel
        "should i stretch when i keep pissing myself",  # like pushing
        "can i walk after i fell three metres",  # like mattress
    ],
)
def test_a_word_of_a_sign_that_looks_like_a_slip_is_not_corrected_away(
    resolver: Resolver, utterance: str
) -> None:
    assert intent(resolver, utterance) == "EmergencyIntent"


@pytest.mark.parametrize("utterance", ["I HAVE CHEST PAIN!!!", "i cant feel my legs"])
def test_a_sign_may_be_shouted_or_typed_in_haste(resolver: Resolver, utterance: str) -> None:
    assert intent(resolver, utterance) == "EmergencyIntent"


def test_the_slot_holds_the_sign_as_the_model_knows_it(resolver: Resolver) -> None:
    answer = resolver.resolve("how long should i ice if i have chest pain")
    assert isinstance(answer, Resolved)
    sign = answer.slots["emergency_sign"]
    assert sign is not None
    assert (sign.value, sign.id) == ("chest pain", "chest_pain")


def test_a_sign_in_words_the_model_lacks_resolves_to_the_models_value(resolver: Resolver) -> None:
    answer = resolver.resolve("my husband got run over")
    assert isinstance(answer, Resolved)
    sign = answer.slots["emergency_sign"]
    assert sign is not None
    assert sign.id == "serious_accident"


def test_a_denied_sign_beside_a_present_one_is_an_emergency(resolver: Resolver) -> None:
    assert intent(resolver, "i have no chest pain but i can't pee") == "EmergencyIntent"


def test_every_sign_of_the_model_is_a_sign_to_the_resolver(
    resolver: Resolver, model: InteractionModel
) -> None:
    said = [
        text for sign in model.slot_types["EMERGENCY_SIGN"] for text in (sign.name, *sign.synonyms)
    ]
    missed = [text for text in said if intent(resolver, f"i have {text}") != "EmergencyIntent"]
    assert missed == []
