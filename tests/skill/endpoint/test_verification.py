"""Requests are let in only as Amazon prescribes, and every refusal is a VerificationError."""

import base64
import json
import os
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import ClassVar

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from skill.bounded_http import LARGEST_ANSWER
from skill.endpoint.certificates import (
    MAX_KEYS,
    MOST_WAITING,
    REST_SECONDS,
    fetch_chain,
    trusted_roots,
)
from skill.endpoint.verification import (
    MAX_BODY_BYTES,
    Envelope,
    Verifier,
    certificate_url,
    parse_body,
    value_at,
)
from skill.errors import CallFailed, VerificationError
from tests.support.signing import (
    BAD_URLS,
    CHAIN_URL,
    NOW,
    SIGNER,
    SKILL_ID,
    Chain,
    body_of,
    envelope,
    issue_chain,
    rsa_key,
    sign,
)

CHAIN = issue_chain()
BODY = body_of(envelope())
LONGEST_WAIT = 30.0  # seconds; only a failing test waits so long


class Amazon:
    """Serves chains, remembers what was asked for, and holds the clock."""

    def __init__(self, pem: bytes = CHAIN.pem) -> None:
        self.pem = pem
        self.fetched: list[str] = []
        self.now = NOW
        self.ticks = 0.0

    def fetch(self, url: str) -> bytes:
        self.fetched.append(url)
        return self.pem

    def clock(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return self.ticks

    def wait(self, *, minutes: float = 0, seconds: float = 0) -> None:
        self.now += timedelta(minutes=minutes, seconds=seconds)
        self.ticks += 60 * minutes + seconds

    def verifier(self, chain: Chain = CHAIN) -> Verifier:
        return Verifier(SKILL_ID, [chain.root], self.clock, self.fetch, self.monotonic)


def refusal(
    body: bytes = BODY,
    *,
    headers: dict[str, str] | None = None,
    chain: Chain = CHAIN,
    pem: bytes | None = None,
) -> str:
    """Give the reason of the refusal; fails when the request is let in."""
    amazon = Amazon(chain.pem if pem is None else pem)
    with pytest.raises(VerificationError) as caught:
        amazon.verifier(chain).verify(sign(chain.key, body) if headers is None else headers, body)
    return str(caught.value)


def accept(body: bytes) -> Envelope:
    return Amazon().verifier().verify(sign(CHAIN.key, body), body)


def test_a_signed_request_gives_its_envelope() -> None:
    assert accept(BODY) == json.loads(BODY)


def test_header_names_are_read_in_any_case() -> None:
    headers = {name.upper(): value for name, value in sign(CHAIN.key, BODY).items()}
    assert Amazon().verifier().verify(headers, BODY)


def test_the_raw_bytes_are_what_is_signed() -> None:
    spaced = json.dumps(envelope(), indent=3).encode()
    assert accept(spaced)
    assert "signature" in refusal(BODY, headers=sign(CHAIN.key, spaced))


# Headers and the URL


@pytest.mark.parametrize("missing", ["SignatureCertChainUrl", "Signature-256"])
def test_a_missing_header_is_refused_by_name(missing: str) -> None:
    headers = sign(CHAIN.key, BODY)
    del headers[missing]
    assert missing in refusal(headers=headers)


@pytest.mark.parametrize(
    "url",
    [
        "https://s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com:443/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api/../echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api/./echo-api-cert.pem",
        "HTTPS://S3.AmazonAWS.com/echo.api/echo-api-cert.pem",
    ],
)
def test_amazons_own_urls_come_out_alike(url: str) -> None:
    assert certificate_url(url) == "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"


@pytest.mark.parametrize("url", BAD_URLS)
def test_any_other_url_is_refused_and_never_fetched(url: str) -> None:
    amazon = Amazon()
    with pytest.raises(VerificationError, match="certificate URL"):
        amazon.verifier().verify(sign(CHAIN.key, BODY, url=url), BODY)
    assert amazon.fetched == []


@pytest.mark.parametrize(
    "signature", ["not base64!", "YWJj\nZGVm", "YWJ", "\u00e9", "\ud800", "YWJj,YWJj", "YQ==YQ=="]
)
def test_a_signature_that_is_not_base64_is_refused_before_any_fetch(signature: str) -> None:
    amazon = Amazon()
    headers = {"SignatureCertChainUrl": CHAIN_URL, "Signature-256": signature}
    with pytest.raises(VerificationError, match="base64"):
        amazon.verifier().verify(headers, BODY)
    assert amazon.fetched == []


@pytest.mark.parametrize("signature", [b"", b"abc", bytes(256), bytes(4096), b"\xff" * 256])
def test_a_made_up_signature_is_refused(signature: bytes) -> None:
    encoded = base64.b64encode(signature).decode()
    headers = {"SignatureCertChainUrl": CHAIN_URL, "Signature-256": encoded}
    assert "signature" in refusal(headers=headers)


def test_a_signature_by_another_key_is_refused() -> None:
    assert "signature" in refusal(headers=sign(rsa_key(3072), BODY))


def test_one_changed_byte_is_refused() -> None:
    changed = BODY.replace(b"LaunchRequest", b"LaunchRequesT")
    assert "signature" in refusal(changed, headers=sign(CHAIN.key, BODY))


def test_a_body_at_the_cap_is_taken_and_one_byte_over_is_refused() -> None:
    padded = BODY + b" " * (MAX_BODY_BYTES - len(BODY))
    assert accept(padded)
    assert "bytes" in refusal(padded + b" ")


@given(url=st.text(), signature=st.text(), body=st.binary())
def test_whatever_is_sent_the_only_error_is_a_refusal(
    url: str, signature: str, body: bytes
) -> None:
    headers = {"SignatureCertChainUrl": url, "Signature-256": signature}
    assert refusal(body, headers=headers)
    assert refusal(body, headers=headers | {"SignatureCertChainUrl": CHAIN_URL})
    assert refusal(body)


# The chain

FAULTY_CHAINS: dict[str, Callable[[], Chain]] = {
    "another name": lambda: issue_chain(names=["echo-api.example.com"]),
    "only a wildcard that covers the name": lambda: issue_chain(names=["*.amazon.com"]),
    "the name within a longer one": lambda: issue_chain(names=["echo-api.amazon.com.example"]),
    "no name": lambda: issue_chain(names=None),
    "an EC key": lambda: issue_chain(key=ec.generate_private_key(ec.SECP256R1())),
    "an RSA key of 1024 bits": lambda: issue_chain(key=rsa_key(1024)),
    "an expired leaf": lambda: issue_chain(ends=NOW - timedelta(seconds=1)),
    "a leaf of tomorrow": lambda: issue_chain(begins=NOW + timedelta(seconds=1)),
    "an expired intermediate": lambda: issue_chain(intermediate_ends=NOW - timedelta(seconds=1)),
    "a leaf that may not sign": lambda: issue_chain(signs=False),
    "a leaf of no known usage": lambda: issue_chain(signs=None),
    "an intermediate that may not sign": lambda: issue_chain(intermediate_is_ca=False),
}


@pytest.mark.parametrize("fault", FAULTY_CHAINS)
def test_a_faulty_chain_is_refused(fault: str) -> None:
    assert refusal(chain=FAULTY_CHAINS[fault]()).startswith(("the chain", "the certificate"))


def test_a_chain_up_to_an_unknown_root_is_refused() -> None:
    stranger = issue_chain()
    headers = sign(stranger.key, BODY)
    assert "chain" in refusal(headers=headers, pem=stranger.pem)


def test_a_chain_without_its_intermediate_is_refused() -> None:
    assert "chain" in refusal(pem=CHAIN.leaf)


@pytest.mark.parametrize(
    "pem",
    [
        b"",
        b"not a certificate",
        b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        CHAIN.leaf[: len(CHAIN.leaf) // 2],
        CHAIN.leaf.replace(b"M", b"N"),
        b"\x00\xff" * 500,
        CHAIN.pem + b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ],
)
def test_a_malformed_chain_is_refused(pem: bytes) -> None:
    assert "chain" in refusal(pem=pem)


def test_text_and_strange_certificates_beside_a_good_chain_do_no_harm() -> None:
    amazon = Amazon(CHAIN.leaf + b"\nsome words\n" + issue_chain().pem + CHAIN.intermediate)
    assert amazon.verifier().verify(sign(CHAIN.key, BODY), BODY)


def test_several_names_with_amazons_among_them_are_fine() -> None:
    chain = issue_chain(names=["other.amazon.com", SIGNER])
    assert Amazon(chain.pem).verifier(chain).verify(sign(chain.key, BODY), BODY)


@pytest.mark.parametrize("error", [OSError, TimeoutError, ValueError, RuntimeError])
def test_a_fetch_that_fails_is_a_refusal_that_names_the_error(error: type[Exception]) -> None:
    def fetch(_: str) -> bytes:
        raise error

    verifier = Verifier(SKILL_ID, [CHAIN.root], lambda: NOW, fetch)
    with pytest.raises(VerificationError, match=error.__name__):
        verifier.verify(sign(CHAIN.key, BODY), BODY)


def test_a_fetch_without_an_answer_is_a_refusal_that_says_why() -> None:
    def fetch(_: str) -> bytes:
        raise CallFailed("no answer within 3.0 s")

    verifier = Verifier(SKILL_ID, [CHAIN.root], lambda: NOW, fetch)
    with pytest.raises(VerificationError, match=r"^no certificate: no answer within 3\.0 s$"):
        verifier.verify(sign(CHAIN.key, BODY), BODY)


def test_certifis_roots_are_trusted_by_default_and_ours_is_not_among_them() -> None:
    assert len(trusted_roots()) > 50
    with pytest.raises(VerificationError, match="chain"):
        Verifier(SKILL_ID, clock=lambda: NOW, fetch=lambda _: CHAIN.pem).verify(
            sign(CHAIN.key, BODY), BODY
        )


# The cache


def request_at(moment: datetime) -> bytes:
    return body_of(envelope(timestamp=moment.isoformat()))


def test_a_key_is_fetched_once_an_hour() -> None:
    amazon = Amazon()
    verifier = amazon.verifier()
    for minutes in (0, 30, 30, 1, 29):
        amazon.wait(minutes=minutes)
        body = request_at(amazon.now)
        verifier.verify(sign(CHAIN.key, body), body)
    assert len(amazon.fetched) == 2


def test_urls_that_mean_the_same_share_a_key() -> None:
    amazon = Amazon()
    verifier = amazon.verifier()
    for url in (CHAIN_URL, CHAIN_URL.replace(".com", ".com:443"), CHAIN_URL.upper()[:24]):
        whole = url if url.endswith(".pem") else url + CHAIN_URL[24:]
        verifier.verify(sign(CHAIN.key, BODY, url=whole), BODY)
    assert amazon.fetched == [CHAIN_URL]


def test_a_kept_key_ends_with_its_certificate() -> None:
    chain = issue_chain(ends=NOW + timedelta(minutes=10))
    amazon = Amazon(chain.pem)
    verifier = amazon.verifier(chain)
    verifier.verify(sign(chain.key, BODY), BODY)
    amazon.wait(minutes=10, seconds=1)
    late = request_at(amazon.now)
    with pytest.raises(VerificationError, match="chain"):
        verifier.verify(sign(chain.key, late), late)


def test_a_new_key_at_a_new_url_is_taken_at_once() -> None:
    new_key = rsa_key(3072)
    chain = issue_chain(key=new_key)
    old = issue_chain()
    pems = {CHAIN_URL: old.pem, CHAIN_URL + "2": chain.pem}
    verifier = Verifier(SKILL_ID, [old.root, chain.root], lambda: NOW, pems.__getitem__)
    assert verifier.verify(sign(old.key, BODY), BODY)
    assert verifier.verify(sign(new_key, BODY, url=CHAIN_URL + "2"), BODY)
    assert verifier.verify(sign(old.key, BODY), BODY)


def test_a_thousand_urls_leave_a_few_keys() -> None:
    amazon = Amazon()
    verifier = amazon.verifier()
    signed = sign(CHAIN.key, BODY)
    for number in range(1000):
        url = f"https://s3.amazonaws.com/echo.api/{number}.pem"
        verifier.verify(signed | {"SignatureCertChainUrl": url}, BODY)
    assert len(verifier.keys) == MAX_KEYS == 8


def test_the_key_kept_longest_makes_room_for_a_new_one() -> None:
    amazon = Amazon()
    verifier = amazon.verifier()
    urls = [f"https://s3.amazonaws.com/echo.api/{number}.pem" for number in range(MAX_KEYS + 1)]

    def fetched_for(url: str) -> list[str]:
        amazon.fetched.clear()
        verifier.verify(sign(CHAIN.key, BODY, url=url), BODY)
        return amazon.fetched

    for url in urls:
        assert fetched_for(url) == [url]
        amazon.wait(seconds=1)
    oldest, *others = urls
    assert [fetched_for(url) for url in others] == [[]] * MAX_KEYS
    assert fetched_for(oldest) == [oldest]


def test_what_fails_is_not_kept() -> None:
    amazon = Amazon(b"")
    verifier = amazon.verifier()
    with pytest.raises(VerificationError):
        verifier.verify(sign(CHAIN.key, BODY), BODY)
    amazon.pem = CHAIN.pem
    amazon.wait(seconds=REST_SECONDS)
    assert verifier.verify(sign(CHAIN.key, BODY), BODY)
    assert len(verifier.keys) == 1


@pytest.mark.parametrize("days", [20, -20])
def test_a_clock_that_jumps_does_not_lengthen_a_keys_hour(days: int) -> None:
    chain = issue_chain(begins=NOW - timedelta(days=30), ends=NOW + timedelta(days=30))
    amazon = Amazon(chain.pem)
    verifier = amazon.verifier(chain)
    amazon.now += timedelta(days=days)
    first = request_at(amazon.now)
    verifier.verify(sign(chain.key, first), first)
    amazon.now = NOW
    for minutes in (59, 2):
        amazon.wait(minutes=minutes)
        body = request_at(amazon.now)
        verifier.verify(sign(chain.key, body), body)
    assert len(amazon.fetched) == 2


# The fetches that strangers can cause


class Gate(Amazon):
    """Serves a chain when it is opened, and tells how many wait for it."""

    def __init__(self, pem: bytes = CHAIN.pem) -> None:
        super().__init__(pem)
        self.asked, self.opened = Event(), Event()

    def fetch(self, url: str) -> bytes:
        self.asked.set()
        assert self.opened.wait(LONGEST_WAIT)
        return super().fetch(url)


def test_whoever_waits_for_one_url_waits_for_one_fetch() -> None:
    gate = Gate()
    verifier = gate.verifier()
    signed = sign(CHAIN.key, BODY)
    many = 4 * MOST_WAITING
    with ThreadPoolExecutor(many) as pool:
        asked = [pool.submit(verifier.verify, signed, BODY) for _ in range(many)]
        assert gate.asked.wait(LONGEST_WAIT)
        gate.opened.set()
        assert all(each.result(LONGEST_WAIT) for each in asked)
    assert gate.fetched == [CHAIN_URL]


def test_a_fetch_that_fails_fails_for_all_who_wait_for_it() -> None:
    gate = Gate(b"")
    verifier = gate.verifier()
    signed = sign(CHAIN.key, BODY)
    with ThreadPoolExecutor(MOST_WAITING) as pool:
        asked = [pool.submit(verifier.verify, signed, BODY) for _ in range(MOST_WAITING)]
        assert gate.asked.wait(LONGEST_WAIT)
        gate.opened.set()
        for each in asked:
            assert isinstance(each.exception(LONGEST_WAIT), VerificationError)
    assert gate.fetched == [CHAIN_URL]


def test_only_a_few_threads_wait_for_certificates_and_the_others_go_on() -> None:
    gate = Gate()
    verifier = gate.verifier()
    gate.opened.set()
    assert verifier.verify(sign(CHAIN.key, BODY), BODY)
    gate.opened.clear()
    with ThreadPoolExecutor(MOST_WAITING) as pool:
        for number in range(MOST_WAITING):
            gate.asked.clear()
            other = sign(CHAIN.key, BODY, url=f"{CHAIN_URL[:-6]}{number}.pem")
            pool.submit(verifier.verify, other, BODY)
            assert gate.asked.wait(LONGEST_WAIT)
        with pytest.raises(VerificationError, match="too many wait"):
            verifier.verify(sign(CHAIN.key, BODY, url=f"{CHAIN_URL[:-6]}99.pem"), BODY)
        assert verifier.verify(sign(CHAIN.key, BODY), BODY)
        gate.opened.set()


def stranger(number: int) -> dict[str, str]:
    return sign(CHAIN.key, BODY, url=f"https://s3.amazonaws.com/echo.api/x{number}.pem")


def test_a_thousand_made_up_urls_cost_one_fetch_and_amazons_own_comes_through() -> None:
    amazon = Amazon(b"no chain")
    verifier = amazon.verifier()
    for number in range(1000):
        with pytest.raises(VerificationError):
            verifier.verify(stranger(number), BODY)
    assert len(amazon.fetched) == 1
    amazon.pem = CHAIN.pem
    assert verifier.verify(sign(CHAIN.key, BODY), BODY)
    amazon.wait(seconds=REST_SECONDS)
    assert verifier.verify(stranger(0), BODY)


def test_names_like_amazons_cost_one_fetch_each_for_a_while() -> None:
    amazon = Amazon(b"no chain")
    verifier = amazon.verifier()
    urls = [f"https://s3.amazonaws.com/echo.api/echo-api-cert-{n}.pem" for n in (0, 7, 99)]
    for _ in range(10):
        for url in urls:
            with pytest.raises(VerificationError):
                verifier.verify(sign(CHAIN.key, BODY, url=url), BODY)
    assert amazon.fetched == urls


def test_a_url_that_was_good_is_asked_for_again_at_once() -> None:
    amazon = Amazon()
    verifier = amazon.verifier()
    verifier.verify(sign(CHAIN.key, BODY), BODY)
    amazon.wait(minutes=61)
    amazon.pem = b"for a moment nothing"
    late = request_at(amazon.now)
    with pytest.raises(VerificationError):
        verifier.verify(sign(CHAIN.key, late), late)
    amazon.pem = CHAIN.pem
    assert verifier.verify(sign(CHAIN.key, late), late)


def test_many_threads_may_ask_at_once() -> None:
    verifier = Amazon().verifier()
    signed = sign(CHAIN.key, BODY)

    def ask(number: int) -> Envelope:
        url = f"https://s3.amazonaws.com/echo.api/{number % 20}.pem"
        return verifier.verify(signed | {"SignatureCertChainUrl": url}, BODY)

    with ThreadPoolExecutor(MOST_WAITING) as pool:
        assert len(list(pool.map(ask, range(200)))) == 200
    assert len(verifier.keys) == MAX_KEYS


# The body, once its signature has held


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"garbage",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"3",
        b"{}",
        b"\xff\xfe",
        b'{"request":{"type":"\xe9"}}',
        "{}".encode("utf-16"),
        b"\xef\xbb\xbf" + BODY,
        BODY + b"{}",
        b'{"request":[]}',
        b'{"request":{}}',
        b'{"request":{"type":3}}',
        b'{"request":{"type":"LaunchRequest"}}',
        b"[" * 100_000,
        b'{"request":' * 50_000,
        BODY.replace(b"true", b"9" * 5000),
        BODY.replace(b"true", b"NaN"),
        BODY.replace(b"true", b"-Infinity"),
        BODY.replace(b"true", b"-1e999"),
        b"\x00" * 1000,
    ],
    ids=lambda body: f"{len(body)} bytes {body[:20]!r}",
)
def test_a_signed_body_that_is_no_envelope_is_refused(body: bytes) -> None:
    assert refusal(body).startswith(("the body", "no timestamp"))


