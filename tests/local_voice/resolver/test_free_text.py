"""A slot of type AMAZON.SearchQuery takes the rest of what is said, when nothing else is meant."""

import pytest

from local_voice.resolver import NotUnderstood, Resolved, Resolver
from skill.understanding.words import as_said


@pytest.mark.parametrize(
    ("utterance", "fault"),
    [
        ("my bike was hit by a car", "was hit by a car"),
        ("Please, my bike was hit by a car. Thanks!", "was hit by a car"),
        ("I CAN'T open an old lock", "open an old lock"),  # "an" is one article with "a" elsewhere
        ("i can not see that it's a lok", "see that it's a lok"),
        ("my bike is insured like a car", "insured like a car"),  # "my bike is" carries more
    ],
)
def test_free_text_is_the_rest_after_its_carrier_as_it_was_said(
    bicycles: Resolver, utterance: str, fault: str
) -> None:
    answer = bicycles.resolve(utterance)
    assert isinstance(answer, Resolved)
    slot = answer.slots["fault"]
    assert slot is not None
    assert (answer.intent, slot.value, slot.id) == ("FaultIntent", fault, None)


@pytest.mark.parametrize(
    ("utterance", "intent"),
    [
        ("my bike needs a service", "ServiceIntent"),
        ("my bike has a flat tire", "PunctureIntent"),
        ("i can not adjust the brakes", "BrakeIntent"),
    ],
)
def test_an_ordinary_sample_wins_over_free_text(
    bicycles: Resolver, utterance: str, intent: str
) -> None:
    answer = bicycles.resolve(utterance)
    assert isinstance(answer, Resolved)
    assert answer.intent == intent


def test_an_ordinary_sample_leaves_the_free_text_unfilled(bicycles: Resolver) -> None:
    answer = bicycles.resolve("what is wrong")
    assert isinstance(answer, Resolved)
    assert (answer.intent, dict(answer.slots)) == ("FaultIntent", {"fault": None})


@pytest.mark.parametrize("utterance", ["i can not", "i can't, thanks", "he said i can not dance"])
def test_a_carrier_without_text_or_not_at_the_beginning_carries_nothing(
    bicycles: Resolver, utterance: str
) -> None:
    assert isinstance(bicycles.resolve(utterance), NotUnderstood)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [(0, 4, "I'm numb too"), (1, 4, "am numb too"), (2, 3, "numb"), (4, 4, "")],
)
def test_words_are_given_back_as_they_were_said(start: int, end: int, said: str) -> None:
    assert as_said("I'm numb, too.", start, end) == said.lower()
