"""`serve --no-verify` answers this computer's own programs, over the real server."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from skill.endpoint.loopback import check_local
from skill.endpoint.server import Server
from skill.errors import VerificationError
from skill.web import create_app
from tests.skill.endpoint.test_web import BODY, small_skill
from tests.support.web_server import LONGEST_WAIT, running

GOOD = {"Host": "localhost:5000", "Content-Type": "application/json"}


@pytest.fixture
def server() -> Iterator[Server]:
    with running(create_app(small_skill(), unsigned=True), admit=check_local) as server:
        yield server


def status(server: Server, headers: dict[str, str]) -> tuple[int, bool]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=LONGEST_WAIT)
    connection.request("POST", "/alexa", BODY, headers)
    answer = connection.getresponse()
    told = answer.status, bool(answer.read())
    connection.close()
    return told


@pytest.mark.parametrize("host", ["localhost:5000", "127.0.0.1", "127.0.0.1:1", "[::1]:5000"])
@pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=utf-8"])
def test_this_computers_programs_are_answered(host: str, kind: str, server: Server) -> None:
    assert status(server, {"Host": host, "Content-Type": kind}) == (200, True)
    own_page = {"Host": host, "Content-Type": kind, "Origin": f"http://{host}"}
    assert status(server, own_page) == (200, True)


ELSEWHERE = [
    {"Host": "evil.example"},
    {"Host": "evil.example:5000", "Origin": "http://evil.example:5000"},
    {"Host": "localhost.evil.example"},
    {"Host": "[::1"},
    {"Host": ""},
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "https://localhost:5000"},
    {"Origin": "http://localhost:5001"},
    {"Content-Type": "text/plain"},
    {"Content-Type": "application/x-www-form-urlencoded"},
    {"Content-Type": "multipart/form-data; boundary=application/json"},
    {"Content-Type": ""},
]


@pytest.mark.parametrize("headers", ELSEWHERE, ids=json.dumps)
def test_another_page_gets_a_bare_400(headers: dict[str, str], server: Server) -> None:
    assert status(server, GOOD | headers) == (400, False)


@pytest.mark.parametrize("headers", ELSEWHERE, ids=json.dumps)
def test_the_app_asks_by_itself_too_whatever_serves_it(headers: dict[str, str]) -> None:
    client = create_app(small_skill(), unsigned=True).test_client()
    assert client.post("/alexa", data=BODY, headers=GOOD | headers).status_code == 400
    assert client.post("/alexa", data=BODY, headers=GOOD).status_code == 200


def test_a_refusal_says_which_header_is_wrong() -> None:
    with pytest.raises(VerificationError, match="Content-Type"):
        check_local({"host": "localhost"})
