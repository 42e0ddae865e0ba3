"""The guide as MCP tools: the real command, on both transports, and the package's own client."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import validate

from local_voice.cli import main
from local_voice.speakers.mcp import HOW_TO_SPEAK, MOST_BYTES
from tests.support.at_terminal import LONGEST_WAIT, killed_if_late
from tests.support.guides import guide_in, guides
from tests.support.mcp_server import (
    ALEXA_WAITS,
    ASK,
    COMMAND,
    Call,
    Place,
    called,
    data,
    on_stdio,
    round_trips,
    serving,
)

CHECK, STEPS = "check_emergency_signs", "give_routine_steps"
CALL = "Call 911 now, or go to an emergency department."
BOTH_LEGS = (
    f"{CALL} New or worse pain, tingling, weakness or numbness in both legs, along with back pain, "
    "needs help right away. That is the advice of Britain's health service."
)
NOTHING = {"say_first_unchanged": "", "situations": [], "question": ""}


@pytest.fixture(scope="module")
def address(cache_folder: Path) -> Iterator[str]:
    with serving(cache_folder) as (address, _):
        yield address


@pytest.fixture
def cached(cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_folder))


@pytest.fixture(params=["http", "stdio"])
def place(request: pytest.FixtureRequest, address: str, cache_folder: Path) -> Place:
    return address if request.param == "http" else on_stdio(cache_folder)


def told(address: str, tool: str, **given: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return data(called(address, [(tool, given)])[1][0])


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_every_tool_is_listed_and_called_and_keeps_its_schema(mode: str, place: Place) -> None:
    calls: list[Call] = [
        (ASK, {"question": "should i stay in bed"}),
        (CHECK, {"text": "both my legs are numb"}),
        (STEPS, {}),
    ]
    tools, results = called(place, calls, mode)
    assert [tool.name for tool in tools] == [name for name, _ in calls]
    for tool, result in zip(tools, results, strict=True):
        assert tool.annotations
        assert tool.annotations.read_only_hint
        assert tool.output_schema
        validate(data(result), tool.output_schema)
        [text] = result.content
        assert text.type == "text"
        assert json.loads(text.text) == data(result)
        assert next(iter(json.loads(text.text))) == "say_first_unchanged"


def test_a_question_is_answered_in_the_guides_words(address: str) -> None:
    assert told(address, ASK, question="how long should i ice my back") == NOTHING | {
        "answer": (
            "Ice your back for twenty to thirty minutes at a time, the article says. British "
            "hospitals say to stop at twenty minutes. Ice soothes sore muscles and reduces "
            "inflammation. Wrap the pack in a towel, never ice bare skin, and don't fall asleep "
            "on it."
        ),
        "question": "Shall I start a twenty minute ice timer?",
        "subject": "ice",
        "understood": True,
    }


def test_an_emergency_is_all_that_is_said_and_no_advice_follows_it(address: str) -> None:
    alarm = {"say_first_unchanged": BOTH_LEGS, "situations": ["both_legs"]}
    silent = {"answer": "", "question": "", "subject": "", "understood": True}
    assert told(address, ASK, question="both my legs are numb") == alarm | silent
    assert told(address, CHECK, text="i lay down and now both my legs are numb") == alarm
    after = told(address, ASK, question="should i ice it", situations=["both_legs"])
    assert (after["say_first_unchanged"][: len(CALL)], after["answer"]) == (CALL, "")
    steps = told(address, STEPS, situations=["both_legs"])
    assert steps == alarm | {"steps": [], "on_yes_to_the_first": ""}


def test_the_countrys_numbers_are_said(address: str) -> None:
    british = told(address, ASK, question="both my legs are numb", locale="en-GB")
    assert british["say_first_unchanged"].startswith("Call 999 now")
    crisis = told(address, ASK, question="i want to die", locale="en-GB")
    assert "call 999; otherwise call Samaritans on 1 1 6" in crisis["say_first_unchanged"]
    assert (crisis["answer"], crisis["situations"]) == ("", ["suicidal"])


def test_a_text_without_a_sign_says_nothing_first(address: str) -> None:
    assert told(address, CHECK, text="my back hurts a bit when i bend") == {
        "say_first_unchanged": "",
        "situations": [],
    }


def test_the_signs_can_be_asked_for_as_the_check_says(address: str) -> None:
    listed = told(address, ASK, question="when is it an emergency")["answer"]
    assert listed.startswith("If both legs are weak or numb, or you're numb between them, call 911")


def test_a_follow_up_brings_its_subject_for_none_is_kept(address: str) -> None:
    often = told(address, ASK, question="how often", subject="ice")
    assert often["answer"].startswith("Two British hospitals let people ice again every two to")
    assert often["subject"] == "ice.how_often"
    alone = told(address, ASK, question="how often")
    assert alone["answer"] == guide_in().phrases.about_what


def test_a_situation_is_brought_along_for_none_is_kept(address: str) -> None:
    assert told(address, ASK, question="i'm pregnant")["situations"] == ["pregnant"]
    pregnant = told(address, ASK, question="can i take ibuprofen", situations=["pregnant"])
    assert pregnant["answer"].startswith("In pregnancy, don't take ibuprofen unless your doctor")
    assert "pregnan" not in told(address, ASK, question="can i take ibuprofen")["answer"]


def test_the_steps_begin_with_a_safety_check_and_leave_out_what_is_forbidden(address: str) -> None:
    plain, pregnant = told(address, STEPS), told(address, STEPS, situations=["pregnant"])
    assert len(plain["steps"]) == len(guide_in().routines["routine"]) == 5
    assert plain["steps"][0].endswith("Do you have any of these?")
    assert plain["on_yes_to_the_first"].startswith(CALL)
    assert "ibuprofen" in " ".join(plain["steps"])
    assert "ibuprofen" not in " ".join(pregnant["steps"])


def test_it_sets_no_timer_where_none_could_ring_and_says_what_could(address: str) -> None:
    said = told(address, ASK, question="start an ice timer")["answer"]
    assert said == (
        "I am not allowed to set timers here. You can set one on the device itself. Say, Alexa, "
        "set a twenty minute timer."
    )


def test_what_is_not_understood_says_so_and_help_says_what_can_be_asked(address: str) -> None:
    assert told(address, ASK, question="who won the world cup")["understood"] is False
    assert told(address, ASK, question="what can you do")["answer"] == guide_in().phrases.help


WRONG: list[tuple[Call, str]] = [
    ((ASK, {}), "question\n  Field required"),
    ((ASK, {"question": ""}), "question\n  String should have at least 1 character"),
    ((ASK, {"question": "x" * 501}), "question\n  String should have at most 500 characters"),
    ((ASK, {"question": "why", "locale": "de-DE"}), "locale\n  Input should be 'en-US', 'en-GB'"),
    ((ASK, {"question": "why", "subject": "knee"}), "'knee' is unknown: give what the last answer"),
    ((STEPS, {"situations": ["tired"]}), "'tired' is unknown: give what the last answer had"),
    (
        (STEPS, {"situations": ["pregnant"] * 21}),
        "situations\n  Tuple should have at most 20 items",
    ),
    (("diagnose", {}), "Unknown tool: diagnose"),
]


def test_what_is_wrong_is_named(address: str) -> None:
    for (_, wrong), result in zip(
        WRONG, called(address, [call for call, _ in WRONG])[1], strict=True
    ):
        [text] = result.content
        assert text.type == "text"
        assert result.is_error, text.text
        assert wrong in text.text


def posted(address: str, body: bytes, **headers: str) -> tuple[int, bytes]:
    place = urlsplit(address)
    connection = HTTPConnection(place.hostname or "", place.port, timeout=LONGEST_WAIT)
    usual = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("POST", place.path, body, usual | names)
    answer = connection.getresponse()
    told = answer.status, answer.read()
    connection.close()
    return told


def initialize(version: str) -> bytes:
    """As Amazon's page on the lifecycle of its client has it."""
    params = {
        "protocolVersion": version,
        "capabilities": {"roots": {"listChanged": True}},
        "clientInfo": {"name": "Alexa+ MCP Client", "version": "1.0.0"},
    }
    request = {"jsonrpc": "2.0", "method": "initialize", "id": "4e3bdaee-0", "params": params}
    return json.dumps(request).encode()


