"""The endpoint behind its real server: slow, broken and large requests, and an orderly end."""

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from threading import Event, Thread

import pytest

from skill.endpoint.connection import IDLE_SECONDS, REQUEST_SECONDS
from skill.endpoint.server import CONNECTIONS, THREADS, Server
from skill.endpoint.verification import MAX_BODY_BYTES
from tests.skill.endpoint.test_web import BODY, CHAIN, app_for, small_skill
from tests.support.at_terminal import killed_if_late
from tests.support.places import ROOT
from tests.support.signing import CHAIN_URL, sign
from tests.support.web_server import LONGEST_WAIT, Seconds, connected, head, rest, running

SIGNED = sign(CHAIN.key, BODY)
LENGTH = {"Content-Length": str(len(BODY))}
CHUNKED = {"Transfer-Encoding": "chunked"}
BARE = b"HTTP/1.1 400 Bad Request\r\n"
SLOW = 200


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def server(seconds: Seconds) -> Iterator[Server]:
    with running(app_for(), seconds) as server:
        yield server


def exchanged(server: Server, sent: bytes) -> bytes:
    with connected(server.port) as connection:
        connection.sendall(sent)
        return rest(connection)


def is_bare_400(answer: bytes) -> bool:
    start, _, body = answer.partition(b"\r\n\r\n")
    return start.startswith((BARE, BARE.replace(b"1.1", b"1.0"))) and body == b""


