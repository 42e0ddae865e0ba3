"""Hostile envelopes, any number of them, signed as Amazon signs: mutations of what Alexa sends.

`make test` posts some of them, `make soak` a hundred thousand.
"""

import json
import random
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from typing import Any, NamedTuple

from flask import Flask

from skill.endpoint.verification import MAX_BODY_BYTES, Verifier
from skill.web import create_app
from tests.support.envelopes import LARGEST_ANSWER, REQUESTS, STRANGE, changed, check, paths
from tests.support.requests import ATTRIBUTES, SKILL_ID, Json, intent, skill_for
from tests.support.signing import body_of, issue_chain, sign
from tests.support.web_server import LONGEST_WAIT

SENT_AT = datetime(2026, 11, 22, 9, tzinfo=UTC)  # what the scene's envelopes say
CHAIN = issue_chain()
IDENTITY = (
    ("request", "type"),
    ("request", "timestamp"),
    ("context", "System", "application", "applicationId"),
)
"""What verification reads: a request in which one of these is changed may be refused."""

TEXTS = (
    "x" * 140,
    "\u202eback spasm\u202c",
    "\u0627\u0644\u0638\u0647\u0631",
    "\U0001f9ca" * 70,
    "ice\x00pack",
    "e\u0301" * 70,
    "<speak>&amp;</speak>",
    "%s{0}$(x)../..\\",
    "PT" + "9" * 130 + "M",
)
KINDS = ("LaunchRequest", "System.ExceptionEncountered", "AudioPlayer.PlaybackStarted", "New", "")

NO_JSON = re.compile(r"Infinity|NaN")
"""What Python writes for a number that JSON does not know."""

Path = tuple[str | int, ...]
Dice = random.Random


class Sent(NamedTuple):
    """A body, and whether it has to be answered: anything else may be refused too."""

    body: bytes
    answered: bool


def singles() -> Iterator[Sent]:
    """One change each: every key removed, and every value replaced by every strange one."""
    for request in REQUESTS.values():
        for path in paths(request):
            for value in (..., *STRANGE.values()):
                yield _sent(changed(request, path, value), [path])


def mixtures(seed: int) -> Iterator[Sent]:
    """Several changes each, without end. The same seed gives the same."""
    dice = random.Random(seed)  # noqa: S311 - dice, not secrets
    while True:
        yield _mixture(dice)


def _mixture(dice: Dice) -> Sent:
    request = dice.choice(list(REQUESTS.values()))
    touched = []
    for _ in range(dice.randint(1, 4)):
        places = list(paths(request))
        if not places:
            break
        path = dice.choice(places)
        request = changed(request, path, dice.choice(CHANGES)(dice))
        touched.append(path)
    if dice.random() < 0.2:
        path = ("request", "intent")
        touched.append(path)
        request = _with_attributes(_with_intent(request, dice), dice)
    sent = _sent(request, touched)
    return dice.choice(BREAKS)(sent.body, dice) if dice.random() < 0.1 else sent


def _with_intent(request: Json, dice: Dice) -> Json:
    if not isinstance(request.get("request"), dict):
        return request
    name = dice.choice(("StartIceTimerIntent", "IceIntent", "AMAZON.RepeatIntent", "NoSuchIntent"))
    slots = {dice.choice(("duration", "activity", "x", "")): dice.choice(TEXTS) for _ in range(3)}
    return changed(request, ("request", "intent"), intent(name, **slots)["intent"])


def _with_attributes(request: Json, dice: Dice) -> Json:
    """What the skill itself might have sent, only longer: to be said again, or offered."""
    if not isinstance(request.get("session"), dict):
        return request
    length = dice.choice((10, 150, 300, 600, 1_900, 3_900))
    said = [dice.choice('x&<"\x01\u0627\U0001f9ca') * length, *("", "")]
    dice.shuffle(said)
    offer = {"yes": said[0], "no": said[1], "slots": {"duration": said[2]}}
    attributes = ATTRIBUTES | {"last": said, "offer": dice.choice((offer, None))}
    return changed(request, ("session", "attributes"), attributes)


