"""The HTTP interface, over a real socket: what it refuses, and what it serves."""

import json
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPResponse
from typing import Any

import pytest

from local_voice.speech import sound
from tests.local_voice.simulator.conftest import Served


def ask(
    served: Served,
    path: str,
    body: object = None,
    headers: Mapping[str, str | None] | None = None,
) -> tuple[HTTPResponse, bytes]:
    """GET, or POST where there is a body, as the page would; a header of None is left out."""
    usual = {
        "Host": served.root.removeprefix("http://"),
        "Cookie": f"simulator-{served.port}={served.door.cookie}",
        "Origin": served.root if body is not None else None,
        "Content-Type": "application/json",
    }
    sent = {name: word for name, word in {**usual, **(headers or {})}.items() if word is not None}
    connection = HTTPConnection("127.0.0.1", served.port, timeout=20)
    method = "GET" if body is None else "POST"
    data = None if body is None else json.dumps(body)
    connection.putrequest(method, served.base + path, skip_host=True)
    for name, word in sent.items():
        connection.putheader(name, word)
    if data is not None:
        connection.putheader("Content-Length", str(len(data)))
    connection.endheaders(data.encode() if data is not None else None)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


def posted(served: Served, path: str, body: object) -> Any:  # noqa: ANN401 - JSON
    answer, content = ask(served, path, body)
    assert answer.status == 200, content
    return json.loads(content)


def test_the_printed_address_gives_a_cookie_once_and_forgets_the_token(served: Served) -> None:
    answer, page = ask(served, f"/?token={served.token}", headers={"Cookie": None})
    assert (answer.status, b'"refresh" content="0;./"' in page) == (200, True)
    cookie = answer.headers["Set-Cookie"]
    assert served.token not in cookie
    assert f"simulator-{served.port}={served.door.cookie};" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    for _ in range(2):
        again, content = ask(served, f"/?token={served.token}", headers={"Cookie": None})
        assert (again.status, b"It opens once" in content) == (403, True)
    assert ask(served, "/", headers={"Cookie": f"simulator-{served.port}={served.token}"})[
        0
    ].status == (403)


def test_the_cookie_goes_to_no_other_port(served: Served) -> None:
    """A browser brings it to every port, but only under a path that no other server knows."""
    cookie = ask(served, f"/?token={served.token}", headers={"Cookie": None})[0].headers[
        "Set-Cookie"
    ]
    assert f"Path={served.base}/;" in cookie
    assert len(served.base) > 10
    connection = HTTPConnection("127.0.0.1", served.port, timeout=20)
    for path in ("/", "/choices", "/page/main.mjs", f"{served.base}x/", served.base):
        connection.request(
            "GET", path, headers={"Cookie": f"simulator-{served.port}={served.door.cookie}"}
        )
        answer = connection.getresponse()
        content = answer.read()
        assert (answer.status, served.base.encode() in content) == (404, False)
    connection.close()


def test_the_viewers_frame_gets_the_pages_own_files_and_nothing_else(served: Served) -> None:
    framed = {"Cookie": None, "Origin": "null"}
    answer, _ = ask(served, "/page/viewer.mjs", headers=framed)
    assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")
    for path in ("/", "/viewer", "/choices", "/events", "/conversation.txt"):
        assert ask(served, path, headers=framed)[0].status == 403
    assert ask(served, "/say", {"utterance": "hi"}, framed)[0].status == 403


def test_half_a_surrogate_pair_does_not_break_the_transcript(served: Served) -> None:
    posted(served, "/say", {"utterance": "ice \ud800"})
    posted(served, "/replay", {"text": '[touch ["\\ud800"]]'})
    answer, content = ask(served, "/conversation.txt")
    assert answer.status == 200
    assert b"You: ice ?\nGuide: " in content