def posted(server: Server) -> int:
    """The status of a signed request, whose answer must be the skill's."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=LONGEST_WAIT)
    connection.request("POST", "/alexa", BODY, SIGNED)
    answer = connection.getresponse()
    assert json.loads(answer.read())["version"] == "1.0"
    connection.close()
    return answer.status


# Slow


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"POST /alexa HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        head("/alexa", SIGNED | LENGTH) + BODY[:10],
        head("/alexa", SIGNED | CHUNKED) + b"ffff\r\n{",
    ],
    ids=["nothing", "headers", "body", "chunk"],
)
def test_two_hundred_slow_connections_hold_nobody_up_and_end(
    begun: bytes, server: Server, seconds: Seconds
) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(connected(server.port)) for _ in range(SLOW)]
        for connection in slow:
            connection.sendall(begun)
        assert [posted(server) for _ in range(20)] == [200] * 20
        seconds.now += REQUEST_SECONDS + 2
        assert {rest(connection) for connection in slow} == {b""}
    assert posted(server) == 200


def test_a_byte_now_and_then_does_not_prolong_a_request(server: Server, seconds: Seconds) -> None:
    with connected(server.port) as connection:
        connection.sendall(head("/alexa", SIGNED | LENGTH))
        assert posted(server) == 200  # so the server has read all that was sent before
        for byte in BODY[:3]:
            seconds.now += REQUEST_SECONDS / 4 + 0.1
            connection.sendall(bytes([byte]))
            assert posted(server) == 200
        seconds.now += REQUEST_SECONDS / 4
        assert rest(connection) == b""


def test_between_requests_a_connection_is_kept_as_long_as_balancers_keep_it(
    server: Server, seconds: Seconds
) -> None:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=LONGEST_WAIT)
    for _ in range(3):
        connection.request("POST", "/alexa", BODY, SIGNED)
        answer = connection.getresponse()
        assert (answer.status, bool(answer.read()), answer.will_close) == (200, True, False)
        seconds.now += IDLE_SECONDS - 2
    seconds.now += IDLE_SECONDS
    assert connection.sock
    assert rest(connection.sock) == b""
    connection.close()


def test_connections_above_the_limit_wait_for_those_that_end(
    server: Server, seconds: Seconds
) -> None:
    with ExitStack() as stack:
        for _ in range(CONNECTIONS):
            stack.enter_context(connected(server.port))
        last = Thread(target=lambda: posted(server), daemon=True)
        last.start()
        while not server.in_connection_overflow:
            assert last.is_alive()
        seconds.now += REQUEST_SECONDS + 2
        last.join(LONGEST_WAIT)
        assert not last.is_alive()


# Broken

BROKEN_CHUNKS = {
    "a length that is none": b"zz\r\n",
    "a negative length": b"-1\r\n",
    "a length with a sign": b"+5\r\n{}{}{\r\n0\r\n\r\n",
    "a length in another notation": b"0x5\r\n{}{}{\r\n0\r\n\r\n",
    "a length with spaces": b" 5 \r\n{}{}{\r\n0\r\n\r\n",
    "more than announced": b"2\r\n{}{}\r\n0\r\n\r\n",
    "no end of a chunk": b"2\r\n{}0\r\n\r\n" + b"x" * 8,
    "an extension that is none": b"2;\x01\x02\r\n{}\r\n0\r\n\r\n",
    "a chunk over the cap": b"%x\r\n" % (MAX_BODY_BYTES + 1) + b" " * (MAX_BODY_BYTES + 2),
    "chunks over the cap": (b"8000\r\n" + b" " * 0x8000 + b"\r\n") * 9,
}


@pytest.mark.parametrize("fault", BROKEN_CHUNKS)
def test_every_broken_chunk_is_a_bare_400(fault: str, server: Server) -> None:
    assert is_bare_400(exchanged(server, head("/alexa", SIGNED | CHUNKED) + BROKEN_CHUNKS[fault]))
    assert posted(server) == 200


BROKEN_HEADS = {
    "no request line": b"\x00\x01\x02\r\n\r\n",
    "a method in lower case": b"post /alexa HTTP/1.1\r\n\r\n",
    "no colon": b"POST /alexa HTTP/1.1\r\nHost\r\n\r\n",
    "a bare line feed": b"POST /alexa HTTP/1.1\r\nHost: a\nb: c\r\n\r\n",
    "a folded first header": b"POST /alexa HTTP/1.1\r\n Host: a\r\n\r\n",
    "a length that is none": head("/alexa", SIGNED | {"Content-Length": "many"}),
    "two lengths": head("/alexa", SIGNED | LENGTH | {"content-length": "3"}),
    "a coding nobody knows": head("/alexa", SIGNED | {"Transfer-Encoding": "gzip, chunked"}),
    "headers without end": head("/alexa", {"X": "x" * 20_000}),
    "too many headers": head("/alexa", {f"X-{number}": "x" for number in range(3000)}),
    "a length over the cap": head("/alexa", SIGNED | {"Content-Length": str(10**12)}),
}


@pytest.mark.parametrize("fault", BROKEN_HEADS)
def test_what_is_no_http_is_a_bare_400(fault: str, server: Server) -> None:
    assert is_bare_400(exchanged(server, BROKEN_HEADS[fault]))
    assert posted(server) == 200


# Refused by the headers

CONDEMNED = {
    "nothing signed": {},
    "no signature": {"SignatureCertChainUrl": CHAIN_URL},
    "no certificate": {"Signature-256": SIGNED["Signature-256"]},
    "another host's certificate": SIGNED | {"SignatureCertChainUrl": "https://evil.example/x.pem"},
    "a signature that is no base64": SIGNED | {"Signature-256": "%%%"},
}


@pytest.mark.parametrize("fault", CONDEMNED)
@pytest.mark.parametrize("more", [{}, {"Expect": "100-continue"}], ids=["", "expecting"])
def test_a_post_that_its_headers_condemn_is_refused_before_its_body_comes(
    fault: str, more: dict[str, str], server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    answer = exchanged(server, head("/alexa", CONDEMNED[fault] | more | {"Content-Length": "1000"}))
    assert is_bare_400(answer)
    (line,) = [record.getMessage() for record in caplog.records if record.name == "skill.web"]
    assert line.startswith("refused reason=")
    assert "evil" not in line


def test_the_refusal_reaches_whoever_sends_all_of_a_large_body_first(server: Server) -> None:
    sent = head("/alexa", {"Content-Length": str(MAX_BODY_BYTES)}) + b" " * MAX_BODY_BYTES
    assert is_bare_400(exchanged(server, sent))


def test_whoever_sends_on_after_a_refusal_is_cut_off(server: Server, seconds: Seconds) -> None:
    with connected(server.port) as connection:
        connection.sendall(head("/alexa", {"Content-Length": "1000"}))
        assert is_bare_400(rest(connection))
        seconds.now += REQUEST_SECONDS + 2
        with pytest.raises(OSError, match=r"reset|Broken pipe"):  # noqa: PT012 - whenever it is seen
            while True:
                assert posted(server) == 200
                connection.sendall(b" ")


def test_a_request_that_expects_a_word_gets_it_and_is_answered(server: Server) -> None:
    with connected(server.port) as connection:
        connection.sendall(head("/alexa", SIGNED | LENGTH | {"Expect": "100-continue"}))
        assert connection.recv(1000).startswith(b"HTTP/1.1 100 ")
        connection.sendall(BODY)
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")


def test_a_body_in_many_pieces_is_verified_whole(server: Server) -> None:
    with connected(server.port) as connection:
        connection.sendall(head("/alexa", SIGNED | CHUNKED | {"Connection": "close"}))
        for byte in BODY:
            connection.sendall(b"1\r\n%c\r\n" % byte)
        connection.sendall(b"0\r\n\r\n")
        assert rest(connection).startswith(b"HTTP/1.1 200 ")


def test_health_needs_no_signature_and_another_path_is_not_there(server: Server) -> None:
    for path, status in (("/healthz", b"200"), ("/none", b"404"), ("/alexa", b"405")):
        answer = exchanged(server, head(path, {"Connection": "close"}, "GET"))
        assert answer.startswith(b"HTTP/1.1 " + status)


# The end


class Slow:
    """A skill that thinks until it is let go on."""

    def __init__(self) -> None:
        self.begun, self.over = Event(), Event()

    def say(self) -> str:
        self.begun.set()
        assert self.over.wait(LONGEST_WAIT)
        return "Hello"


def test_told_to_stop_it_finishes_what_is_in_flight_and_takes_nothing_new() -> None:
    slow = Slow()
    with running(app_for(small_skill(slow.say))) as server, ExitStack() as stack:
        thinking, sending, idle = (stack.enter_context(connected(server.port)) for _ in range(3))
        thinking.sendall(head("/alexa", SIGNED | LENGTH) + BODY)
        sending.sendall(head("/alexa", SIGNED | LENGTH) + BODY[:10])
        assert slow.begun.wait(LONGEST_WAIT)
        server.stop()
        assert rest(idle) == b""
        with pytest.raises(OSError, match="refused"):
            connected(server.port)
        sending.sendall(BODY[10:])
        slow.over.set()
        for connection in (thinking, sending):
            assert rest(connection).startswith(b"HTTP/1.1 200 ")


def test_told_to_stop_it_waits_for_nobody_without_end(seconds: Seconds) -> None:
    with running(app_for(), seconds) as server, connected(server.port) as connection:
        connection.sendall(head("/alexa", SIGNED | LENGTH) + BODY[:10])
        assert posted(server) == 200  # by now the loop has met those bytes
        server.stop()
        seconds.now += REQUEST_SECONDS + 2
        assert rest(connection) == b""


def test_a_pile_of_requests_is_answered_by_a_few_threads() -> None:
    slow = Slow()
    with running(app_for(small_skill(slow.say))) as server, ExitStack() as stack:
        waiting = [stack.enter_context(connected(server.port)) for _ in range(3 * THREADS)]
        for connection in waiting:
            connection.sendall(head("/alexa", SIGNED | LENGTH | {"Connection": "close"}) + BODY)
        assert slow.begun.wait(LONGEST_WAIT)
        slow.over.set()
        for connection in waiting:
            assert rest(connection).startswith(b"HTTP/1.1 200 ")


SERVED = """
import socket, sys
from skill.endpoint.server import Server

