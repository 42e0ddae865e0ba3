"""Sentences on either side of each limit of the resolver, on a small model that stays as it is."""

import json
from pathlib import Path

import pytest

from local_voice.files import _digest
from local_voice.resolver import Resolved, Resolver
from tests.local_voice.resolver.bicycles import MODEL


def understood(resolver: Resolver, utterance: str) -> str | None:
    answer = resolver.resolve(utterance)
    return answer.intent if isinstance(answer, Resolved) else None


@pytest.mark.parametrize(
    ("utterance", "intent"),
    [
        ("when do i need a new tire", "PunctureIntent"),
        ("my brakes do not grip when i ride my bike to the train", "BrakeIntent"),
        ("how often should i wash the gears", "GearIntent"),
        ("how do i change the oil of a bike", None),
        ("how often should i wash a bike and a van", None),
        ("can i hose down the bike in the van", None),
        ("is the chain of my bike too long for the train", None),
    ],
)
def test_what_is_likely_out_of_scope_is_turned_away(
    bicycles: Resolver, utterance: str, intent: str | None
) -> None:
    assert understood(bicycles, utterance) == intent


@pytest.mark.parametrize(
    ("utterance", "intent"),
    [
        ("how do i adjust the light", "LightIntent"),
        ("is a service required at night", "ServiceIntent"),
        ("which light is best", None),
        ("how much does a service cost in winter", None),
        ("can i charge the light myself", None),
    ],
)
def test_words_that_no_sample_of_the_intent_has_make_the_limit_lower(
    bicycles: Resolver, utterance: str, intent: str | None
) -> None:
    assert understood(bicycles, utterance) == intent


@pytest.mark.parametrize(
    ("utterance", "intent"),
    [
        ("can i change the brake pads of the van myself", "BrakeIntent"),
        ("which saddle is best for a long train ride", None),
        ("the chain fell off in the van", None),
        ("can i tilt the saddle on the train", None),
        # A bike beside the car overrides it.
        ("how do i clean my bike and my car", "WashIntent"),
    ],
)
def test_the_name_of_another_domain_makes_the_limit_lower(
    bicycles: Resolver, utterance: str, intent: str | None
) -> None:
    assert understood(bicycles, utterance) == intent


@pytest.mark.parametrize(
    ("utterance", "intent"),
    [
        ("is a new saddle hard", "SaddleIntent"),
        ("is a service required at night", "ServiceIntent"),
        ("what is the frame worth", None),
        ("is the frame worn out", None),
        ("how bright is my bike", None),
    ],
)
def test_a_mere_guess_is_not_understood(
    bicycles: Resolver, utterance: str, intent: str | None
) -> None:
    assert understood(bicycles, utterance) == intent


@pytest.mark.parametrize(
    ("utterance", "intent"),
    [
        # Neither side of its subject is likely; that it is one of them is.
        ("can i do yoga", "StretchingYogaIntent"),
        ("how do i do it", "FollowUpHowIntent"),
        # A word that no sample has: then one side alone must be likely.
        ("is it ok to walmart in bed", None),
    ],
)
def test_the_sides_of_a_subject_are_weighed_together(
    resolver: Resolver, utterance: str, intent: str | None
) -> None:
    assert understood(resolver, utterance) == intent


@pytest.mark.parametrize(
    ("utterance", "intent"),
    [
        ("i have to stop", "AMAZON.StopIntent"),
        ("i have to go now", "AMAZON.StopIntent"),
        ("leave for now", None),
        ("stop for now that is all", None),
        ("i have to leave", None),
        # Sure enough, were it not for a word that says something else.
        ("i have to go for now bob", None),
    ],
)
def test_a_strict_intent_wants_to_be_certain_and_all_of_its_words(
    bicycles: Resolver, utterance: str, intent: str | None
) -> None:
    assert understood(bicycles, utterance) == intent


@pytest.mark.parametrize(
    ("utterance", "intent", "alternative"),
    [
        ("how do i clean my bike and the chain", "WashIntent", "ChainIntent"),
        ("the chain fell off and the gears slip", "ChainIntent", "GearIntent"),
        ("how much does a chain cost", "ChainIntent", None),
        ("my chain and my brakes are squeaking", "ChainIntent", None),
    ],
)
def test_the_other_intent_is_named_in_a_close_call(
    bicycles: Resolver, utterance: str, intent: str, alternative: str | None
) -> None:
    answer = bicycles.resolve(utterance)
    assert isinstance(answer, Resolved)
    assert (answer.intent, answer.alternative) == (intent, alternative)


@pytest.mark.parametrize("part", ["", "weights", "templates", "tagging", "entities"])
def test_a_cache_of_the_wrong_shape_is_compiled_anew(part: str, tmp_path: Path) -> None:
    """Kept whole by its digest, as another program or somebody's hand may leave it."""
    intent, known = next((name, own) for name, own in MODEL.intents.items() if own.samples)
    said = next(sample for sample in known.samples if "{" not in sample)
    Resolver.load(MODEL, cache_dir=tmp_path, domain=False)
    (file,) = tmp_path.iterdir()
    compiled = json.loads(file.read_bytes().partition(b"\n")[2])
    body = json.dumps({**compiled, part: None} if part else {}).encode()
    file.write_bytes(_digest(body).encode() + b"\n" + body)
    resolver = Resolver.load(MODEL, cache_dir=tmp_path, domain=False)
    assert understood(resolver, said) == intent
    assert file.read_bytes().partition(b"\n")[2] != body


def test_what_samples_say_at_their_end_may_be_left_out(resolver: Resolver) -> None:
    """Every sample of these says that it is about a back, or with a bad one."""
    assert understood(resolver, "how do i stop a spasm fast") == "TreatmentIntent"
    assert understood(resolver, "can i vacuum") == "StayActiveLiftingIntent"