def test_nothing_is_parsed_before_the_signature_holds() -> None:
    assert "signature" in refusal(b"garbage", headers=sign(CHAIN.key, BODY))


@pytest.mark.parametrize("seconds", [-150, 0, 150])
def test_a_timestamp_within_150_seconds_is_taken(seconds: int) -> None:
    assert accept(request_at(NOW + timedelta(seconds=seconds)))


@pytest.mark.parametrize("seconds", [-3600, -151, 151, 3600])
def test_a_timestamp_further_off_is_refused(seconds: int) -> None:
    assert "timestamp" in refusal(request_at(NOW + timedelta(seconds=seconds)))


def test_a_timestamp_may_be_in_any_zone() -> None:
    assert accept(body_of(envelope(timestamp="2026-11-22T10:00:00+02:00")))


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_a_skill_event_may_be_an_hour_old(seconds: int) -> None:
    event: dict[str, object] = {"type": "AlexaSkillEvent.SkillDisabled"}
    moment = (NOW + timedelta(seconds=seconds)).isoformat()
    assert accept(body_of(envelope(request=event, timestamp=moment)))


@pytest.mark.parametrize("seconds", [-3601, 3601])
def test_a_skill_event_may_not_be_older(seconds: int) -> None:
    event: dict[str, object] = {"type": "AlexaSkillEvent.SkillDisabled"}
    moment = (NOW + timedelta(seconds=seconds)).isoformat()
    assert "timestamp" in refusal(body_of(envelope(request=event, timestamp=moment)))


