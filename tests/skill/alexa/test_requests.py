"""Every kind of request beside a plain intent gets the answer, or the silence, that fits it."""

import json
import logging
import math
from typing import Any

import pytest
from ask_sdk_core.exceptions import AskSdkException
from ask_sdk_core.skill import CustomSkill

from local_voice.alexa.transport import send
from local_voice.timers.database import TimerDatabase
from local_voice.timers.service import AlexaService
from skill.handlers.router import HANDLERS
from skill.storage.store import MemoryStore, UserState
from tests.support.clock import MovableClock
from tests.support.requests import (
    SCOPE,
    SKILL_ID,
    Json,
    NoCalls,
    envelope,
    intent,
    skill_for,
    speech_of,
)

TROUBLE = "Sorry, something went wrong on my side. Please ask me again."
SECRET = "my secret pain"  # noqa: S105 - what somebody said
NATIVE = "Say, Alexa, set a fifteen minute timer."


class SpyStore(MemoryStore):
    """Counts how often it is used."""

    def __init__(self) -> None:
        super().__init__()
        self.uses: list[str] = []

    def load(self, user: str, within: float = math.inf) -> UserState:
        self.uses.append("load")
        return super().load(user, within)

    def forget(self, user: str) -> None:
        self.uses.append("forget")
        super().forget(user)


def of_type(kind: str, **more: object) -> Json:
    return envelope({"type": kind, **more})


def is_silent(answer: Json) -> bool:
    return not speech_of(answer) and not answer["response"].get("directives")


# CanFulfillIntentRequest


def can_fulfill(sent: Json) -> Json:
    store = SpyStore()
    answer = send(skill_for(store, NoCalls()), sent)
    assert store.uses == []
    assert is_silent(answer)
    asked: Json = answer["response"]["canFulfillIntent"]
    return asked


@pytest.mark.parametrize("name", ["IceIntent", "TriggersIntent", "StartIceTimerIntent"])
def test_an_intent_of_ours_can_be_fulfilled_with_its_slots(name: str) -> None:
    request = {"type": "CanFulfillIntentRequest", "intent": intent(name, word="x")["intent"]}
    asked = can_fulfill(envelope(request))
    assert asked["canFulfill"] == "YES"
    assert asked["slots"] == {"word": {"canUnderstand": "YES", "canFulfill": "YES"}}


def test_anothers_intent_cannot_be_fulfilled() -> None:
    request = {
        "type": "CanFulfillIntentRequest",
        "intent": intent("OrderPizza", size="x")["intent"],
    }
    asked = can_fulfill(envelope(request))
    assert asked["canFulfill"] == "NO"
    assert asked["slots"] == {"size": {"canUnderstand": "NO", "canFulfill": "NO"}}


@pytest.mark.parametrize("missing", ["session", "user", "intent"])
def test_whether_it_can_be_fulfilled_needs_neither_session_nor_user(missing: str) -> None:
    sent = envelope({"type": "CanFulfillIntentRequest", "intent": {"name": "IceIntent"}})
    if missing == "session":
        del sent["session"]
    elif missing == "user":
        del sent["context"]["System"]["user"]
    else:
        del sent["request"]["intent"]
    assert can_fulfill(sent)["canFulfill"] == ("NO" if missing == "intent" else "YES")


# Events and the end of a session


def without_session(kind: str) -> Json:
    sent = of_type(kind)
    del sent["session"]
    return sent


def test_enabling_the_skill_is_met_with_silence() -> None:
    assert is_silent(send(skill_for(), without_session("AlexaSkillEvent.SkillEnabled")))


def test_disabling_the_skill_deletes_what_is_stored_of_this_user_alone() -> None:
    store = MemoryStore()
    skill = skill_for(store)
    for user in ("anna", "ben"):
        send(skill, envelope(intent("StartIceTimerIntent"), user=user))
    assert len(store._states) == 2  # noqa: SLF001 - keys are opaque: nobody else can count them
    sent = envelope({"type": "AlexaSkillEvent.SkillDisabled"}, user="anna")
    del sent["session"]
    assert is_silent(send(skill, sent))
    (kept,) = store._states.values()  # noqa: SLF001 - as above
    assert kept.timers
    again = speech_of(send(skill, envelope(intent("IceTimerStatusIntent"), user="ben")))
    assert "twenty minutes left" in again


@pytest.mark.parametrize("reason", ["USER_INITIATED", "ERROR", "EXCEEDED_MAX_REPROMPTS", "new", 3])
def test_the_end_of_a_session_takes_no_answer(reason: object) -> None:
    sent = of_type("SessionEndedRequest", reason=reason, error={"type": "NEW", "message": SECRET})
    answer = send(skill_for(api_client=NoCalls()), sent)
    assert is_silent(answer)
    assert "reprompt" not in answer["response"]


