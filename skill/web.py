"""The skill as an HTTPS endpoint: POST /alexa and GET /healthz.

`create_app` is the WSGI factory; `skill/endpoint/server.py` serves what it makes. Put TLS in front
of it. The logs carry request type, intent and duration; never speech, slot values or user ids.
"""

from __future__ import annotations

import json
import logging
import re
from functools import cache
from pathlib import Path
from secrets import token_hex
from time import perf_counter
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

from ask_sdk_model import RequestEnvelope
from flask import Flask, Response, jsonify
from werkzeug.wsgi import get_input_stream

from skill.alexa.envelope import PlainJson
from skill.endpoint.loopback import check_local
from skill.endpoint.verification import MAX_BODY_BYTES, Verifier, parse_body, read_headers, value_at
from skill.errors import VerificationError
from skill.settings import own_skill_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from ask_sdk_core.skill import CustomSkill

from skill.endpoint.verification import Envelope

logger = logging.getLogger(__name__)

# What Alexa's own names look like. Anything else is somebody's text and stays out of the logs.
_REQUEST_TYPE = re.compile(r"[A-Za-z]{1,40}(\.[A-Za-z]{1,40}){0,4}")
_to_json = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_MARK = token_hex(16)  # nobody can have said it
_INTENT_NAME = re.compile(r"(AMAZON\.)?[A-Za-z_]{1,60}")


def create_app(
    skill: CustomSkill | None = None,
    *,
    skill_id: str | None = None,
    verifier: Verifier | None = None,
    unsigned: bool = False,
) -> Flask:
    """Build the endpoint around `skill`, or around the guide itself.

    `skill_id` refuses requests for any other skill; by default the setting says which. `verifier`:
    by default one that asks for Amazon's signature. `unsigned` verifies nothing, which is for local
    use alone, and then there need be no id. Raises `SettingError`, `ContentError` or `StoreError`
    when a setting of the guide is missing or wrong.
    """
    if verifier:
        skill_id = verifier.skill_id
    elif not (skill_id or unsigned):
        skill_id = own_skill_id()
    if skill is None:
        from skill.app import build_skill  # noqa: PLC0415 - heavy, needless if given

        skill = build_skill(skill_id=skill_id)
    if skill_id and not unsigned:
        verifier = verifier or Verifier(skill_id)
    app = Flask(__name__)
    _set_up_logging(app)
    if verifier is None:
        logger.warning("verification is off: anyone who reaches this port can talk to the skill")
    app.add_url_rule("/healthz", "healthz", lambda: jsonify(status="ok"))
    # What Alexa posts is answered beside Flask, which only tells whoever asks otherwise that it is
    # a matter of posting: its contexts cost as much as an answer.
    app.add_url_rule("/alexa", "alexa", lambda: Response(status=400), methods=["POST"])
    app.wsgi_app = _Alexa(skill, verifier, app.wsgi_app)  # type: ignore[method-assign]
    return app


def _set_up_logging(app: Flask) -> None:
    # `app.logger` is `logger` with a handler, if nobody has given it one; they share their name.
    app.logger.addFilter(_without_details)
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.INFO)


def _without_details(record: logging.LogRecord) -> bool:
    # The words of an error may quote the request.
    record.exc_info = record.exc_text = None
    return True


class _Alexa:
    """Answers POST /alexa, and leaves all else to `others`."""

    def __init__(
        self, skill: CustomSkill, verifier: Verifier | None, others: WSGIApplication
    ) -> None:
        self._skill = skill
        self._verifier = verifier
        self._others = others

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST" or environ["PATH_INFO"] != "/alexa":
            return self._others(environ, start_response)
        status, answer = self._answer(environ)
        headers = [("Content-Type", "application/json")] if answer else []
        start_response(status, [*headers, ("Content-Length", str(len(answer)))])
        return [answer]

    def _answer(self, environ: WSGIEnvironment) -> tuple[str, bytes]:
        started = perf_counter()
        try:
            headers = _headers(environ)
            (read_headers if self._verifier else check_local)(headers)  # before the body is read
            body = _read_body(environ)
            envelope = self._verifier.verify(headers, body) if self._verifier else parse_body(body)
        except VerificationError as refusal:
            logger.warning("refused ms=%.1f reason=%s", _ms_since(started), refusal)
            return "400 BAD REQUEST", b""
        try:
            answer = self._spoken(body)
            logger.info("answered %s ms=%.1f", _names(envelope), _ms_since(started))
        except Exception as error:  # noqa: BLE001 - Alexa gets an answer whatever went wrong inside
            answer = b'{"version":"1.0","response":{}}'
            ms = _ms_since(started)
            logger.error("failed %s ms=%.1f error=%s", _names(envelope), ms, _place(error))  # noqa: TRY400 - the traceback quotes the request
        return "200 OK", answer

    def _spoken(self, body: bytes) -> bytes:
        reader = self._skill.serializer
        envelope = reader.deserialize(body.decode(), RequestEnvelope)
        answer = self._skill.invoke(envelope, None)
        return _written(reader.serialize(answer)).encode()


def _written(answer: Any) -> str:  # noqa: ANN401  # the SDK's serializer tells no more
    """As JSON. A screen's document never changes: it is written once, and then laid in."""
    for place, directive in enumerate(answer["response"].get("directives") or ()):
        if isinstance(directive, PlainJson) and "document" in directive:
            directives = list(answer["response"]["directives"])
            directives[place] = directive | {"document": _MARK}
            around = answer | {"response": answer["response"] | {"directives": directives}}
            document = _document(directive["token"])
            return _to_json(around).replace(f'"{_MARK}"', document)
    return _to_json(answer)


@cache
def _document(name: str) -> str:
    from skill.alexa.screens import document  # noqa: PLC0415 - only for screens

    return _to_json(document(name))


def _headers(environ: WSGIEnvironment) -> dict[str, str]:
    """By their names in lower case."""
    sent = {
        name[5:].replace("_", "-").lower(): text
        for name, text in environ.items()
        if name.startswith("HTTP_")
    }
    return sent | {"content-type": environ.get("CONTENT_TYPE", "")}


def _read_body(environ: WSGIEnvironment) -> bytes:
    try:
        return get_input_stream(environ, max_content_length=MAX_BODY_BYTES).read()
    except Exception as error:  # noqa: BLE001 - see below
        # Too long, by its header or by its chunks, or the client went away; each server has errors
        # of its own for chunks that are none.
        raise VerificationError(f"the body cannot be read: {type(error).__name__}") from None


def _names(envelope: Envelope) -> str:
    intent = value_at(envelope, "request", "intent", "name")
    request_type = _safe(_REQUEST_TYPE, value_at(envelope, "request", "type"))
    return f"type={request_type} intent={_safe(_INTENT_NAME, intent)}"


def _safe(pattern: re.Pattern[str], name: object) -> str:
    if name is None:
        return "-"
    return name if isinstance(name, str) and pattern.fullmatch(name) else "?"


def _place(error: BaseException) -> str:
    """Tell which error it was and where, without its words: they may quote the request."""
    error = error.__context__ or error
    frames = extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {where}"


def _ms_since(started: float) -> float:
    return (perf_counter() - started) * 1000
