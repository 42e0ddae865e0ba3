"""The pattern language of the lexicon."""

import pytest

from local_voice.resolver.patterns import PatternError, Said, pattern


def matches(text: str, utterance: str) -> bool:
    groups = {"limb": pattern("(leg|arm)", {}), "filler": pattern("(so|very)", {})}
    said = Said(utterance.split())
    return len(said) in pattern(text, groups)(said, 0)


@pytest.mark.parametrize(
    ("text", "utterance"),
    [
        ("my leg", "my leg"),
        ("(my|the) leg", "the leg"),
        ("(my|the other) leg", "the other leg"),
        ("my [left] leg", "my left leg"),
        ("my [left] leg", "my leg"),
        ("numb* leg", "numbing leg"),
        ("my <limb>", "my arm"),
        ("is <filler>* numb", "is numb"),
        ("is <filler>* numb", "is so very very so numb"),
        ("leg !(press) [day]", "leg day"),
    ],
)
def test_a_pattern_matches_what_it_says(text: str, utterance: str) -> None:
    assert matches(text, utterance)


@pytest.mark.parametrize(
    ("text", "utterance"),
    [
        ("my leg", "my arm"),
        ("my leg", "my"),
        ("(my|the) leg", "leg"),
        ("numb* leg", "a numb leg"),
        ("is <filler>* numb", "is so so so so so so so numb"),
        ("leg !(press) [press]", "leg press"),
    ],
)
def test_a_pattern_matches_nothing_else(text: str, utterance: str) -> None:
    assert not matches(text, utterance)


@pytest.mark.parametrize("text", ["my <nose>", "(my leg", "my leg)", "[my leg)"])
def test_a_pattern_that_cannot_be_read_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(PatternError) as refused:
        pattern(text, {})
    assert text in str(refused.value)
