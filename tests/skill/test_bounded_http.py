"""The one HTTP client: time, size, trust and reuse, against a real server."""

import json
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from skill.bounded_http import Answer, HttpClient
from skill.errors import CallFailed
from tests.support.threads import at_once
from tests.support.timers_server import TIMER, TIMERS, TimersServer, closed_port

CUT_SHORT = 8.0  # seconds; the server would go on for ten, or much longer
HEADERS = {"Authorization": "Bearer x", "Content-type": "application/json"}
BODY = json.dumps(TIMER).encode()


@pytest.fixture
def client() -> Iterator[HttpClient]:
    client = HttpClient(seconds=2.0)
    yield client
    client.close()


def call(client: HttpClient, method: str, url: str, body: bytes | None = None) -> Answer:
    return client.call(method, url, HEADERS, body)


def test_a_call_gives_status_headers_and_body(server: TimersServer, client: HttpClient) -> None:
    answer = call(client, "GET", server.url + TIMERS)
    assert answer.status == 200
    assert answer.body == b'{"totalCount": 0, "timers": []}'
    assert ("Content-Length", str(len(answer.body))) in answer.headers


def test_a_body_is_sent(server: TimersServer, client: HttpClient) -> None:
    assert call(client, "POST", server.url + TIMERS, BODY).status == 200
    assert [timer.announcement for timer in server.service.live()] == ["Ice off — now."]


def test_calls_one_after_the_other_share_a_connection(
    server: TimersServer, client: HttpClient
) -> None:
    for _ in range(5):
        call(client, "GET", server.url + TIMERS)
        call(client, "POST", server.url + TIMERS, BODY)
    assert (len(server.requests), server.connections) == (10, 1)


def test_calls_at_the_same_time_do_not_disturb_each_other(
    server: TimersServer, client: HttpClient
) -> None:
    answers: list[Answer] = []

    def calls() -> None:
        answers.extend(call(client, "GET", server.url + TIMERS) for _ in range(10))

    at_once(calls, 8)
    assert [answer.status for answer in answers] == [200] * 80
    assert server.connections < 80


@pytest.mark.parametrize("body", [BODY, None], ids=["a body", "no body"])
def test_a_connection_the_server_closed_is_replaced_before_it_is_used(
    server: TimersServer, client: HttpClient, body: bytes | None
) -> None:
    server.silent_close = True
    for _ in range(4):
        assert call(client, "POST", server.url + TIMERS, body).status == (200 if body else 400)
        assert server.closed.acquire(timeout=5)
    assert server.requests == [f"POST {TIMERS}"] * 4


def test_a_connection_idle_for_too_long_is_replaced(server: TimersServer) -> None:
    now = 0.0
    client = HttpClient(2.0, monotonic=lambda: now)
    call(client, "GET", server.url + TIMERS)
    now = 31.0
    call(client, "GET", server.url + TIMERS)
    client.close()
    assert server.connections == 2


def test_a_call_that_may_have_been_taken_is_not_repeated(
    server: TimersServer, client: HttpClient
) -> None:
    call(client, "GET", server.url + TIMERS)
    server.wire_fault = "drop"
    with pytest.raises(CallFailed):
        call(client, "POST", server.url + TIMERS, BODY)
    assert server.requests == [f"GET {TIMERS}", f"POST {TIMERS}"]


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_call_that_may_be_repeated_is_repeated_once(
    server: TimersServer, client: HttpClient, method: str
) -> None:
    call(client, "GET", server.url + TIMERS)
    server.wire_fault = "drop"
    with pytest.raises(CallFailed):
        call(client, method, server.url + TIMERS)
    assert server.requests[1:] == [f"{method} {TIMERS}"] * 2


def test_a_call_on_a_new_connection_is_never_repeated(
    server: TimersServer, client: HttpClient
) -> None:
    server.wire_fault = "drop"
    with pytest.raises(CallFailed):
        call(client, "GET", server.url + TIMERS)
    assert len(server.requests) == 1


@pytest.mark.parametrize("fault", ["hang", "drip_head", "drip_body"])
def test_the_time_bounds_the_whole_call_and_its_connection_is_cut(
    server: TimersServer, fault: str
) -> None:
    client = HttpClient(seconds=0.2)
    server.wire_fault = fault
    with pytest.raises(CallFailed, match="no answer within"):
        call(client, "POST", server.url + TIMERS, BODY)
    for thread in threading.enumerate():
        if thread.name == "http-call":
            thread.join(CUT_SHORT)
            assert not thread.is_alive()


def test_an_answer_of_unbearable_size_is_refused(server: TimersServer, client: HttpClient) -> None:
    server.wire_fault = "huge"
    with pytest.raises(CallFailed, match="the answer is over 65536 bytes"):
        call(client, "GET", server.url + TIMERS)


def test_an_answer_cut_short_is_refused(server: TimersServer, client: HttpClient) -> None:
    server.wire_fault = "cut"
    with pytest.raises(CallFailed):
        call(client, "GET", server.url + TIMERS)


def test_a_redirect_is_an_answer_and_is_not_followed(
    server: TimersServer, client: HttpClient
) -> None:
    server.wire_fault = "redirect"
    assert call(client, "GET", server.url + TIMERS).status == 307
    assert server.requests == [f"GET {TIMERS}"]


def test_an_answer_that_is_not_http_is_refused(server: TimersServer, client: HttpClient) -> None:
    server.wire_fault = "not_http"
    with pytest.raises(CallFailed, match="BadStatusLine"):
        call(client, "GET", server.url + TIMERS)


@pytest.mark.parametrize(
    "url",
    [
        "http://api.amazonalexa.com/v1/alerts/timers",
        "http://localhost.example/x",
        "ftp://127.0.0.1/x",
        "https:///x",
        "https://api.example:port/x",
        "/v1/alerts/timers",
        "",
    ],
)
def test_only_https_is_spoken_outside_this_machine(client: HttpClient, url: str) -> None:
    with pytest.raises(CallFailed, match="the address cannot be called"):
        call(client, "GET", url)


def test_nobody_listening_is_an_error(client: HttpClient) -> None:
    with pytest.raises(CallFailed, match="ConnectionRefusedError"):
        call(client, "GET", f"http://localhost:{closed_port()}/")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Write a certificate for 127.0.0.1, and its key, to one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@pytest.fixture
def tls_server(server: TimersServer, certificate: Path) -> TimersServer:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.scheme = "https"
    return server


def test_https_is_spoken_and_its_connection_reused(
    tls_server: TimersServer, certificate: Path
) -> None:
    client = HttpClient(2.0, tls=ssl.create_default_context(cafile=str(certificate)))
    for _ in range(3):
        assert call(client, "GET", tls_server.url + TIMERS).status == 200
    client.close()
    assert tls_server.connections == 1


def test_a_certificate_of_unknown_origin_is_refused(
    tls_server: TimersServer, client: HttpClient
) -> None:
    with pytest.raises(CallFailed, match="SSLCertVerificationError"):
        call(client, "GET", tls_server.url + TIMERS)
    assert tls_server.requests == []
