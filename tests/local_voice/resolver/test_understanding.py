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
