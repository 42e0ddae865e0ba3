"""The HTTP client beneath the SDK: time, size, trust and reuse, against a real server."""

import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from ask_sdk_model.services.api_client_request import ApiClientRequest
from ask_sdk_model.services.api_client_response import ApiClientResponse
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from local_voice.timers.alexa_service import AlexaService
from local_voice.timers.database import TimerDatabase
from skill.alexa.api_client import HttpApiClient
from skill.errors import TimersUnavailable
from tests.threads import at_once
from tests.timers_server import TimersServer, closed_port, running

TIMERS = "/v1/alerts/timers"
PROMISE = 3.0  # seconds within which a call must be given up
HEADERS = [("Authorization", "Bearer x"), ("Content-type", "application/json")]
BODY = {
    "duration": "PT20M",
    "creationBehavior": {"displayExperience": {"visibility": "VISIBLE"}},
    "triggeringBehavior": {
        "operation": {
            "type": "ANNOUNCE",
            "textToAnnounce": [{"locale": "en-US", "text": "Ice off — now."}],
        },
        "notificationConfig": {"playAudible": True},
    },
}


@pytest.fixture
def server() -> Iterator[TimersServer]:
    database = TimerDatabase(":memory:")
    with running(AlexaService(database)) as server:
        yield server
    database.close()


@pytest.fixture
def client() -> Iterator[HttpApiClient]:
    client = HttpApiClient()
    yield client
    client.close()


def call(client: HttpApiClient, method: str, url: str, body: object = None) -> ApiClientResponse:
    request = ApiClientRequest(headers=HEADERS, url=url, method=method)
    request.body = body  # type: ignore[assignment]  # the SDK says str, and sends a dict
    return client.invoke(request)


def test_a_call_gives_status_headers_and_body(server: TimersServer, client: HttpApiClient) -> None:
    answer = call(client, "GET", server.url + TIMERS)
    assert answer.status_code == 200
    assert answer.body == '{"totalCount": 0, "timers": []}'
    assert ("Content-Length", str(len(answer.body))) in answer.headers


def test_a_body_is_sent_as_json(server: TimersServer, client: HttpApiClient) -> None:
    assert call(client, "POST", server.url + TIMERS, BODY).status_code == 200
    assert [timer.announcement for timer in server.service.live()] == ["Ice off — now."]


def test_calls_one_after_the_other_share_a_connection(
    server: TimersServer, client: HttpApiClient
) -> None:
    for _ in range(5):
        call(client, "GET", server.url + TIMERS)
        call(client, "POST", server.url + TIMERS, BODY)
    assert (len(server.requests), server.connections) == (10, 1)


def test_calls_at_the_same_time_do_not_disturb_each_other(
    server: TimersServer, client: HttpApiClient
) -> None:
    answers: list[ApiClientResponse] = []

    def calls() -> None:
        answers.extend(call(client, "GET", server.url + TIMERS) for _ in range(10))

    at_once(calls, 8)
    assert [answer.status_code for answer in answers] == [200] * 80
    assert server.connections < 80


def test_a_connection_the_server_closed_is_replaced_before_it_is_used(
    server: TimersServer, client: HttpApiClient
) -> None:
    server.silent_close = True
    for _ in range(4):
        assert call(client, "POST", server.url + TIMERS, BODY).status_code == 200
        assert server.closed.acquire(timeout=5)
    assert len(server.service.live()) == len(server.requests) == 4


def test_a_connection_idle_for_too_long_is_replaced(server: TimersServer) -> None:
    now = 0.0
    client = HttpApiClient(monotonic=lambda: now)
    call(client, "GET", server.url + TIMERS)
    now = 31.0
    call(client, "GET", server.url + TIMERS)
    client.close()
    assert server.connections == 2


