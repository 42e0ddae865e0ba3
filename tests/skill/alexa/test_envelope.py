"""Whatever Alexa, or anybody, puts into an envelope: the answer is a valid and harmless one."""

import json

import pytest
from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_core.skill import CustomSkill
from ask_sdk_model import RequestEnvelope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local_voice.alexa.transport import send
from skill.alexa.envelope import EnvelopeSerializer, read_envelope
from skill.clock import system_clock
from tests.support.envelopes import REQUESTS, STRANGE, changed, check, paths
from tests.support.requests import SCOPE, Json, envelope, intent, skill_for, speech_of


@pytest.fixture(scope="module")
def skill() -> CustomSkill:
    return skill_for()


def test_the_paths_go_into_every_corner() -> None:
    found = set(paths(REQUESTS["a question"]))
    assert ("context", "Viewport", "touch", 0) in found
    deepest = ("request", "intent", "slots", "activity", "resolutions", "resolutionsPerAuthority")
    assert (*deepest, 0, "values", 0, "value", "id") in found
    assert len(found) > 80


@pytest.mark.parametrize("kind", REQUESTS)
def test_any_part_may_be_missing(kind: str, skill: CustomSkill) -> None:
    check(send(skill, REQUESTS[kind]))
    for path in paths(REQUESTS[kind]):
        if path == ("request",):
            continue
        check(send(skill, changed(REQUESTS[kind], path)))


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("kind", ["a question", "a consent"])
def test_any_part_may_be_something_else(kind: str, name: str, skill: CustomSkill) -> None:
    for path in paths(REQUESTS[kind]):
        if path == ("request",):
            continue
        check(send(skill, changed(REQUESTS[kind], path, STRANGE[name])))


@pytest.mark.parametrize("name", STRANGE)
def test_any_slot_value_is_answered(name: str, skill: CustomSkill) -> None:
    for intent_name in ("StartIceTimerIntent", "ExtendIceTimerIntent", "TriggersIntent"):
        for slot in ("duration", "activity"):
            sent = envelope(intent(intent_name, **{slot: ""}))
            sent["request"]["intent"]["slots"][slot]["value"] = STRANGE[name]
            check(send(skill, sent))


@pytest.mark.parametrize(
    ("names", "answered"),
    [
        (["x" * 64, "x" * 65, "x" * 10_000], 1),
        ([f"{n}{'x' * 10_000}" for n in range(10)], 0),
        ([f"slot {n}" for n in range(17)], 16),
        ([f"slot {n}" for n in range(5_000)], 16),
    ],
    ids=["one too long", "all too long", "one too many", "far too many"],
)
def test_of_slots_without_number_or_end_a_few_are_answered(
    names: list[str], answered: int, skill: CustomSkill
) -> None:
    """Only an answer to another skill's question gives the names of slots back."""
    asked = intent("IceIntent", **dict.fromkeys(names, "x"))
    answer = send(skill, envelope(asked | {"type": "CanFulfillIntentRequest"}))
    check(answer)
    slots = answer["response"]["canFulfillIntent"].get("slots") or {}
    assert list(slots) == names[:answered]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(request=st.dictionaries(st.sampled_from(["type", "intent", "locale", "x"]), json_values))
def test_any_request_object_is_answered(request: Json, skill: CustomSkill) -> None:
    check(send(skill, {"request": request}))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("context", "System", "user", "permissions", "scopes", SCOPE, "status"), "REVOKED"),
        (("context", "Viewport", "shape"), "HEXAGON"),
        (("context", "Viewport", "mode"), "HOLOGRAM"),
        (("context", "Viewport", "touch"), ["TRIPLE"]),
        (("request", "dialogState"), "MUSING"),
        (("request", "intent", "confirmationStatus"), "PERHAPS"),
        (("request", "locale"), "xx-XX"),
        (
            (
                *("request", "intent", "slots", "activity", "resolutions"),
                *("resolutionsPerAuthority", 0, "status", "code"),
            ),
            "ER_NEW",
        ),
    ],
    ids=str,
)
def test_a_value_that_is_new_to_the_sdk_is_no_reason_to_fail(
    path: tuple[str | int, ...], value: object, skill: CustomSkill
) -> None:
    answer = send(skill, changed(REQUESTS["a question"], path, value))
    check(answer)
    assert "spasm" in speech_of(answer)


def test_of_a_key_given_twice_the_last_counts(skill: CustomSkill) -> None:
    twice = '{"request": {"type": "LaunchRequest"}, "request": {"type": "Other", "type": "New"}}'
    asked = EnvelopeSerializer().deserialize(twice, RequestEnvelope)
    assert asked.request.object_type == "New"
    check(skill.serializer.serialize(skill.invoke(asked, None)))


@pytest.mark.parametrize(
    "body",
    [
        *(None, "", "{", "null", "3", "[]", '"text"', "{}", "[" * 100_000, "{" * 100_000),
        *('{"request": ' + value + "}" for value in ("null", "[]", '"x"', "3", "9" * 5_000)),
        '{"request": ' + '{"a":' * 100_000,
        "\ud800",
        "\x00",
    ],
    ids=lambda body: str(body)[:20].encode("unicode-escape").decode(),
)
def test_what_has_no_request_object_is_refused_by_the_sdks_own_error(body: str | None) -> None:
    with pytest.raises(SerializationException) as error:
        EnvelopeSerializer().deserialize(body, RequestEnvelope)
    assert len(str(error.value)) < 100  # it quotes nothing of the body


@pytest.mark.parametrize("kind", [kind for kind in REQUESTS if "skill" not in kind])
def test_the_sdks_own_reading_of_the_envelope_gets_the_same_answer(kind: str) -> None:
    payload = json.dumps(REQUESTS[kind])
    ours, theirs = (
        skill_for().invoke(serializer.deserialize(payload, RequestEnvelope), None)
        for serializer in (EnvelopeSerializer(), DefaultSerializer())
    )
    assert DefaultSerializer().serialize(ours) == DefaultSerializer().serialize(theirs)
    check(DefaultSerializer().serialize(theirs))


def test_other_things_than_envelopes_are_read_as_the_sdk_reads_them() -> None:
    assert EnvelopeSerializer().deserialize("3", int) == 3
    now = system_clock()
    assert EnvelopeSerializer().serialize(now) == DefaultSerializer().serialize(now)


@pytest.mark.parametrize(
    ("endpoint", "taken"),
    [
        ("https://api.amazonalexa.com", True),
        ("https://api.eu.amazonalexa.com", True),
        ("https://api.fe.amazonalexa.com", True),
        ("http://localhost", True),
        ("http://127.0.0.1:8080", True),
        ("http://[::1]:8080", True),
        ("http://api.amazonalexa.com", False),
        ("https://api.amazonalexa.com.evil.example", False),
        ("https://api.evil.example/.amazonalexa.com", False),
        ("https://user@api.amazonalexa.com", False),
        ("https://api.amazonalexa.com:8443", False),
        ("https://evil.example", False),
        ("http://127.0.0.1:7798/internal/admin?x=", False),
        ("http://127.0.0.1.evil.example", False),
        ("http://169.254.169.254", False),
        ("http://localhost\n", False),
        ("", False),
    ],
)
def test_calls_go_to_amazon_or_to_this_computer_alone(endpoint: str, taken: bool) -> None:
    sent = envelope()
    sent["context"]["System"]["apiEndpoint"] = endpoint
    read = read_envelope(sent)
    assert read.context
    assert read.context.system
    assert read.context.system.api_endpoint == (endpoint if taken else None)