@pytest.mark.parametrize("version", ["2025-03-26", "2025-11-25"])
def test_the_handshake_of_alexa_plus_is_answered(version: str, address: str) -> None:
    status, body = posted(address, initialize(version))
    answer = json.loads(body)
    assert (status, answer["id"]) == (200, "4e3bdaee-0")
    result = answer["result"]
    assert result["protocolVersion"] == version
    assert result["serverInfo"]["name"] == "back-spasm-guide"
    assert "tools" in result["capabilities"]
    assert result["instructions"] == f"{HOW_TO_SPEAK} {guides().other.phrases.disclaimer}"
    call = {"name": ASK, "arguments": {"question": "both my legs are numb"}}
    asked = {"jsonrpc": "2.0", "method": "tools/call", "id": 2, "params": call}
    status, body = posted(address, json.dumps(asked).encode(), MCP_Protocol_Version=version)
    said = json.loads(body)["result"]["structuredContent"]["say_first_unchanged"]
    assert (status, said) == (200, BOTH_LEGS)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1:1"}, 421),
        ({"Host": "localhost.evil.example"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content_Type": "text/plain"}, 400),
    ],
    ids=str,
)
def test_a_page_from_elsewhere_is_refused(
    headers: dict[str, str], status: int, address: str
) -> None:
    assert posted(address, initialize("2025-03-26"), **headers)[0] == status