def test_a_call_that_may_have_been_taken_is_not_repeated(
    server: TimersServer, client: HttpApiClient
) -> None:
    call(client, "GET", server.url + TIMERS)
    server.wire_fault = "drop"
    with pytest.raises(TimersUnavailable):
        call(client, "POST", server.url + TIMERS, BODY)
    assert server.requests == [f"GET {TIMERS}", f"POST {TIMERS}"]


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_call_that_may_be_repeated_is_repeated_once(
    server: TimersServer, client: HttpApiClient, method: str
) -> None:
    call(client, "GET", server.url + TIMERS)
    server.wire_fault = "drop"
    with pytest.raises(TimersUnavailable):
        call(client, method, server.url + TIMERS)
    assert server.requests[1:] == [f"{method} {TIMERS}"] * 2


def test_a_call_on_a_new_connection_is_never_repeated(
    server: TimersServer, client: HttpApiClient
) -> None:
    server.wire_fault = "drop"
    with pytest.raises(TimersUnavailable):
        call(client, "GET", server.url + TIMERS)
    assert len(server.requests) == 1


@pytest.mark.parametrize("fault", ["hang", "drip_head", "drip_body"])
def test_the_time_bounds_the_whole_call_and_its_connection_is_cut(
    server: TimersServer, fault: str
) -> None:
    client = HttpApiClient(seconds=0.2)
    server.wire_fault = fault
    before = threading.active_count()
    started = time.monotonic()
    with pytest.raises(TimersUnavailable, match="no answer within"):
        call(client, "POST", server.url + TIMERS, BODY)
    for thread in threading.enumerate():
        if thread.name.endswith("(_run)"):
            thread.join(PROMISE)
            assert not thread.is_alive()
    assert time.monotonic() - started < PROMISE
    assert threading.active_count() <= before + 1  # the server's own thread


def test_an_answer_of_unbearable_size_is_refused(
    server: TimersServer, client: HttpApiClient
) -> None:
    server.wire_fault = "huge"
    with pytest.raises(TimersUnavailable, match="ValueError"):
        call(client, "GET", server.url + TIMERS)


def test_an_answer_cut_short_is_refused(server: TimersServer, client: HttpApiClient) -> None:
    server.wire_fault = "cut"
    with pytest.raises(TimersUnavailable):
        call(client, "GET", server.url + TIMERS)


@pytest.mark.parametrize(
    ("fault", "status", "body"),
    [
        ("html_body", 502, "{}"),
        ("empty_body", 500, "{}"),
        ("null_body", 500, "{}"),
        ("html_answer", 200, "<html><body><h1>Bad gateway</h1></body></html>"),
    ],
)
def test_an_error_always_has_an_object_for_a_body(
    server: TimersServer, client: HttpApiClient, fault: str, status: int, body: str
) -> None:
    server.service.fault = fault
    answer = call(client, "GET", server.url + TIMERS)
    assert (answer.status_code, answer.body) == (status, body)


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
def test_only_https_is_spoken_outside_this_machine(client: HttpApiClient, url: str) -> None:
    with pytest.raises(TimersUnavailable, match="the API cannot be called"):
        call(client, "GET", url)


def test_nobody_listening_is_an_error(client: HttpApiClient) -> None:
    with pytest.raises(TimersUnavailable, match="ConnectionRefusedError"):
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
    client = HttpApiClient(tls=ssl.create_default_context(cafile=str(certificate)))
    for _ in range(3):
        assert call(client, "GET", tls_server.url + TIMERS).status_code == 200
    client.close()
    assert tls_server.connections == 1


def test_a_certificate_of_unknown_origin_is_refused(
    tls_server: TimersServer, client: HttpApiClient
) -> None:
    with pytest.raises(TimersUnavailable, match="SSLCertVerificationError"):
        call(client, "GET", tls_server.url + TIMERS)
    assert tls_server.requests == []


def test_neither_import_nor_call_loads_requests(server: TimersServer) -> None:
    program = f"""
import sys
from ask_sdk_model.services.api_client_request import ApiClientRequest
from skill.alexa.api_client import HttpApiClient
import skill.alexa.timers
client = HttpApiClient()
answer = client.invoke(ApiClientRequest(
    headers={HEADERS!r}, url="{server.url}{TIMERS}", method="GET"))
client.close()
print(answer.status_code, sorted({{"requests", "urllib3"}} & set(sys.modules)))
"""
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == "200 []\n"
