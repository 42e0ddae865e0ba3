"""A signed question through the WSGI app, beside the stock flask-ask-sdk adapter and verifier."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from itertools import cycle
from typing import Any

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from skill.app import build_skill
from skill.endpoint.verification import Verifier
from skill.storage.store import MemoryStore
from skill.web import create_app
from tests.bench.stock_endpoint import stock_app
from tests.bench.timing import in_turn, row
from tests.support.requests import SKILL_ID, envelope
from tests.support.signing import Chain, body_of, issue_chain, sign

REQUESTS = 500
BODIES = 20


def run() -> None:
    now = datetime.now(UTC)
    chain = issue_chain(begins=now - timedelta(days=1), ends=now + timedelta(days=1))
    ours, stock = _our_app(chain), stock_app(chain)
    times = in_turn({"ours": _posts(ours, chain), "stock": _posts(stock, chain)}, REQUESTS)
    print(f"{REQUESTS} signed questions through the WSGI app, on one core")
    print(row("the guide, verified", times["ours"], times["stock"]))
    print(row("the SDK's empty skill, stock adapter", times["stock"]))
    print(f"  throughput {sum(times['stock']) / sum(times['ours']):.1f} x the stock adapter's")


def _our_app(chain: Chain) -> Flask:
    verifier = Verifier(SKILL_ID, [chain.root], fetch=lambda _url: chain.pem)
    skill = build_skill(skill_id=SKILL_ID, store=MemoryStore())
    return create_app(skill, skill_id=SKILL_ID, verifier=verifier)


def _posts(app: Flask, chain: Chain) -> Callable[[], None]:
    """Post one of a few signed questions after the other; each must be answered."""
    signed = cycle([_signed(chain, number) for number in range(BODIES)])

    def post() -> None:
        body, environ = next(signed)
        answer, status, _ = run_wsgi_app(app, environ | {"wsgi.input": BytesIO(body)})
        for _ in answer:
            pass
        if status != "200 OK":
            raise RuntimeError("a signed question was refused")

    return post


def _signed(chain: Chain, number: int) -> tuple[bytes, dict[str, Any]]:
    sent = envelope(user=f"amzn1.ask.account.{number}")
    sent["request"]["timestamp"] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    body = body_of(sent)
    headers = list(sign(chain.key, body).items())
    post = EnvironBuilder("/alexa", method="POST", data=body, headers=headers)
    return body, post.get_environ() | {"wsgi.errors": StringIO()}
