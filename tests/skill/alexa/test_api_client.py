"""The SDK's way out: its requests go through the one HTTP client, and its errors keep a status."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from ask_sdk_model.services.api_client_request import ApiClientRequest
from ask_sdk_model.services.api_client_response import ApiClientResponse

from skill.alexa.api_client import HttpApiClient
from skill.bounded_http import HttpClient
from skill.errors import TimersUnavailable
from tests.support.timers_server import TIMER, TIMERS, TimersServer, closed_port

HEADERS = [("Authorization", "Bearer x"), ("Content-type", "application/json")]


@pytest.fixture
def client() -> Iterator[HttpApiClient]:
    http = HttpClient(seconds=2.0)
    yield HttpApiClient(http)
    http.close()


def call(client: HttpApiClient, method: str, url: str, body: object = None) -> ApiClientResponse:
    request = ApiClientRequest(headers=HEADERS, url=url, method=method)
    request.body = body  # type: ignore[assignment]  # the SDK says str, and sends a dict
    return client.invoke(request)


def test_a_call_gives_status_headers_and_body(server: TimersServer, client: HttpApiClient) -> None:
    answer = call(client, "GET", server.url + TIMERS)
    assert answer.status_code == 200
    assert answer.body == '{"totalCount": 0, "timers": []}'
    assert ("Content-Length", str(len(answer.body))) in answer.headers


@pytest.mark.parametrize("body", [TIMER, json.dumps(TIMER), json.dumps(TIMER).encode()], ids=type)
def test_a_body_is_sent_as_json(server: TimersServer, client: HttpApiClient, body: object) -> None:
    assert call(client, "POST", server.url + TIMERS, body).status_code == 200
    assert [timer.announcement for timer in server.service.live()] == ["Ice off — now."]


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


def test_a_call_that_fails_is_a_timer_error_that_says_why(client: HttpApiClient) -> None:
    with pytest.raises(TimersUnavailable, match="the address cannot be called"):
        call(client, "GET", "http://api.amazonalexa.com/v1/alerts/timers")
    with pytest.raises(TimersUnavailable, match="the call failed: ConnectionRefusedError"):
        call(client, "GET", f"http://127.0.0.1:{closed_port()}/")


def test_network_code_is_loaded_at_the_first_call_and_requests_never(server: TimersServer) -> None:
    program = f"""
import sys
from ask_sdk_model.services.api_client_request import ApiClientRequest
from skill.alexa.api_client import HttpApiClient
import skill.alexa.timers
client = HttpApiClient()
print(sorted({{"ssl", "http.client"}} & set(sys.modules)))
answer = client.invoke(ApiClientRequest(
    headers={HEADERS!r}, url="{server.url}{TIMERS}", method="GET"))
print(answer.status_code, sorted({{"requests", "urllib3"}} & set(sys.modules)))
"""
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "[]\n200 []\n"
