"""The dialog as session attributes: whatever comes back, the talk goes on."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local_voice.alexa.transport import send
from skill.alexa.session import from_attributes, to_attributes
from skill.content.loader import ROUTINES
from skill.conversation.turn import Dialog, Offer, Words
from skill.handlers.router import HANDLERS
from tests.support.requests import ATTRIBUTES, envelope, intent, skill_for, speech_of

FULL = Dialog(
    launched=True,
    subject="ice",
    part="more",
    step=2,
    asked="start",
    fallbacks=1,
    offer=Offer("StartIceTimerIntent", "AMAZON.NextIntent", {"duration": "PT20M"}),
    last=Words("Ice it.", "Shall I start a timer?", "Say yes or no."),
    heard=("pregnant", "fever"),
)
INTENTS = sorted(name for name in HANDLERS if name.endswith("Intent"))

words = st.text(max_size=20)
dialogs = st.builds(
    Dialog,
    launched=st.booleans(),
    subject=words,
    part=words,
    step=st.none() | st.integers(0, 9),
    asked=words,
    fallbacks=st.integers(0, 9),
    offer=st.none() | st.builds(Offer, words, words, st.dictionaries(words, words, max_size=3)),
    steps=st.sampled_from(ROUTINES),
    last=st.builds(Words, words, words, words),
    heard=st.lists(words, max_size=3).map(tuple),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)


def attributes_with(**changed: object) -> dict[str, Any]:
    return {**to_attributes(FULL), **changed}


@st.composite
def hostile(draw: st.DrawFn) -> dict[str, Any]:
    """Real attributes in which a few values are anything at all."""
    keys = draw(st.lists(st.sampled_from(sorted(ATTRIBUTES)), min_size=1, max_size=3))
    return attributes_with(**{key: draw(json_values) for key in keys})


def test_the_attributes_of_the_scene_are_the_ones_the_skill_writes() -> None:
    assert to_attributes(from_attributes(ATTRIBUTES)) == ATTRIBUTES


@given(dialogs)
def test_a_dialog_goes_through_json_unchanged(dialog: Dialog) -> None:
    assert from_attributes(json.loads(json.dumps(to_attributes(dialog)))) == dialog


@pytest.mark.parametrize("dialog", [Dialog(), FULL])
def test_attributes_are_plain_json(dialog: Dialog) -> None:
    attributes = to_attributes(dialog)
    assert json.loads(json.dumps(attributes)) == attributes


@pytest.mark.parametrize(
    "attributes",
    [
        *(None, {}, [], "x", 0, {"launched": True}, {"step": 3}),
        attributes_with(launched="yes"),
        attributes_with(subject=None),
        attributes_with(part=7),
        attributes_with(step="2"),
        attributes_with(step=2.5),
        attributes_with(asked=[]),
        attributes_with(fallbacks=None),
        attributes_with(last=["only one"]),
        attributes_with(last=[1, 2, 3]),
        attributes_with(last="text"),
        attributes_with(steps=None),
        attributes_with(heard="pregnant"),
        attributes_with(heard=None),
        {key: value for key, value in to_attributes(FULL).items() if key != "last"},
    ],
    ids=str,
)
def test_what_the_skill_did_not_write_is_a_new_dialog(attributes: object) -> None:
    assert from_attributes(attributes) == Dialog()


@pytest.mark.parametrize(
    "offer",
    [
        *(0, "yes", [], {}, {"yes": 1, "no": "", "slots": {}}),
        {"yes": "StartIceTimerIntent"},
        {"yes": "StartIceTimerIntent", "no": "", "slots": []},
    ],
    ids=str,
)
def test_a_broken_offer_is_none_and_the_rest_stays(offer: object) -> None:
    dialog = from_attributes(attributes_with(offer=offer))
    assert (dialog.offer, dialog.step) == (None, 2)


@pytest.mark.parametrize(
    ("value", "read"), [(10**9, 99), (-5, 0), (True, 1), (False, 0), (10**4000, 99), (7, 7)]
)
def test_counts_are_small_numbers_whatever_was_sent(value: int, read: int) -> None:
    dialog = from_attributes(attributes_with(step=value, fallbacks=value))
    assert (dialog.step, dialog.fallbacks) == (read, read)
    assert (type(dialog.step), type(dialog.fallbacks)) == (int, int)


@given(json_values)
def test_anything_at_all_gives_a_dialog_that_can_be_sent(attributes: object) -> None:
    dialog = from_attributes(attributes)
    assert from_attributes(json.loads(json.dumps(to_attributes(dialog)))) == dialog


@given(hostile())
def test_attributes_with_anything_in_them_give_a_dialog_that_can_be_sent(
    attributes: Mapping[str, Any],
) -> None:
    dialog = from_attributes(attributes)
    assert from_attributes(json.loads(json.dumps(to_attributes(dialog)))) == dialog


SKILL = skill_for()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("AMAZON.NextIntent", "That was the last step."),
        ("AMAZON.PreviousIntent", "That was the last step."),
        ("AMAZON.ResumeIntent", "That was the last step."),
        ("AMAZON.PauseIntent", "Take your time. Say next when you are ready."),
    ],
)
def test_far_beyond_the_last_step_there_is_the_last_step(name: str, words: str) -> None:
    sent = envelope(intent(name), attributes_with(step=99, subject="routine", offer=None))
    assert words in speech_of(send(SKILL, sent))


@settings(deadline=None)
@given(
    st.sampled_from(INTENTS),
    st.none() | st.integers(0, 99),
    st.sampled_from(["routine", "timer", "ice", "nonsense", ""]),
)
def test_no_step_and_no_subject_makes_a_handler_stumble(
    name: str, step: int | None, subject: str
) -> None:
    heard = speech_of(
        send(SKILL, envelope(intent(name), attributes_with(step=step, subject=subject)))
    )
    assert heard
    assert "went wrong" not in heard


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(hostile(), st.sampled_from(INTENTS))
def test_no_attributes_make_a_handler_stumble(attributes: dict[str, Any], name: str) -> None:
    answer = send(SKILL, envelope(intent(name), attributes))
    assert "went wrong" not in speech_of(answer)
    json.dumps(answer)
