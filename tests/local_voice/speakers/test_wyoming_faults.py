"""Clients that talk no Wyoming, or too much of it, or too slowly: nobody else notices."""

import asyncio
import json
import logging
import socket
from contextlib import ExitStack, suppress

import pytest

from local_voice.speakers.talks import Talks
from local_voice.speakers.wyoming import MOST_BYTES, MOST_CONNECTIONS
from tests.support.speakers import ask, converse, describe, house
from tests.support.threads import run_apart
from tests.support.web_server import connected, rest

WORDS = "Rest your back at first"


def event(**parts: object) -> bytes:
    return json.dumps(parts).encode() + b"\n"


BROKEN = {
    "no JSON": b"hello\n",
    "no object": b"[1, 2]\n",
    "no text": b"\xff\xfe\x00\n",
    "no type": event(data={}),
    "nested": b"[" * 10_000 + b"\n",
    "a giant line": b"x" * (4 * MOST_BYTES),
    "giant data": event(type="transcript", data_length=10**12),
    "a giant payload": event(type="audio-chunk", payload_length=MOST_BYTES + 1),
    "a length that is none": event(type="transcript", data_length="12"),
    "half a length": event(type="transcript", data_length=1.5) + b"abc",
    "data that are none": event(type="transcript", data_length=3) + b"abc",
    "no sentence": event(type="transcript", data={}),
    "a list for data": event(type="transcript", data=[1]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_client_that_talks_no_wyoming_is_let_go(
    port: int, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with connected(port) as client:
        client.sendall(BROKEN[name])
        with suppress(ConnectionResetError):  # over what it sent and nobody read
            assert rest(client) == b""
    assert ask(port, "should i stay in bed").speech.startswith(WORDS)
    assert caplog.text == ""


ODD = {
    "no context": {"text": "should i stay in bed"},
    "a context that is none": {"text": "should i stay in bed", "context": "kitchen"},
    "ids that are none": {
        "text": "should i stay in bed",
        "context": {"conversation_id": [1], "device_id": {"a": 1}, "timers": [1]},
    },
    "a language that is none": {"text": "should i stay in bed", "language": 7},
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_sentence_is_answered(port: int, name: str) -> None:
    with connected(port) as client:
        client.sendall(event(type="transcript", data=ODD[name]))
        client.shutdown(socket.SHUT_WR)
        assert WORDS.encode() in rest(client)


@pytest.mark.parametrize("text", ["", "\ud800 ice", "\x00", "ice " * 3_000, "{{ states }}"])
def test_whatever_is_said_is_answered(port: int, text: str) -> None:
    with connected(port) as client:
        client.sendall(event(type="transcript", data={"text": text}))
        client.shutdown(socket.SHUT_WR)
        assert b'"type": "handled"' in rest(client)


def test_what_is_for_others_is_passed_over(port: int) -> None:
    with connected(port) as client:
        client.sendall(event(type="audio-start", data={"rate": 16_000}))
        client.sendall(event(type="transcript", data={"text": "should i stay in bed"}))
        client.shutdown(socket.SHUT_WR)
        assert WORDS.encode() in rest(client)


def test_half_a_line_and_silence_are_let_go_in_the_end(talks: Talks) -> None:
    with house(talks, idle=0.2) as port, connected(port) as silent, connected(port) as half:
        half.sendall(b'{"type": "trans')
        assert rest(silent) == b""
        assert rest(half) == b""
        assert ask(port, "should i stay in bed").speech.startswith(WORDS)


def test_two_hundred_connections_are_all_answered(port: int) -> None:
    async def all_at_once() -> list[str]:
        asked = [converse(port, "should i stay in bed", f"talk {n}") for n in range(200)]
        return [answer.speech for answer in await asyncio.gather(*asked)]

    heard = run_apart(all_at_once())
    assert len(heard) == 200
    assert all(words.startswith(WORDS) for words in heard)


def test_more_connections_than_are_served_are_let_go(port: int) -> None:
    with ExitStack() as stack:
        for _ in range(MOST_CONNECTIONS):
            stack.enter_context(connected(port)).sendall(event(type="describe"))
        last = stack.enter_context(connected(port))
        assert rest(last) == b""
    while True:  # until the server has seen that they are gone
        with connected(port) as client:
            client.sendall(event(type="describe"))
            client.shutdown(socket.SHUT_WR)
            if rest(client):
                break
    assert describe(port).handle


def test_what_goes_wrong_inside_is_answered_and_not_logged_with_what_was_said(
    talks: Talks, port: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise IndexError("numb")

    monkeypatch.setattr(talks, "say", broken)
    caplog.set_level(logging.DEBUG)
    said = ask(port, "my legs are numb", language="en-GB").speech
    assert said == (
        "Sorry, something went wrong on my side. Please ask me again. In an emergency, call 999."
    )
    told = [record.message for record in caplog.records if record.name.startswith("local_voice")]
    assert told == ["not answered: IndexError"]
    assert "numb" not in caplog.text
