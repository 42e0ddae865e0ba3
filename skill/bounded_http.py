"""One HTTP call within seconds and bytes: for the Timers API, DynamoDB and Alexa's certificates.

A call runs in a thread of its own, and the caller waits for it no longer than it says: no name
look-up, no handshake and no server that sends a byte a second can hold the caller. A call given up
is cut off at its socket; whether it still took effect is unknown. Redirects are not followed.

Connections are kept for the next call. One of them may turn out to be dead: a call over it is
repeated once, on a new one, when it was certainly not sent in full, or when repeating it changes
nothing (GET, DELETE).
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from ipaddress import ip_address
from math import inf
from select import select
from typing import NamedTuple
from urllib.parse import urlsplit

from skill.errors import CallFailed

LARGEST_ANSWER = 64 * 1024  # bytes of a body; none that the skill waits for comes near it
_REPEATABLE = frozenset({"GET", "DELETE"})
_MOST_IDLE = 8  # connections
_LONGEST_IDLE = 30.0  # seconds; a frozen Lambda or a middlebox drops idle connections silently

_Origin = tuple[str, str, int | None]  # scheme, host, port
Fields = Mapping[str, str]


class Answer(NamedTuple):
    """What a server answered, whatever its status."""

    status: int
    body: bytes
    headers: Sequence[tuple[str, str]] = ()


@dataclass
class _Call:
    origin: _Origin
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes | None
    wire: socket.socket | None = None
    abandoned: bool = False
    answer: Answer | None = None
    failure: Exception | None = None

    def goes_over(self, wire: socket.socket | None) -> None:
        self.wire = wire
        if self.abandoned:
            raise ConnectionAbortedError("given up before it was sent")

    def abandon(self) -> None:
        """Wake the thread that is stuck in this call's socket."""
        self.abandoned = True
        if self.wire is not None:
            with suppress(OSError):
                self.wire.shutdown(socket.SHUT_RDWR)


class HttpClient:
    """`seconds` bounds a whole call. `tls` replaces certifi's roots. Threads may share it."""

    def __init__(
        self,
        seconds: float,
        tls: ssl.SSLContext | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds = seconds
        self._given_tls = tls
        self._idle = _IdleConnections(monotonic)
        self.close = self._idle.close

    def call(
        self, method: str, url: str, headers: Fields, body: bytes | None = None, within: float = inf
    ) -> Answer:
        """Raise `CallFailed` when there is no answer, in time, in full, of bearable size."""
        seconds = min(self._seconds, within)
        call = _call(method, url, headers, body)
        thread = threading.Thread(target=self._run, args=(call,), name="http-call", daemon=True)
        thread.start()
        thread.join(seconds)
        if call.answer is not None:
            return call.answer
        if call.failure is None or isinstance(call.failure, TimeoutError):
            call.abandon()
            raise CallFailed(f"no answer within {round(seconds, 2)} s")
        if isinstance(call.failure, CallFailed):
            raise call.failure
        raise CallFailed(f"the call failed: {type(call.failure).__name__}") from call.failure

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        if self._given_tls is not None:
            return self._given_tls
        import certifi  # noqa: PLC0415 - only a real call needs it

        return ssl.create_default_context(cafile=certifi.where())

    def _run(self, call: _Call) -> None:
        try:
            call.answer = self._exchange(call)
        except Exception as failure:  # noqa: BLE001 - it is told where the caller waits
            call.failure = failure

    def _exchange(self, call: _Call) -> Answer:
        if idle := self._idle.take(call.origin):
            sent = False
            try:
                _send(idle, call)
                sent = True
                return self._receive(idle, call)
            except ConnectionError:
                if sent and call.method not in _REPEATABLE:
                    raise
        connection = self._new_connection(call.origin)
        _send(connection, call)
        return self._receive(connection, call)

    def _new_connection(self, origin: _Origin) -> HTTPConnection:
        scheme, host, port = origin
        if scheme == "https":
            return HTTPSConnection(host, port, timeout=self._seconds, context=self._tls)
        return HTTPConnection(host, port, timeout=self._seconds)

    def _receive(self, connection: HTTPConnection, call: _Call) -> Answer:
        try:
            with connection.getresponse() as response:
                body = _read_body(response)
        except Exception:
            connection.close()
            raise
        if response.will_close or call.abandoned:
            connection.close()
        else:
            self._idle.keep(call.origin, connection)
        return Answer(response.status, body, response.getheaders())


class _IdleConnections:
    """At most eight kept connections, the one used last first; none idle for thirty seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._kept: list[tuple[_Origin, float, HTTPConnection]] = []
        self._lock = threading.Lock()

    def take(self, origin: _Origin) -> HTTPConnection | None:
        """Return one that looks alive, or None. Those found dead are closed on the way."""
        while True:
            with self._lock:
                found = next((entry for entry in self._kept if entry[0] == origin), None)
                if found is None:
                    return None
                self._kept.remove(found)
            _, since, connection = found
            if self._monotonic() - since < _LONGEST_IDLE and _is_quiet(connection):
                return connection
            connection.close()

    def keep(self, origin: _Origin, connection: HTTPConnection) -> None:
        with self._lock:
            self._kept.insert(0, (origin, self._monotonic(), connection))
            while len(self._kept) > _MOST_IDLE:
                self._kept.pop()[2].close()

    def close(self) -> None:
        with self._lock:
            while self._kept:
                self._kept.pop()[2].close()


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _call(method: str, url: str, headers: Fields, body: bytes | None) -> _Call:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as problem:
        raise CallFailed(f"the address cannot be called: {problem}") from problem
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))):
        raise CallFailed("the address cannot be called: it must begin with https://")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _Call((parts.scheme, host, port), method.upper(), target, headers, body)


def _is_quiet(connection: HTTPConnection) -> bool:
    """Nothing to read on an idle connection: the other end has neither closed nor spoken."""
    try:
        return connection.sock is not None and not select([connection.sock], [], [], 0)[0]
    except (OSError, ValueError):  # closed, or a descriptor too high for select
        return False


def _send(connection: HTTPConnection, call: _Call) -> None:
    """Raise ConnectionError when the server cannot have had the call in full."""
    try:
        if connection.sock is None:
            connection.connect()
        call.goes_over(connection.sock)
        connection.request(call.method, call.target, call.body, call.headers)
    except Exception:
        connection.close()
        raise


def _read_body(response: HTTPResponse) -> bytes:
    body = response.read(LARGEST_ANSWER + 1)
    if len(body) > LARGEST_ANSWER:
        raise CallFailed(f"the answer is over {LARGEST_ANSWER} bytes")
    if response.length:  # http.client says nothing when a body ends before its Content-Length
        raise ConnectionResetError("the answer was cut short")
    return body
