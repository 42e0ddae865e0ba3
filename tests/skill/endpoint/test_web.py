"""The endpoint answers what Amazon signed, and refuses all else with a bare 400."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model.response import Response
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from skill.alexa.screens import document
from skill.endpoint.verification import MAX_BODY_BYTES, Verifier
from skill.errors import SettingError
from skill.settings import SKILL_ID_VARIABLE
from skill.web import create_app
from tests.support.signing import (
    BAD_URLS,
    CHAIN_URL,
    NOW,
    SKILL_ID,
    Chain,
    body_of,
    envelope,
    issue_chain,
    sign,
)

CHAIN = issue_chain()
BODY = body_of(envelope())
JSON = {"Content-Type": "application/json"}
ICE: dict[str, object] = {
    "type": "IntentRequest",
    "intent": {"name": "IceIntent", "slots": {"word": {"name": "word", "value": "my secret"}}},
}


class SpySerializer(DefaultSerializer):
    """The SDK's serializer, which remembers what it was given to parse."""

    def __init__(self) -> None:
        self.parsed: list[str | None] = []

    def deserialize(self, payload: str | None, obj_type: Any) -> Any:  # noqa: ANN401 - the SDK's
        self.parsed.append(payload)
        return super().deserialize(payload, obj_type)


def small_skill(say: Callable[[], str] = lambda: "Hello") -> CustomSkill:
    builder = SkillBuilder()

    def answer(handler_input: HandlerInput) -> Response:
        return handler_input.response_builder.speak(say()).response

    builder.request_handler(can_handle_func=lambda _: True)(answer)
    skill = builder.create()
    skill.serializer = SpySerializer()
    return skill


def parsed_by(skill: CustomSkill) -> list[str | None]:
    assert isinstance(skill.serializer, SpySerializer)
    return skill.serializer.parsed


def verifier(pem: bytes = CHAIN.pem) -> Verifier:
    return Verifier(SKILL_ID, [CHAIN.root], lambda: NOW, lambda _: pem)


def app_for(skill: CustomSkill | None = None, pem: bytes = CHAIN.pem) -> Flask:
    return create_app(skill or small_skill(), verifier=verifier(pem))


def post(client: FlaskClient, body: bytes, headers: dict[str, str] | None = None) -> int:
    signed = sign(CHAIN.key, body) if headers is None else headers
    return client.post("/alexa", data=body, headers=signed).status_code


def test_a_signed_request_is_answered_by_the_skill() -> None:
    answer = app_for().test_client().post("/alexa", data=BODY, headers=sign(CHAIN.key, BODY))
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert answer.get_json()["response"]["outputSpeech"]["ssml"] == "<speak>Hello</speak>"


def test_the_content_type_does_not_matter() -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert post(app_for().test_client(), BODY, sign(CHAIN.key, BODY) | form) == 200


def test_health_needs_no_signature() -> None:
    answer = app_for().test_client().get("/healthz")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok"})


def test_the_endpoint_takes_posts_alone() -> None:
    assert app_for().test_client().get("/alexa").status_code == 405


# Refusals

Signed = tuple[dict[str, str], bytes, bytes]
"""Headers, body, and what is found at the certificate's URL."""


def signed(body: bytes = BODY, chain: Chain = CHAIN, **headers: str) -> Signed:
    return sign(chain.key, body) | headers, body, chain.pem


def headers_without(name: str) -> dict[str, str]:
    return {key: value for key, value in sign(CHAIN.key, BODY).items() if key != name}


def stamped(seconds: int) -> bytes:
    return body_of(envelope(timestamp=(NOW + timedelta(seconds=seconds)).isoformat()))


