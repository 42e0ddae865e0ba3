"""What people say reaches its intent with its slots, and what is out of scope is turned away."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local_voice.model.interaction_model import InteractionModel
from local_voice.resolver import NotUnderstood, Resolved, Resolver, SlotMatch
from local_voice.resolver.lexicon import load_lexicon, samples_of
from local_voice.resolver.mentions import Mention
from local_voice.resolver.phrases import exact_match
from local_voice.resolver.understanding import Understanding
from skill.handlers.signs import SLOTS
from tests.local_voice.resolver.hostile_texts import HOSTILE_TEXTS

BOTH = {"WhichTimerIntent", "FollowUpBothIntent"}


def resolved(resolver: Resolver, utterance: str) -> Resolved:
    answer = resolver.resolve(utterance)
    assert isinstance(answer, Resolved), utterance
    return answer


def test_no_sample_of_one_intent_resolves_to_another(
    resolver: Resolver, understanding: Understanding, model: InteractionModel
) -> None:
    """A sign's value may stand for one that weighs more as well: that one is told then.

    What tells the time is an order, which takes the whole understanding. Which "both" is meant, the
    question before it decides.
    """
    stolen = [
        (template.label, text, answer)
        for template in samples_of(model, replace(load_lexicon(model), phrases={}))
        for text in template.filled[:1]
        if getattr(
            answer := (understanding if "{time}" in template.text else resolver).resolve(text),
            "intent",
            None,
        )
        != template.label
        and not (template.label in SLOTS and getattr(answer, "intent", "") in SLOTS)
        and not ("both" in text and {template.label, getattr(answer, "intent", "")} == BOTH)
    ]
    assert stolen == []


def test_an_exact_sample_is_certain(resolver: Resolver) -> None:
    answer = resolved(resolver, "How long should I ice my back?")
    assert (answer.intent, answer.score, answer.alternative) == ("IceIntent", 1.0, None)


def test_every_declared_slot_is_there_unfilled_ones_as_none(resolver: Resolver) -> None:
    answer = resolved(resolver, "set a timer")
    assert answer.intent == "StartIceTimerIntent"
    assert dict(answer.slots) == {"duration": None, "time": None}


def test_a_duration_arrives_as_iso_8601(resolver: Resolver) -> None:
    answer = resolved(resolver, "ok could you set an ice timer for half an hour please")
    assert answer.intent == "StartIceTimerIntent"
    duration = answer.slots["duration"]
    assert duration is not None
    assert (duration.value, duration.id) == ("PT30M", None)


def test_a_synonym_resolves_to_its_entity_and_keeps_the_words_said(resolver: Resolver) -> None:
    answer = resolved(resolver, "would Advil do anything for my back")
    assert answer.intent == "MedicationIntent"
    medicine = answer.slots["medicine"]
    assert medicine is not None
    assert (medicine.value, medicine.id) == ("advil", "ibuprofen")


def test_a_value_that_ends_like_a_filler_stays_whole(resolver: Resolver) -> None:
    activity = resolved(resolver, "can sitting at my computer cause a back spasm").slots["activity"]
    assert activity is not None
    assert activity.value == "sitting at my computer"


def test_a_bare_number_before_a_filler_is_minutes(resolver: Resolver) -> None:
    duration = resolved(resolver, "set a timer for twenty thanks").slots["duration"]
    assert duration is not None
    assert duration.value == "PT20M"


@pytest.mark.parametrize(
    ("utterance", "intent"),
    [
        ("what is a back spazm", "WhatIsIntent"),
        ("can i take ibuprophen for my back", "MedicationIntent"),
        ("should i see a chiropracter", "ChiropractorIntent"),
        ("how do i strech my hamstrngs", "StretchingHamstringIntent"),
    ],
)
def test_small_slips_are_forgiven(resolver: Resolver, utterance: str, intent: str) -> None:
    assert resolved(resolver, utterance).intent == intent


@pytest.mark.parametrize(
    "utterance",
    [
        "stop",
        "please stop",
        "ok stop it now",
        "quit",
        "goodbye",
        "i'm done thanks",
        "that's all",
        "bye bye alexa",
        "never mind",
        "cancel",
        "forget it please",
    ],
)
def test_a_talk_ends_when_that_is_all_that_is_said(resolver: Resolver, utterance: str) -> None:
    assert resolved(resolver, utterance).intent in {"AMAZON.StopIntent", "AMAZON.CancelIntent"}


@pytest.mark.parametrize(
    "utterance",
    [
        "how do i stop a back spasm",
        "should i stop exercising",
        "stop the timer",
        "cancel the timer",
        "will it ever stop",
        "can i stop taking ibuprofen",
        "should i just stay in bed and quit moving",
        "make the pain stop",
        "stop my back from hurting",
        "do i have to quit golf",
        "cancel my ice timer please",
        "the spasms won't stop",
        "is it over",
        "when do i stop icing",
    ],
)
def test_a_question_with_such_a_word_in_it_never_ends_the_talk(
    resolver: Resolver, utterance: str
) -> None:
    answer = resolver.resolve(utterance)
    assert getattr(answer, "intent", None) not in {
        "AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent",
    }  # fmt: skip


@pytest.mark.parametrize(
    "utterance", ["", "   ", "?!", "banana", "blah blah blah", "\N{PILE OF POO}"]
)
def test_what_means_nothing_is_not_understood(resolver: Resolver, utterance: str) -> None:
    answer = resolver.resolve(utterance)
    assert isinstance(answer, NotUnderstood)
    assert answer.utterance == utterance


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_a_text_of_ten_thousand_characters_breaks_nothing(resolver: Resolver, name: str) -> None:
    answer = resolver.resolve(HOSTILE_TEXTS[name])
    assert answer.utterance == HOSTILE_TEXTS[name]
    assert 0.0 <= answer.score <= 1.0


def test_the_samples_tried_are_few_however_much_is_mentioned() -> None:
    class Tried(dict[str, str]):
        count = 0

        def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 - a dictionary's own
            self.count += 1
            return super().get(key, default)

    golf = SlotMatch("golf", "golf", "golf")
    templates, words = Tried(), ["golf"] * 200
    mentions = [Mention(at, at + 1, "Activity", golf) for at in range(200)]
    assert exact_match(words, mentions, templates) is None
    assert 1 < templates.count < 200


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=80) | st.text(st.characters(), max_size=80))
def test_no_text_whatever_breaks_it(resolver: Resolver, text: str) -> None:
    answer = resolver.resolve(text)
    assert 0.0 <= answer.score <= 1.0
