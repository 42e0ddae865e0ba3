"""Tells whether a web request is really from Alexa, and meant for this skill.

Pure over raw bytes and headers; the clock and the fetching of certificates are handed in. The cheap
checks come first, and nothing is parsed before its signature has held. The rules are those of
Amazon's "Host a Custom Skill as a Web Service"; the SDK's own verifier breaks several of them.
"""

import base64
import json
import math
import posixpath
import re
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from skill.clock import Clock, system_clock
from skill.endpoint.certificates import Fetch, SigningKeys, fetch_chain, trusted_roots
from skill.errors import VerificationError

Envelope = dict[str, object]
"""A request envelope as parsed JSON; `request` is an object and `request.type` a string."""

MAX_BODY_BYTES = 256 * 1024
TOLERANCE = timedelta(seconds=150)
EVENT_TOLERANCE = timedelta(hours=1)
"""Skill events (enabled, disabled, permission changed) are delivered late, when need be."""

# Scheme and host in any case, the port 443 or none. The path's few letters leave no room for user
# names, queries, fragments, percent escapes, spaces or a second header joined by a comma.
_URL = re.compile(
    r"https://s3\.amazonaws\.com(?::443)?(?P<path>/[a-z0-9._/-]*)", re.ASCII | re.IGNORECASE
)


class Verifier:
    """Refuses what is not from Alexa. May be called from many threads at once."""

    def __init__(
        self,
        skill_id: str,
        roots: Iterable[x509.Certificate] | None = None,
        clock: Clock = system_clock,
        fetch: Fetch = fetch_chain,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`skill_id`: whose requests are taken. `roots` None trusts certifi's."""
        self.skill_id = skill_id
        self.keys = SigningKeys(
            trusted_roots() if roots is None else roots, clock, fetch, monotonic
        )
        self._clock = clock

    def verify(self, headers: Mapping[str, str], body: bytes) -> Envelope:
        """Give the parsed envelope, or raise `VerificationError`, and nothing else, with why."""
        if len(body) > MAX_BODY_BYTES:
            raise VerificationError(f"the body is over {MAX_BODY_BYTES} bytes")
        url, signature = read_headers({name.lower(): value for name, value in headers.items()})
        try:
            self.keys.key(url).verify(signature, body, PKCS1v15(), SHA256())
        except InvalidSignature:
            raise VerificationError("the signature does not match the body") from None
        envelope = parse_body(body)
        _check_timestamp(envelope, self._clock())
        _check_skill(envelope, self.skill_id)
        return envelope


def read_headers(headers: Mapping[str, str]) -> tuple[str, bytes]:
    """Give the certificate's URL and the signature; the headers' names are in lower case.

    Raises `VerificationError`. It needs no body, so a server may ask it before there is one.
    """
    url = certificate_url(headers.get("signaturecertchainurl"))
    return url, _signature(headers.get("signature-256"))


def certificate_url(header: str | None) -> str:
    """Give the URL to fetch, normalised, from the SignatureCertChainUrl header."""
    if header is None:
        raise VerificationError("no SignatureCertChainUrl header")
    match = _URL.fullmatch(header)
    if not match:
        raise VerificationError("the certificate URL is not one of Amazon's")
    path = posixpath.normpath(match["path"])
    if not path.startswith("/echo.api/"):
        raise VerificationError("the certificate URL is outside /echo.api/")
    return "https://s3.amazonaws.com" + path


def _signature(header: str | None) -> bytes:
    if header is None:
        raise VerificationError("no Signature-256 header")
    try:
        return base64.b64decode(header, validate=True)
    except ValueError:
        raise VerificationError("the signature is not base64") from None


def parse_body(body: bytes) -> Envelope:
    """Parse a body as far as the endpoint needs; raise `VerificationError` if it is no envelope."""
    try:
        envelope = json.loads(
            body.decode("utf-8"), parse_float=_finite, parse_constant=_no_such_constant
        )
    except (ValueError, RecursionError) as error:
        raise VerificationError(f"the body is not JSON: {type(error).__name__}") from None
    if not isinstance(envelope, dict) or not isinstance(value_at(envelope, "request", "type"), str):
        raise VerificationError("the body is not a request envelope")
    return envelope


def _finite(number: str) -> float:
    # Python reads 1e999 as infinity, and would write it back as something that is not JSON.
    value = float(number)
    if math.isinf(value):
        raise ValueError("a number too large")
    return value


def _no_such_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def value_at(envelope: object, *path: str) -> object:
    """Follow keys into nested objects; None where there is no such key, or no object."""
    for key in path:
        envelope = envelope.get(key) if isinstance(envelope, dict) else None
    return envelope


def _check_timestamp(envelope: Envelope, now: datetime) -> None:
    text = value_at(envelope, "request", "timestamp")
    # Python reads a time up to a NUL and drops what comes after it.
    if not isinstance(text, str) or not text.isprintable():
        raise VerificationError("no timestamp")
    try:
        sent = datetime.fromisoformat(text)
    except ValueError:
        raise VerificationError("the timestamp is not ISO 8601") from None
    if sent.utcoffset() is None:
        raise VerificationError("the timestamp has no zone")
    is_event = str(value_at(envelope, "request", "type")).startswith("AlexaSkillEvent.")
    if abs(now - sent) > (EVENT_TOLERANCE if is_event else TOLERANCE):
        raise VerificationError("the timestamp is too far from now")


def _check_skill(envelope: Envelope, skill_id: str) -> None:
    sent = value_at(envelope, "context", "System", "application", "applicationId")
    if sent is None:
        sent = value_at(envelope, "session", "application", "applicationId")
    if sent != skill_id:
        raise VerificationError("the request is for another skill")