def _nested(dice: Dice) -> object:
    value: object = dice.choice(TEXTS)
    for _ in range(dice.choice((3, 90))):
        value = [value] if dice.random() < 0.5 else {"value": value}
    return value


CHANGES: tuple[Callable[[Dice], object], ...] = (
    lambda _dice: ...,
    lambda dice: dice.choice(list(STRANGE.values())),
    lambda dice: dice.choice(TEXTS),
    lambda dice: dice.choice(KINDS),
    lambda dice: dice.choice((-(10**400), 10**18, 2**63, 1e308, -0.0, 1e-320)),
    lambda dice: [dice.choice(TEXTS)] * dice.choice((1, 100)),
    lambda dice: {f"{dice.choice(TEXTS)}{n}": n for n in range(dice.choice((1, 300)))},
    _nested,
)
"""What may come in the place of a value; an ellipsis takes the key away."""


def _doubled(body: bytes, dice: Dice) -> Sent:
    """Some key of the envelope once more, in front; the last one counts."""
    key = dice.choice((b'"request"', b'"context"', b'"session"', b'"version"'))
    return Sent(b"{" + key + b": " + dice.choice((b"{}", b"null", b"[]")) + b"," + body[1:], False)


def _flipped(body: bytes, dice: Dice) -> Sent:
    place = dice.randrange(len(body))
    return Sent(body[:place] + bytes([dice.randrange(256)]) + body[place + 1 :], False)


BREAKS: tuple[Callable[[bytes, Dice], Sent], ...] = (
    _doubled,
    _flipped,
    lambda body, dice: Sent(body[: dice.randrange(len(body))], False),
    lambda body, _dice: Sent(body.decode().encode("utf-16"), False),
    lambda body, _dice: Sent(b"\xef\xbb\xbf" + body, False),
    lambda _body, dice: Sent(b"[" * dice.choice((10, 100_000)), False),
    lambda _body, dice: Sent(b'{"request":' * dice.choice((300, 20_000)), False),
)
"""What may happen to the bytes themselves."""


def _sent(request: Any, touched: list[Path]) -> Sent:  # noqa: ANN401 - JSON
    body = json.dumps(request)
    identified = not any(part[: len(path)] == path for path in touched for part in IDENTITY)
    readable = len(body) <= MAX_BODY_BYTES and not NO_JSON.search(body)
    return Sent(body.encode(), identified and readable)


def guide_app() -> Flask:
    """The whole web app, with real signatures and nothing else from outside."""
    verifier = Verifier(SKILL_ID, [CHAIN.root], clock=lambda: SENT_AT, fetch=lambda _url: CHAIN.pem)
    return create_app(skill_for(skill_id=SKILL_ID), verifier=verifier)


class Endpoint:
    """The web app behind its real server, over one connection that is kept."""

    signed = sign(CHAIN.key, b"")

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=LONGEST_WAIT)

    def meet(self, sent: Sent) -> int:
        """Post it signed: give the HTTP status, 200 with a valid envelope or a bare 400."""
        status, data = self._post(sent.body, sign(CHAIN.key, sent.body))
        if status == 200:
            assert len(data) < LARGEST_ANSWER, sent.body
            check(json.loads(data))
        else:
            assert not sent.answered, sent.body
            assert (status, data) == (400, b""), sent.body
        return status

    def refuse(self, sent: Sent) -> None:
        """Post it without a signature, and with that of another body: a bare 400 each time."""
        for headers in ({}, FOREIGN):
            assert self._post(sent.body, headers) == (400, b""), sent.body

    def close(self) -> None:
        self._connection.close()

    def _post(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        self._connection.request("POST", "/alexa", body, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()


FOREIGN = sign(CHAIN.key, body_of({"another": "body"}))
