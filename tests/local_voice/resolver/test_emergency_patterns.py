"""The patterns in which the lexicon writes emergency signs, and what is found where they fit."""

import pytest

from local_voice.resolver.emergency import EmergencySigns, Sign


def found(pattern: str, utterance: str) -> str | None:
    """The words that say the sign."""
    table = {
        "groups": {"limb": "(leg|arm)", "filler": "(so|very)", "part": "(<limb>|back)"},
        "harmless": ["no <part> [or <part>] ache"],
        "signs": [{"id": "sign", "about": ["leg", "arm", "numb", "ache"], "patterns": [pattern]}],
    }
    sign = EmergencySigns(table).find(utterance.split())
    return sign.said if sign else None


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
        ("sore <part>", "sore leg"),
    ],
)
def test_a_pattern_matches_what_it_says(text: str, utterance: str) -> None:
    assert found(text, f"i say {utterance} today") == utterance


@pytest.mark.parametrize(
    ("text", "utterance"),
    [
        ("my leg", "my arm"),
        ("my leg", "my legs"),
        ("my leg", "tommy leg"),
        ("(my|the) leg", "leg"),
        ("numb* leg", "a numb a leg"),
        ("is <filler>* numb", "is so so so so so so so numb"),
        ("leg !(press) [press]", "leg press"),
    ],
)
def test_a_pattern_matches_nothing_else(text: str, utterance: str) -> None:
    assert found(text, utterance) is None


def test_the_first_sign_of_the_table_is_the_one_that_counts() -> None:
    signs = [
        {"id": "arm", "about": ["arm"], "patterns": ["bad arm"]},
        {"id": "leg", "about": ["leg"], "patterns": ["bad leg", "leg"]},
    ]
    both = EmergencySigns({"groups": {}, "harmless": [], "signs": signs})
    assert both.find(["a", "bad", "leg", "and", "a", "bad", "arm"]) == Sign("arm", "bad arm")
    assert both.find(["a", "leg", "or", "a", "bad", "leg"]) == Sign("leg", "bad leg")


@pytest.mark.parametrize(
    ("utterance", "said"),
    [
        ("i have an ache", "ache"),
        ("i have no leg ache", None),
        ("no leg or back ache and no arm ache", None),
        ("no leg ache but an ache", "ache"),
    ],
)
def test_what_is_plainly_denied_is_taken_out_first(utterance: str, said: str | None) -> None:
    assert found("ache", utterance) == said