@pytest.mark.parametrize(
    "kind",
    [
        "AlexaSkillEvent.SkillAccountUnlinked",
        "AudioPlayer.PlaybackStarted",
        "System.ExceptionEncountered",
        "Messaging.MessageReceived",
        "IntentRequest",  # of no intent
        "Something.New",
        "",
    ],
)
def test_a_request_of_an_unknown_type_is_met_with_silence(kind: str) -> None:
    assert is_silent(send(skill_for(api_client=NoCalls()), of_type(kind)))


# Launch and unknown intents


def test_launch_says_the_disclaimer_once() -> None:
    skill = skill_for()
    first, second = (
        speech_of(send(skill, envelope({"type": "LaunchRequest"}, attributes={}))) for _ in "ab"
    )
    assert "Welcome to the back spasm guide." in first
    assert "It is not medical advice" in first
    assert "Welcome back" in second
    assert "not medical advice" not in second


@pytest.mark.parametrize("name", ["OrderPizzaIntent", "AMAZON.ScrollUpIntent"])
def test_an_intent_that_nobody_knows_is_not_understood(name: str) -> None:
    fallback = send(skill_for(), envelope(intent("AMAZON.FallbackIntent"), attributes={}))
    answer = send(skill_for(), envelope(intent(name), attributes={}))
    assert answer == fallback
    assert "I only know about sore backs." in speech_of(answer)


# Errors inside


def broken(_turn: object, _services: object) -> Any:  # noqa: ANN401 - it never returns
    raise ZeroDivisionError(SECRET)