@pytest.mark.parametrize(
    "timestamp",
    [
        None,
        1795334400,
        1795334400.5,
        True,
        [],
        {},
        "",
        "now",
        "2026-11-22T08:00:00",
        "2026-11-22",
        "2026-13-22T08:00:00Z",
        "2026-11-22T08:00:00+25:00",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "\u0662\u0660\u0662\u0666-11-22T08:00:00Z",
        "2026-11-22T08:00:00Z\x00",
        "9" * 10_000,
    ],
)
def test_a_timestamp_that_tells_no_moment_is_refused(timestamp: object) -> None:
    assert "timestamp" in refusal(body_of(envelope(timestamp=timestamp)))


def test_a_lone_surrogate_for_a_timestamp_is_refused() -> None:
    body = body_of(envelope(timestamp="X")).replace(b'"X"', b'"\\ud800"')
    assert "timestamp" in refusal(body)


def without(*path: str) -> bytes:
    changed = envelope()
    parent = value_at(changed, *path[:-1])
    assert isinstance(parent, dict)
    del parent[path[-1]]
    return body_of(changed)


def test_a_request_for_another_skill_is_refused() -> None:
    other = SKILL_ID.replace("1111", "9999")
    assert "another skill" in refusal(body_of(envelope(skill_id=other)))


