"""Settings by their words."""

import pytest

from local_voice.simulator.settings import CHOICES, BadSetting, Settings


def test_every_setting_starts_with_one_of_its_choices() -> None:
    words = Settings().words()
    assert words.keys() == CHOICES.keys()
    assert all(word in CHOICES[name] for name, word in words.items())


def test_a_change_leaves_the_others_alone() -> None:
    changed = Settings(locale="en-GB").changed({"permission": "denied"})
    assert (changed.locale, changed.permission) == ("en-GB", "denied")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ({"permission": "perhaps"}, "permission=perhaps is unknown: use one of granted, denied"),
        ({"colour": "blue"}, "colour=blue is unknown: use one of locale, permission"),
    ],
)
def test_an_unknown_word_is_refused_with_the_known_ones(
    words: dict[str, str], complaint: str
) -> None:
    with pytest.raises(BadSetting, match=complaint):
        Settings().changed(words)


def test_a_new_person_has_the_defaults_the_same_shape_and_the_same_time_lapse() -> None:
    before = Settings(permission="denied", shape="480x480", time_lapse="60")
    assert before.for_new_person({"fault": "timeout"}) == Settings(
        fault="timeout", shape="480x480", time_lapse="60"
    )