@pytest.mark.parametrize("name", [*sorted(HANDLERS), "IceIntent"])
def test_an_error_inside_is_told_with_a_question_and_leaves_no_words_in_the_log(
    name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("skill.handlers.router.HANDLERS", dict.fromkeys(HANDLERS, broken))
    monkeypatch.setattr("skill.handlers.advice.advice", broken)
    spoken = name.endswith("Intent")
    sent = envelope(intent(name, word=SECRET)) if spoken else of_type(name, payload={})
    answer = send(skill_for(), sent)
    if name.startswith(("AlexaSkillEvent", "SessionEnded")):
        assert is_silent(answer)
    else:
        assert TROUBLE in speech_of(answer)
        assert "911" in speech_of(answer)
        assert answer["response"]["shouldEndSession"] is False
    ours = [record for record in caplog.records if record.name.startswith("skill")]
    assert [record.message.split(":")[0] for record in ours] == [
        "ZeroDivisionError at test_requests.py"
    ]
    for word in (SECRET, "SECRETUSER", "secret"):
        assert word not in caplog.text


def test_after_an_error_the_talk_goes_on_where_it_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skill.handlers.advice.advice", broken)
    answer = send(skill_for(), envelope(intent("IceIntent")))
    assert answer["sessionAttributes"]["step"] == 2


# The answer to our request for permission


def consent(code: object, payload: object, token: object = "PT15M") -> Json:  # noqa: S107 - a duration
    sent = of_type(
        "Connections.Response", name="AskFor", token=token, payload=payload, status={"code": code}
    )
    return sent | {"session": sent["session"] | {"attributes": {}}}


def version_1(status: str, **more: object) -> Json:
    return {"permissionScope": SCOPE, "status": status, **more}


def version_2(status: str, **more: object) -> Json:
    scope = {"permissionScope": SCOPE, "consentLevel": "ACCOUNT", "status": status}
    return {"permissionScopes": [scope], **more}


@pytest.fixture
def service() -> AlexaService:
    return AlexaService(TimerDatabase(":memory:"), MovableClock())


@pytest.fixture
def skill(service: AlexaService) -> CustomSkill:
    return skill_for(api_client=service)


@pytest.mark.parametrize("code", ["200", 200])
@pytest.mark.parametrize(
    "payload",
    [
        version_1("ACCEPTED"),
        version_2("ACCEPTED"),
        {"status": "ACCEPTED", "permissionScopes": [{"permissionScope": SCOPE}]},
        version_2("ACCEPTED") | {"status": "ACCEPTED"},
    ],
)
def test_accepted_the_timer_starts_without_asking_again(
    skill: CustomSkill, service: AlexaService, payload: Json, code: object
) -> None:
    answer = send(skill, consent(code, payload))
    assert "Your ice timer is set for fifteen minutes." in speech_of(answer)
    assert [timer.seconds for timer in service.live()] == [900]
    assert "card" not in answer["response"]


@pytest.mark.parametrize("token", [None, "", "?", "PT0S", "P1D", "PT31M", "x" * 10_000, 7])
def test_a_token_that_tells_no_duration_means_twenty_minutes(
    skill: CustomSkill, service: AlexaService, token: object
) -> None:
    send(skill, consent("200", version_2("ACCEPTED"), token))
    assert [timer.seconds for timer in service.live()] == [1200]


@pytest.mark.parametrize(
    ("code", "payload"),
    [
        ("200", version_1("DENIED")),
        ("200", version_2("DENIED")),
        ("200", version_2("ACCEPTED") | {"status": "DENIED"}),
        ("200", version_2("DENIED") | {"status": "ACCEPTED"}),
        (200, version_2("DENIED")),
        ("200", version_1("NOT_ANSWERED")),
        ("200", version_2("NOT_ANSWERED")),
        ("200", version_2("SOMETHING_NEW")),
        ("400", version_2("ACCEPTED")),
        ("500", version_1("ACCEPTED")),
        ("400", None),
        ("500", None),
        (200, None),
        (None, None),
        ("200", {}),
        ("200", []),
        ("200", "x"),
        ("200", {"permissionScopes": []}),
        ("200", {"permissionScopes": "x"}),
        ("200", {"permissionScopes": [3]}),
        ("200", {"permissionScopes": [[]]}),
        ("200", {"permissionScopes": {}}),
        ("200", {"permissionScopes": [None]}),
    ],
)
@pytest.mark.parametrize("thrown", [True, False, None, "yes"])
def test_not_accepted_they_hear_what_to_say_instead_and_get_one_card(
    skill: CustomSkill, service: AlexaService, code: object, payload: object, thrown: object
) -> None:
    if isinstance(payload, dict) and thrown is not None:
        payload = payload | {"isCardThrown": thrown}
    answer = send(skill, consent(code, payload))
    assert NATIVE in speech_of(answer)
    assert service.live() == []
    card = {"type": "AskForPermissionsConsent", "permissions": [SCOPE]}
    shown = isinstance(payload, dict) and thrown is True
    assert answer["response"].get("card") == (None if shown else card)


def test_a_fault_of_the_api_after_consent_shows_no_card(
    skill: CustomSkill, service: AlexaService
) -> None:
    service.fault = "server_error"
    answer = send(skill, consent("200", version_2("ACCEPTED")))
    assert NATIVE in speech_of(answer)
    assert "card" not in answer["response"]


def test_the_permission_is_asked_for_with_the_duration_as_its_token(service: AlexaService) -> None:
    sent = envelope(intent("StartIceTimerIntent", duration="PT15M"), attributes={})
    for user in (sent["session"]["user"], sent["context"]["System"]["user"]):
        user.pop("permissions", None)
    answer = send(skill_for(api_client=service), sent)
    (directive,) = answer["response"]["directives"]
    assert directive == {
        "type": "Connections.SendRequest",
        "name": "AskFor",
        "token": "ice PT15M",
        "payload": {
            "@type": "AskForPermissionsConsentRequest",
            "@version": "2",
            "permissionScopes": [{"permissionScope": SCOPE, "consentLevel": "ACCOUNT"}],
        },
    }
    assert "reprompt" not in answer["response"]
    assert answer["response"].get("shouldEndSession") is None
    assert service.calls == []


# The skill's id


def test_a_request_for_another_skill_is_refused_before_anything_happens() -> None:
    store = SpyStore()
    skill = skill_for(store, NoCalls(), skill_id="amzn1.ask.skill.other")
    with pytest.raises(AskSdkException, match="Skill ID Verification failed"):
        send(skill, envelope())
    assert store.uses == []


def without_id_in_context(part: str) -> Json:
    sent = envelope()
    {"context": sent, "System": sent["context"], "application": sent["context"]["System"]}[
        part
    ].pop(part)
    return sent


@pytest.mark.parametrize("part", ["context", "System", "application"])
def test_a_request_that_names_no_skill_is_refused_too(part: str) -> None:
    sent = without_id_in_context(part)
    del sent["session"]["application"]
    with pytest.raises(AskSdkException):
        send(skill_for(skill_id=SKILL_ID), sent)


@pytest.mark.parametrize("part", ["context", "System", "application"])
def test_an_id_in_the_session_alone_is_judged_as_the_verifier_does(part: str) -> None:
    sent = without_id_in_context(part)
    assert "golf" in speech_of(send(skill_for(skill_id=SKILL_ID), sent)).lower()
    with pytest.raises(AskSdkException):
        send(skill_for(skill_id="amzn1.ask.skill.other"), sent)


def test_the_id_in_the_context_counts_for_more_than_that_in_the_session() -> None:
    sent = envelope()
    sent["context"]["System"]["application"] = {"applicationId": "amzn1.ask.skill.other"}
    with pytest.raises(AskSdkException):
        send(skill_for(skill_id=SKILL_ID), sent)


def test_a_request_for_this_skill_is_answered() -> None:
    answer = send(skill_for(skill_id=SKILL_ID), envelope())
    assert "golf" in speech_of(answer).lower()
    json.dumps(answer)