def test_the_skill_is_found_in_the_context_or_else_in_the_session() -> None:
    assert accept(without("session"))
    assert accept(without("context"))


def test_the_context_counts_for_more_than_the_session() -> None:
    mixed = envelope()
    mixed["session"] = {"application": {"applicationId": SKILL_ID}}
    mixed["context"] = {"System": {"application": {"applicationId": "another"}}}
    assert "another skill" in refusal(body_of(mixed))


@pytest.mark.parametrize("application", [None, 3, [], {}, {"applicationId": [SKILL_ID]}])
def test_a_request_that_names_no_skill_is_refused(application: object) -> None:
    changed = envelope()
    changed["session"] = {"application": application}
    changed["context"] = {"System": {"application": application}}
    assert "another skill" in refusal(body_of(changed))


def test_parsing_a_body_needs_no_signature() -> None:
    assert value_at(parse_body(BODY), "request", "type") == "LaunchRequest"


# The fetch, against a real server


class Answer(BaseHTTPRequestHandler):
    """Answers by path; those that hang or drip end with the tests, in ten seconds at most."""

    over = Event()
    answers: ClassVar = {
        "/good": (200, CHAIN.pem),
        "/full": (200, b"x" * LARGEST_ANSWER),
        "/large": (200, b"x" * (LARGEST_ANSWER + 1)),
        "/redirect": (302, b""),
        "/missing": (404, b"no"),
        "/error": (503, b"no"),
        "/hang": (200, b""),
        "/drip-body": (200, b""),
    }

    def do_GET(self) -> None:
        if self.path == "/hang":
            self.over.wait(10)
        if self.path == "/drip-headers":
            self.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
            self.drip()
            return
        status, body = self.answers[self.path]
        self.send_response(status)
        self.send_header("Location", "/good")
        self.end_headers()
        self.wfile.write(body)
        if self.path == "/drip-body":
            self.drip()

    def drip(self) -> None:
        for _ in range(500):
            if self.over.wait(0.02):
                return
            self.wfile.write(b"x")

    def log_message(self, *_: object) -> None:
        pass


