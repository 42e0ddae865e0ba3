"""Each locale's model: its own words, nobody's sample taken, and the source left as it is."""

import pytest

from local_voice.model import LOCALES
from local_voice.model.locales import model_for, named, source_model
from local_voice.package import model_lint
from tests.support.guides import guides

GUIDES = guides()
MODELS = {locale: model_for(GUIDES.speaking(locale)) for locale in LOCALES}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_lint_objects_to_nothing(locale: str) -> None:
    assert model_lint.problems(MODELS[locale]) == []


def test_american_english_is_the_source_itself() -> None:
    assert MODELS["en-US"] == source_model()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_intent_and_every_slot_value_is_in_every_locale(locale: str) -> None:
    model, source = MODELS[locale], source_model()
    assert set(model.intents) == set(source.intents)
    ids = {name: {v.id for v in values} for name, values in model.slot_types.items()}
    assert ids == {name: {v.id for v in values} for name, values in source.slot_types.items()}
    for name, intent in source.intents.items():
        spelt_alike = 2  # "grandad" and "granddad" are one where there is one way to write it
        assert len(model.intents[name].samples) >= len(intent.samples) - spelt_alike


FIRST_NAMES = {
    "en-US": {"acetaminophen": "acetaminophen", "soccer": "soccer", "football": "football"},
    "en-CA": {"acetaminophen": "acetaminophen", "soccer": "soccer", "football": "football"},
    "en-AU": {"acetaminophen": "paracetamol", "soccer": "soccer", "football": "football"},
    "en-GB": {
        "acetaminophen": "paracetamol",
        "soccer": "football",
        "football": "American football",
    },
    "en-IN": {
        "acetaminophen": "paracetamol",
        "soccer": "football",
        "football": "American football",
    },
}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_value_goes_by_the_name_that_the_guide_speaks(locale: str) -> None:
    types = MODELS[locale].slot_types.values()
    names = {value.id: value.name for values in types for value in values}
    assert {id_: names[id_] for id_ in FIRST_NAMES[locale]} == FIRST_NAMES[locale]
    golf = GUIDES.speaking(locale).topics["triggers"].about
    assert names["soccer"] in golf["soccer"].text
    assert names["football"] in golf["football"].text


SAID = {
    "en-GB": {
        "SeeDoctorIntent": "can my g. p. help with back spasms",
        "ChiropractorIntent": "should i see a chiropractor or a g. p.",
        "WhatIsIntent": "how do i recognise a back spasm",
    },
    "en-AU": {
        "SeeDoctorIntent": "can my g. p. help with back spasms",
        "ChiropractorIntent": "should i see a chiropractor or a g. p.",
    },
    "en-CA": {"OtherCareIntent": "what do physios do for back spasms"},
    "en-IN": {"OtherCareIntent": "what do physios do for back spasms"},
}


@pytest.mark.parametrize("locale", SAID)
def test_people_may_say_it_as_they_say_it_there(locale: str) -> None:
    for intent, sample in SAID[locale].items():
        assert sample in MODELS[locale].intents[intent].samples
        assert sample not in source_model().intents[intent].samples


@pytest.mark.parametrize("locale", LOCALES)
def test_each_countrys_number_is_heard_in_every_country(locale: str) -> None:
    """On a journey people call for the help they know; they are told the number that is right."""
    [value] = [it for it in MODELS[locale].slot_types["EMERGENCY_SIGN"] if it.id == "call_for_help"]
    numbers = ("nine one one", "nine nine nine", "triple zero", "one one two", "one zero eight")
    assert {f"call {number}" for number in numbers} <= set(value.synonyms)


def test_a_spelling_takes_the_others_place() -> None:
    american = "how do i recognize a back spasm"
    assert american in MODELS["en-US"].intents["WhatIsIntent"].samples
    assert american not in MODELS["en-GB"].intents["WhatIsIntent"].samples


def test_a_guide_without_a_name_keeps_the_models() -> None:
    assert named(source_model(), GUIDES.other).invocation_name == "back spasm guide"