REFUSED: dict[str, Callable[[], Signed]] = {
    "nothing signed": lambda: ({}, BODY, CHAIN.pem),
    "no signature": lambda: (headers_without("Signature-256"), BODY, CHAIN.pem),
    "no certificate URL": lambda: (headers_without("SignatureCertChainUrl"), BODY, CHAIN.pem),
    "signature of another body": lambda: (sign(CHAIN.key, b"{}"), BODY, CHAIN.pem),
    "bad base64": lambda: (sign(CHAIN.key, BODY) | {"Signature-256": "%%%"}, BODY, CHAIN.pem),
    "wrong SAN": lambda: signed(chain=issue_chain(names=["echo-api.example.com"])),
    "no SAN": lambda: signed(chain=issue_chain(names=None)),
    "expired leaf": lambda: signed(chain=issue_chain(ends=NOW - timedelta(days=1))),
    "untrusted root": lambda: signed(chain=issue_chain()),
    "EC key": lambda: signed(chain=issue_chain(key=ec.generate_private_key(ec.SECP256R1()))),
    "malformed PEM": lambda: (sign(CHAIN.key, BODY), BODY, b"-----BEGIN CERTIFICATE-----\nA"),
    "stale timestamp": lambda: signed(stamped(-151)),
    "timestamp ahead": lambda: signed(stamped(151)),
    "naive timestamp": lambda: signed(body_of(envelope(timestamp="2026-11-22T08:00:00"))),
    "no timestamp": lambda: signed(b'{"request": {"type": "LaunchRequest"}}'),
    "wrong skill id": lambda: signed(body_of(envelope(skill_id="amzn1.ask.skill.other"))),
    "oversize body": lambda: signed(BODY + b" " * MAX_BODY_BYTES),
    "empty body": lambda: signed(b""),
    "garbage JSON": lambda: signed(b"{garbage"),
    "JSON that is no object": lambda: signed(b"[1, 2]"),
    "no request": lambda: signed(b'{"version": "1.0"}'),
    "non-UTF-8": lambda: signed(b"\xff\xfe\x00"),
    "deep nesting": lambda: signed(b"[" * 100_000),
    **{
        f"URL {url}": lambda url=url: signed(SignatureCertChainUrl=url)  # type: ignore[misc]
        for url in BAD_URLS
        if url.isprintable() and url.isascii()  # the others cannot be sent as a header
    },
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_is_400_says_nothing_and_parses_nothing(
    case: str, caplog: pytest.LogCaptureFixture
) -> None:
    headers, body, pem = REFUSED[case]()
    skill = small_skill()
    client = app_for(skill, pem).test_client()
    caplog.clear()
    answer = client.post("/alexa", data=body, headers=headers)
    assert (answer.status_code, answer.data) == (400, b"")
    assert parsed_by(skill) == []
    (record,) = caplog.records
    assert record.getMessage().startswith("refused ms=")


class Endless(BytesIO):
    """A body without end, which counts what is taken of it."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        size = 8192 if size is None or size < 0 else size
        self.taken += size
        return b" " * size


def test_a_chunked_body_without_end_is_refused_at_the_cap() -> None:
    skill, endless = small_skill(), Endless()
    answer = (
        app_for(skill)
        .test_client()
        .post(
            "/alexa",
            input_stream=endless,
            headers=sign(CHAIN.key, BODY),
            environ_overrides={"wsgi.input_terminated": True},
        )
    )
    assert (answer.status_code, answer.data) == (400, b"")
    assert endless.taken <= 2 * MAX_BODY_BYTES
    assert parsed_by(skill) == []


class Broken(BytesIO):
    def read(self, _: int | None = -1) -> bytes:
        raise ConnectionResetError

    readinto = read  # type: ignore[assignment]


@pytest.mark.parametrize("terminated", [True, False])
def test_a_client_that_goes_away_is_a_refusal(terminated: bool) -> None:
    server = {"wsgi.input_terminated": True} if terminated else {}
    answer = (
        app_for()
        .test_client()
        .post(
            "/alexa",
            input_stream=Broken(),
            headers={"Content-Length": "100"},
            environ_overrides=server,
        )
    )
    assert (answer.status_code, answer.data) == (400, b"")


# Over a socket


@pytest.fixture
def connection() -> Iterator[HTTPConnection]:
    server = make_server("127.0.0.1", 0, app_for(), threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    yield connection
    connection.close()
    server.shutdown()
    thread.join()
    server.server_close()


def test_over_a_socket_a_signed_request_is_answered_and_an_unsigned_one_is_not(
    connection: HTTPConnection,
) -> None:
    statuses = []
    for headers in (sign(CHAIN.key, BODY), {}):
        connection.request("POST", "/alexa", BODY, headers)
        answer = connection.getresponse()
        statuses.append((answer.status, bool(answer.read())))
        connection.close()
    assert statuses == [(200, True), (400, False)]


def test_over_a_socket_chunks_are_put_together_before_they_are_verified(
    connection: HTTPConnection,
) -> None:
    chunks = iter([BODY[:100], BODY[100:]])
    connection.request("POST", "/alexa", chunks, sign(CHAIN.key, BODY), encode_chunked=True)
    assert connection.getresponse().status == 200


def test_over_a_socket_a_body_announced_too_long_is_refused_unread(
    connection: HTTPConnection,
) -> None:
    connection.putrequest("POST", "/alexa")
    connection.putheader("Content-Length", str(10**12))
    connection.endheaders()
    assert connection.getresponse().status == 400


# Whatever gets past verification gets a valid answer


def fail() -> str:
    raise RuntimeError("my secret")


def test_a_skill_that_fails_still_gives_a_harmless_answer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    body = body_of(envelope(request=ICE))
    client = app_for(small_skill(fail)).test_client()
    answer = client.post("/alexa", data=body, headers=sign(CHAIN.key, body))
    assert (answer.status_code, answer.get_json()) == (200, {"version": "1.0", "response": {}})
    assert "error=RuntimeError at test_web.py:" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    "request_",
    [
        {"type": "Unknown.Request"},
        {"type": "IntentRequest"},
        {"type": "IntentRequest", "intent": "my secret"},
        {"type": "IntentRequest", "intent": {"name": ["my secret"], "slots": 3}},
        {"type": "IntentRequest", "dialogState": "my secret"},
        {"type": "SessionEndedRequest", "reason": "my secret"},
        {"type": "\U0001f600 my secret"},
    ],
)
def test_a_strange_request_is_answered_and_not_quoted_in_the_log(
    request_: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    body = body_of(envelope(request=request_))
    answer = app_for().test_client().post("/alexa", data=body, headers=sign(CHAIN.key, body))
    assert answer.status_code == 200
    assert "response" in answer.get_json()
    assert "secret" not in caplog.text


# The log


def test_an_answer_is_one_line_with_type_intent_and_duration_and_nothing_personal(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = app_for()
    caplog.clear()
    assert post(app.test_client(), body_of(envelope(request=ICE))) == 200
    (record,) = caplog.records
    assert record.name == "skill.web"
    assert record.levelno == logging.INFO
    line = record.getMessage()
    assert line.startswith("answered type=IntentRequest intent=IceIntent ms=")
    assert float(line.rpartition("=")[2]) >= 0
    assert not any(word in caplog.text for word in ("secret", "SECRETUSER", "Hello"))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("AMAZON.HelpIntent", "AMAZON.HelpIntent"),
        ("Ice\nanswered type=Forged", "?"),
        ("amzn1.ask.account.SECRETUSER", "?"),
        ("my secret", "?"),
        ("\x1b[31m", "?"),
        ("I" * 1000, "?"),
        ("\u00cfce", "?"),
        ("", "?"),
    ],
)
def test_only_what_looks_like_an_intent_is_logged_as_one(
    name: str, shown: str, caplog: pytest.LogCaptureFixture
) -> None:
    app = app_for()
    caplog.clear()
    body = body_of(envelope(request={"type": "IntentRequest", "intent": {"name": name}}))
    assert post(app.test_client(), body) == 200
    (record,) = caplog.records
    assert record.getMessage().startswith(f"answered type=IntentRequest intent={shown} ms=")


def test_hostile_headers_do_not_enter_the_log(caplog: pytest.LogCaptureFixture) -> None:
    headers = {"SignatureCertChainUrl": CHAIN_URL + "?forged", "Signature-256": "forged"}
    assert post(app_for().test_client(), BODY, headers) == 400
    assert "refused" in caplog.text
    assert "forged" not in caplog.text


# Settings


def test_without_verification_an_unsigned_request_is_answered_and_garbage_is_not(
    caplog: pytest.LogCaptureFixture,
) -> None:
    skill = small_skill()
    client = create_app(skill, unsigned=True).test_client()
    assert "verification is off" in caplog.text
    assert post(client, BODY, JSON) == 200
    parsed = len(parsed_by(skill))
    assert [post(client, body, JSON) for body in (b"garbage", b"[]", b"{}", b"")] == [400] * 4
    assert len(parsed_by(skill)) == parsed


def test_by_default_only_amazons_signature_counts() -> None:
    app = create_app(small_skill(), skill_id=SKILL_ID)
    assert post(app.test_client(), BODY) == 400


def test_the_skill_id_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(SKILL_ID_VARIABLE, SKILL_ID)
    create_app(small_skill())
    assert caplog.records == []


@pytest.mark.parametrize("setting", [None, "", " "])
def test_without_a_skill_id_there_is_no_endpoint_but_for_local_use(
    setting: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SKILL_ID_VARIABLE, raising=False)
    if setting is not None:
        monkeypatch.setenv(SKILL_ID_VARIABLE, setting)
    with pytest.raises(SettingError, match=f"^{SKILL_ID_VARIABLE} is not set: .*skill's id"):
        create_app(small_skill())
    assert post(create_app(small_skill(), unsigned=True).test_client(), BODY, JSON) == 200


# The guide itself, end to end


@pytest.fixture
def guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Give a client of what gunicorn serves, trusting the tests' root and keeping state aside."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("BACK_SPASM_GUIDE_STORE", raising=False)
    return create_app(skill_id=SKILL_ID, verifier=verifier()).test_client()


def test_the_guide_answers_a_signed_question(
    guide: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    body = body_of(envelope(request={"type": "IntentRequest", "intent": {"name": "IceIntent"}}))
    answer = guide.post("/alexa", data=body, headers=sign(CHAIN.key, body))
    assert answer.status_code == 200
    speech = answer.get_json()["response"]["outputSpeech"]["ssml"]
    assert {"ice", "minutes"} <= set(re.findall(r"\w+", speech.lower()))
    assert "SECRETUSER" not in caplog.text


def test_a_screens_document_comes_whole_each_time(guide: FlaskClient) -> None:
    sent = envelope(request={"type": "IntentRequest", "intent": {"name": "IceIntent"}})
    apl = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.2"}}}
    sent["context"]["System"]["device"]["supportedInterfaces"] = apl  # type: ignore[index]
    body = body_of(sent)
    for _ in range(2):
        answer = guide.post("/alexa", data=body, headers=sign(CHAIN.key, body)).get_json()
        (directive,) = answer["response"]["directives"]
        assert directive["document"] == document(directive["token"])
        assert directive["datasources"]["screen"]


def test_the_guide_gives_an_envelope_to_a_request_nobody_knows(guide: FlaskClient) -> None:
    body = body_of(envelope(request={"type": "Unknown.Request"}))
    answer = guide.post("/alexa", data=body, headers=sign(CHAIN.key, body))
    assert answer.status_code == 200
    assert answer.get_json()["version"] == "1.0"


def test_a_hundred_answers_leave_the_log_with_one_line_each(
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = app_for().test_client()
    caplog.clear()
    for _ in range(100):
        assert post(client, BODY) == 200
    assert len(caplog.records) == 100
    assert json.loads(BODY)["session"]["user"]["userId"] not in caplog.text