class QuietServer(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        pass  # a client that hangs up early is what these tests are about


@pytest.fixture(scope="module")
def https(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., bytes]]:
    """Give a `fetch_chain` that asks a server on loopback for a path, over TLS."""
    decade = timedelta(days=3650)
    chain = issue_chain(names=["localhost"], begins=NOW - decade, ends=NOW + decade)
    pem = tmp_path_factory.mktemp("tls") / "server.pem"
    key = chain.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pem.write_bytes(key + chain.pem)
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(pem)
    root = chain.root.public_bytes(Encoding.PEM).decode()
    client_side = ssl.create_default_context(cadata=root)
    server = QuietServer(("127.0.0.1", 0), Answer)
    server.socket = server_side.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()

    def fetch(path: str, seconds: float = 5) -> bytes:
        url = f"https://localhost:{server.server_port}{path}"
        return fetch_chain(url, seconds=seconds, tls=client_side)

    yield fetch
    Answer.over.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_system_without_roots_of_its_own_trusts_certifis(tmp_path: Path) -> None:
    nothing = tmp_path / "none.pem"
    nothing.touch()
    code = (
        "import ssl; from skill.bounded_http import HttpClient;"
        "print(ssl.create_default_context().cert_store_stats()['x509_ca'],"
        "HttpClient(1)._tls.cert_store_stats()['x509_ca'])"
    )
    run = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", code],
        env=os.environ | {"SSL_CERT_FILE": str(nothing), "SSL_CERT_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    theirs, ours = run.stdout.split()
    assert theirs == "0"
    assert int(ours) > 50


def test_a_chain_is_fetched_over_tls(https: Callable[..., bytes]) -> None:
    assert https("/good") == CHAIN.pem


def test_a_file_at_the_cap_is_taken_and_one_byte_over_is_refused(
    https: Callable[..., bytes],
) -> None:
    assert len(https("/full")) == LARGEST_ANSWER
    with pytest.raises(CallFailed, match="bytes"):
        https("/large")


@pytest.mark.parametrize(
    ("path", "status"), [("/redirect", 302), ("/missing", 404), ("/error", 503)]
)
def test_any_status_but_200_is_an_error_and_no_redirect_is_followed(
    https: Callable[..., bytes], path: str, status: int
) -> None:
    with pytest.raises(CallFailed, match=str(status)):
        https(path)


@pytest.mark.parametrize("path", ["/hang", "/drip-headers", "/drip-body"])
def test_the_time_limit_is_for_the_whole_fetch(https: Callable[..., bytes], path: str) -> None:
    with pytest.raises(CallFailed, match=r"^no answer within 0\.2 s$"):
        https(path, seconds=0.2)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x", "file:///etc/hostname", "data:,x", "x:y"])
def test_only_https_is_fetched(url: str) -> None:
    with pytest.raises(CallFailed, match="https"):
        fetch_chain(url)
