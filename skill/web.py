"""The skill as an HTTPS endpoint: POST /alexa and GET /healthz.

`create_app` is the WSGI factory; `skill/endpoint/server.py` serves what it makes. Put TLS in front
of it. The logs carry request type, intent and duration; never speech, slot values or user ids.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from time import perf_counter
from traceback import extract_tb
from typing import TYPE_CHECKING

from flask import Flask, Response, jsonify, request

from skill.endpoint.flask_ask_sdk_repair import import_skill_adapter
from skill.endpoint.loopback import check_local
from skill.endpoint.loopback import check_local
from skill.endpoint.verification import MAX_BODY_BYTES, Verifier, parse_body, read_headers, value_at
from skill.errors import VerificationError
from skill.settings import own_skill_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from ask_sdk_core.skill import CustomSkill

from skill.endpoint.verification import Envelope

logger = logging.getLogger(__name__)

# What Alexa's own names look like. Anything else is somebody's text and stays out of the logs.
_REQUEST_TYPE = re.compile(r"[A-Za-z]{1,40}(\.[A-Za-z]{1,40}){0,4}")
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
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        # The SDK's own verifier parses before it verifies, and answers 500 where 400 is asked for.
        ASK_SDK_VERIFY_SIGNATURE=False,
        ASK_SDK_VERIFY_TIMESTAMP=False,
    )
    adapter = import_skill_adapter().SkillAdapter(skill=skill, skill_id=skill_id, app=app)
    app.add_url_rule(
        "/alexa", "alexa", lambda: _alexa(verifier, adapter.dispatch_request), methods=["POST"]
    )
    app.add_url_rule("/healthz", "healthz", lambda: jsonify(status="ok"))
    return app


def _set_up_logging(app: Flask) -> None:
    # `app.logger` is `logger` with a handler, if nobody has given it one; they share their name.
    app.logger.addFilter(_without_details)
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.INFO)


def _without_details(record: logging.LogRecord) -> bool:
    # The SDK's exceptions quote the request, and the adapter logs them in full.
    record.exc_info = record.exc_text = None
    return True


def _alexa(verifier: Verifier | None, dispatch: Callable[[], Response]) -> Response:
    started = perf_counter()
    try:
        headers = {name.lower(): value for name, value in request.headers.items()}
        (read_headers if verifier else check_local)(headers)  # before the body is read
        body = _read_body()
        envelope = verifier.verify(headers, body) if verifier else parse_body(body)
    except VerificationError as refusal:
        logger.warning("refused ms=%.1f reason=%s", _ms_since(started), refusal)
        return Response(status=400)
    try:
        response = dispatch()
        logger.info("answered %s ms=%.1f", _names(envelope), _ms_since(started))
    except Exception as error:  # noqa: BLE001 - Alexa gets an answer whatever went wrong inside
        response = jsonify(version="1.0", response={})
        ms = _ms_since(started)
        logger.error("failed %s ms=%.1f error=%s", _names(envelope), ms, _place(error))  # noqa: TRY400 - the traceback quotes the request
    return response


def _read_body() -> bytes:
    try:
        return request.get_data(cache=True)
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
