"""Whole words known: what is heard beside a question, and told as Alexa could tell it too."""

import pytest

from local_voice.resolver import NotUnderstood, Resolved
from local_voice.resolver.understanding import Understanding


def understood(understanding: Understanding, utterance: str) -> Resolved:
    heard = understanding.resolve(utterance)
    assert isinstance(heard, Resolved), utterance
    return heard


def ids(heard: Resolved, slot: str) -> list[str | None]:
    """The ids of all the values of a slot."""
    match = heard.slots.get(slot)
    return [one.id for one in (match, *match.more)] if match else []


@pytest.mark.parametrize(
    ("utterance", "intent", "slot", "sign"),
    [
        ("i have a fever and my back hurts", "UrgentIntent", "urgent_sign", "fever"),
        ("can i stretch i've lost a lot of weight", "UrgentIntent", "urgent_sign", "weight_loss"),
        ("i want to die", "CrisisIntent", "crisis_sign", "suicidal"),
        ("both my legs are numb", "EmergencyIntent", "emergency_sign", "both_legs"),
        (
            "i took all my pills to end it",
            "EmergencyIntent",
            "emergency_sign",
            "intentional_overdose",
        ),
    ],
)
def test_a_sign_is_told_by_its_rank_and_id(
    understanding: Understanding, utterance: str, intent: str, slot: str, sign: str
) -> None:
    heard = understood(understanding, utterance)
    assert (heard.intent, ids(heard, slot)) == (intent, [sign])


@pytest.mark.parametrize(
    ("utterance", "intent", "situations"),
    [
        ("can i take ibuprofen i'm pregnant", "MedicationIntent", ["pregnant"]),
        ("how often should i ice with raynauds", "IceHowOftenIntent", ["raynauds"]),
        (
            "what can i take for back pain i'm breastfeeding and i have asthma",
            "MedicationIntent",
            ["breastfeeding", "asthma"],
        ),
    ],
)
def test_a_situation_beside_a_question_fills_the_questions_slot(
    understanding: Understanding, utterance: str, intent: str, situations: list[str]
) -> None:
    heard = understood(understanding, utterance)
    assert (heard.intent, sorted(ids(heard, "situation"), key=str)) == (intent, sorted(situations))


def test_a_situation_alone_is_told_alone(understanding: Understanding) -> None:
    heard = understood(understanding, "i'm pregnant")
    assert (heard.intent, ids(heard, "situation")) == ("SituationIntent", ["pregnant"])


def test_an_order_beside_a_situation_is_told_as_the_other_half(
    understanding: Understanding,
) -> None:
    heard = understood(understanding, "start an ice timer i have raynauds")
    assert heard.intent == "SituationIntent"
    assert (ids(heard, "situation"), ids(heard, "also")) == (["raynauds"], ["StartIceTimerIntent"])


def test_two_signs_that_are_an_emergency_together_are_told_as_that(
    understanding: Understanding,
) -> None:
    heard = understood(understanding, "i'm on blood thinners and i fell in the kitchen")
    assert (heard.intent, ids(heard, "emergency_sign")) == (
        "EmergencyIntent",
        ["fall_and_weak_bones"],
    )


@pytest.mark.parametrize(
    ("utterance", "intent", "also"),
    [
        ("how long should i ice and should i see a chiropractor", "ChiropractorIntent", "ice"),
        ("should i stay in bed and what can i take for back pain", "MedicationIntent", "bed_rest"),
    ],
)
def test_of_two_questions_the_one_with_more_at_stake_comes_first_and_names_the_other(
    understanding: Understanding, utterance: str, intent: str, also: str
) -> None:
    heard = understood(understanding, utterance)
    assert (heard.intent, ids(heard, "also")) == (intent, [also])


def test_a_bare_second_half_means_the_topic_of_the_first(understanding: Understanding) -> None:
    heard = understood(understanding, "how long should i ice and how often")
    assert (heard.intent, ids(heard, "also")) == ("IceIntent", ["ice.how_often"])


@pytest.mark.parametrize(
    "utterance", ["how long should i ice", "should i use ice or heat", "what causes back spasms"]
)
def test_one_question_has_no_other_half_and_no_situation(
    understanding: Understanding, utterance: str
) -> None:
    heard = understood(understanding, utterance)
    assert (ids(heard, "also"), ids(heard, "situation")) == ([], [])


@pytest.mark.parametrize("utterance", ["", "banana", "and or but"])
def test_what_means_nothing_is_not_understood(understanding: Understanding, utterance: str) -> None:
    assert isinstance(understanding.resolve(utterance), NotUnderstood)


@pytest.mark.parametrize(
    ("utterance", "intent"),
    [
        ("does smoking make back pain worse", "RiskFactorsIntent"),
        ("does being overweight make lower back pain worse", "RiskFactorsIntent"),
        ("do flat feet make my back worse", "RiskFactorsIntent"),
        ("does stress make back pain worse", "CausesStressIntent"),
        ("can golf give me a back spasm", "TriggersIntent"),
        ("can shoveling snow give you back spasms", "TriggersIntent"),
        ("will driving give me a bad back", "TriggersIntent"),
        ("can i play golf with a bad back", "StayActiveSportIntent"),
    ],
)
def test_what_hurts_a_back_is_told_from_what_may_be_done_with_one(
    understanding: Understanding, utterance: str, intent: str
) -> None:
    heard = understood(understanding, utterance)
    assert (heard.intent, heard.alternative) == (intent, None)


@pytest.mark.parametrize(
    ("utterance", "intent"),
    [
        ("i have started wearing pads", "EmergencyIntent"),
        ("i need adult pads all of a sudden", "EmergencyIntent"),
        ("when can i start using heating pads", "HeatIntent"),
        ("when can i start using the heating pad", "HeatIntent"),
        ("i bought gel pads for my back", "TreatmentNowIntent"),
    ],
)
def test_pads_that_are_worn_are_told_from_those_for_heat_and_cold(
    understanding: Understanding, utterance: str, intent: str
) -> None:
    assert understood(understanding, utterance).intent == intent


@pytest.mark.parametrize(
    ("utterance", "typed", "spoken"),
    [
        ("what is a back spasm", 1.0, 1.0),
        # Tells of a back, so it may be typed; but it is like no sample of what is done then.
        ("he was most likely to get a back spasm", 1.0, 0.0),
        # Signs and orders are found by their own words, not by a likeness.
        ("well both my legs are numb you know", 1.0, 1.0),
        ("set me a timer for a good twenty minutes", 1.0, 1.0),
    ],
)
def test_words_that_may_be_misheard_have_to_be_like_samples(
    understanding: Understanding, utterance: str, typed: float, spoken: float
) -> None:
    heard = understanding.resolve_heard(utterance)
    assert isinstance(heard, Resolved)
    assert heard.intent == understood(understanding, utterance).intent
    assert (understood(understanding, utterance).score, heard.score) == (typed, spoken)


def test_what_is_not_understood_typed_is_not_understood_spoken(
    understanding: Understanding,
) -> None:
    assert isinstance(understanding.resolve_heard("order a large pizza"), NotUnderstood)