@pytest.mark.parametrize("path", ["/", "/events", "/viewer", "/sound/1.wav", "/choices"])
def test_without_the_token_nothing_is_served(path: str, served: Served) -> None:
    for cookie in (None, f"simulator-{served.port}=guess"):
        answer, content = ask(served, path, headers={"Cookie": cookie})
        assert answer.status == 403
        assert b"open the address that back-spasm-guide simulate prints" in content


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": None},
        {"Origin": "http://evil.example"},
        {"Origin": None},
        {"Cookie": None},
    ],
    ids=lambda headers: f"{headers}",
)
def test_what_comes_from_elsewhere_changes_nothing(
    headers: Mapping[str, str | None], served: Served
) -> None:
    answer, _ = ask(served, "/say", {"utterance": "start an ice timer"}, headers)
    assert answer.status == 403
    assert served.simulation.history.entries() == []


def test_the_page_is_strict_and_the_viewers_page_has_its_exceptions(served: Served) -> None:
    page, viewer = ask(served, "/")[0], ask(served, "/viewer")[0]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert "'unsafe-eval'" in viewer.headers["Content-Security-Policy"]
    for answer in (page, viewer):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "path", ["/page/../server.py", "/page/%2e%2e/server.py", "/vendor/../../cli.py", "/page/none"]
)
def test_only_the_pages_own_files_are_served(path: str, served: Served) -> None:
    assert ask(served, path)[0].status == 404


def test_something_said_is_answered_and_heard(served: Served) -> None:
    answered = posted(served, "/say", {"utterance": "how long should I ice my back"})
    assert answered["speaks"] is True
    answer, wav = ask(served, f"/sound/{answered['entry']}.wav")
    assert answer.headers["Content-Type"] == "audio/wav"
    assert sound.seconds(wav) > 3


def test_the_talk_is_saved_as_a_transcript(served: Served) -> None:
    posted(served, "/say", {"utterance": "stop"})
    answer, content = ask(served, "/conversation.txt")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert b"You: stop\nGuide: " in content


@pytest.mark.parametrize(
    ("path", "body", "complaint"),
    [
        ("/say", {"utterance": " "}, "utterance takes 1 to 500 characters"),
        ("/say", {}, "utterance"),
        ("/set", {"fault": "flood"}, "fault=flood is unknown"),
        ("/forward", {"seconds": -1}, "seconds takes more than 0"),
        ("/forward", {"seconds": "nan"}, "seconds takes more than 0"),
        ("/replay", {"text": "# nothing"}, "nothing is said in this file"),
        ("/replay", {"text": "[scene: locale=xx]\nYou: hi"}, "locale=xx is unknown"),
        ("/replay", {"text": f"[touch {'[' * 90_000}{']' * 90_000}]"}, "nested too deep"),
        ("/replay", {"text": "[touch [{'a': 1}]]"}, "Expecting property name"),
        ("/dance", {}, "dance is unknown: use one of say, open"),
    ],
)
def test_what_is_no_use_is_refused_with_a_reason(
    path: str, body: object, complaint: str, served: Served
) -> None:
    answer, content = ask(served, path, body)
    assert answer.status == 400
    assert complaint in json.loads(content)["error"]


def test_a_page_is_pushed_the_entries_and_the_state(served: Served) -> None:
    served.simulation.say("start an ice timer for ten minutes")
    connection = HTTPConnection("127.0.0.1", served.port, timeout=20)
    connection.request(
        "GET",
        f"{served.base}/events",
        headers={"Cookie": f"simulator-{served.port}={served.door.cookie}"},
    )
    stream = connection.getresponse()
    lines = [stream.readline().decode().strip() for _ in range(6)]
    stream.close()
    connection.close()
    assert (lines[0], lines[3]) == ("event: entries", "event: state")
    (entry,) = json.loads(lines[1].removeprefix("data:"))["entries"]
    state = json.loads(lines[4].removeprefix("data:"))
    assert entry["intent"] == "StartIceTimerIntent"
    assert [timer["seconds"] for timer in state["timers"]] == [600]