def app(environ, start_response):
    print("begun", flush=True)
    sys.stdin.readline()
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]

server = Server(app, socket.create_server(("127.0.0.1", 0)), lambda headers: None)
print(server.port, flush=True)
server.run_until_signal()
print("over", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda n: n.name)
def test_a_signal_to_end_finishes_what_is_in_flight(number: signal.Signals) -> None:
    with (
        subprocess.Popen(  # noqa: S603 - this interpreter, and code from this file
            [sys.executable, "-c", SERVED],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
        killed_if_late(process.pid),
    ):
        assert process.stdin
        assert process.stdout
        port = int(process.stdout.readline())
        with connected(port) as connection:
            connection.sendall(head("/", {}, "GET"))
            assert process.stdout.readline() == "begun\n"
            process.send_signal(number)
            process.stdin.write("go on\n")
            process.stdin.flush()
            assert rest(connection).endswith(b"\r\n\r\nok")
        assert process.stdout.readline() == "over\n"
    assert process.returncode == 0


def test_what_the_server_logs_of_a_failure_has_no_words_of_the_request(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def failing(_environ: object, _start: Callable[..., object]) -> list[bytes]:
        raise RuntimeError("my secret")

    with running(failing) as server, caplog.at_level(logging.DEBUG):
        sent = head("/alexa", SIGNED | LENGTH | {"Connection": "close"}) + BODY
        assert is_bare_400(exchanged(server, sent))
    assert "secret" not in caplog.text