def test_this_computers_own_names_are_taken(address: str) -> None:
    port = urlsplit(address).port
    for name in (f"localhost:{port}", f"[::1]:{port}", f"127.0.0.1:{port}"):
        assert posted(address, initialize("2025-03-26"), Host=name)[0] == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"[]", 400), (b"\xff", 400), (b" " * (MOST_BYTES + 1), 413)],
    ids=["half", "list", "bytes", "giant"],
)
def test_what_is_no_request_is_refused_and_the_next_is_answered(
    body: bytes, status: int, address: str
) -> None:
    assert posted(address, body)[0] == status
    assert posted(address, initialize("2025-03-26"))[0] == 200


def test_told_to_stop_it_ends_quietly_and_has_logged_nothing(cache_folder: Path) -> None:
    with serving(cache_folder) as (address, process):
        called(
            address, [(ASK, {"question": "both my legs are numb"}), *(call for call, _ in WRONG)]
        )
        posted(address, b"{", Host="evil.example")
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=LONGEST_WAIT) == ("", "")
    assert process.returncode == 0


def test_on_stdio_nothing_is_printed_but_answers(cache_folder: Path) -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache_folder)}
    call = {"name": ASK, "arguments": {"question": "x", "locale": "de-DE"}}
    lines = [
        initialize("2025-03-26").decode(),
        "this is no JSON",
        json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        json.dumps({"jsonrpc": "2.0", "method": "tools/call", "id": 2, "params": call}),
    ]
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, *COMMAND, "stdio"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    with killed_if_late(process.pid), process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("\n".join(lines) + "\n")
        process.stdin.flush()
        answers = [json.loads(process.stdout.readline()) for _ in range(2)]
        assert {answer.get("id") for answer in answers} >= {"4e3bdaee-0"}
        process.send_signal(signal.SIGTERM)  # while it waits for more
        assert process.stdout.read().count("\n") <= 1
        assert process.stderr
        assert process.stderr.read() == ""
    assert process.returncode == -signal.SIGTERM


def complaint(address: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit, match=r"^2$"):
        main(["serve", "--mcp", address])
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


@pytest.mark.parametrize(
    "address",
    ["here", "127.0.0.1:10701", "http://127.0.0.1/mcp", "tcp://127.0.0.1:1", "http://127.0.0.1:x"],
)
def test_an_address_that_is_none_gets_one_line(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = f"back-spasm-guide: {address} is no address; write http://127.0.0.1:PORT\n"
    assert complaint(address, capsys) == wrong


@pytest.mark.usefixtures("cached")
def test_a_port_that_is_taken_gets_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = complaint(f"http://127.0.0.1:{port}/mcp", capsys)
    assert line.startswith(f"back-spasm-guide: 127.0.0.1, port {port}: Address already in use")


def test_without_the_package_one_line_says_how_to_get_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "local_voice.speakers.mcp", None)
    assert complaint("stdio", capsys) == (
        "back-spasm-guide: the package mcp is not installed; "
        """run 'pip install "back-spasm-guide[mcp]"'\n"""
    )


def test_most_round_trips_take_no_longer_than_alexa_waits(place: Place) -> None:
    calls: list[Call] = [(ASK, {"question": "how long should i ice my back"})] * 11
    assert median(round_trips(place, calls)) < ALEXA_WAITS
