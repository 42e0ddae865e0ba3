"""The SDK's way out to Amazon's APIs, with a limit on time and size and with reused connections.

The SDK's own client has neither, and imports `requests` for 140 ms at start-up. Here a call runs in
a thread of its own and the caller waits on its outcome, so that no name look-up, no handshake and
no server that sends a byte a second can hold the caller longer. A call given up is cut off at its
socket. Whether it still took effect is then unknown: callers must not claim either.

A kept-alive connection may turn out to be dead. A call over it is repeated once, on a new one, when
it was certainly not sent in full, or when repeating it changes nothing (GET, DELETE).
"""

import contextlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import urlsplit

from ask_sdk_model.services.api_client import ApiClient
from ask_sdk_model.services.api_client_request import ApiClientRequest
from ask_sdk_model.services.api_client_response import ApiClientResponse

from skill.alexa.idle_connections import IdleConnections, Origin
from skill.errors import TimersUnavailable

_LARGEST_ANSWER = 64 * 1024
_REPEATABLE = frozenset({"GET", "DELETE"})
_FIRST_ERROR = 400


@dataclass
class _Call:
    origin: Origin
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes | None
    wire: socket.socket | None = None
    abandoned: bool = False

    def check_wanted(self) -> None:
        if self.abandoned:
            raise ConnectionAbortedError("given up before it was sent")

    def abandon(self) -> None:
        """Wake the thread that is stuck in this call's socket."""
        self.abandoned = True
        if self.wire is not None:
            with contextlib.suppress(OSError):
                self.wire.shutdown(socket.SHUT_RDWR)


class HttpApiClient(ApiClient):
    """`seconds` bounds a whole call. `tls` replaces certifi's roots. Safe to share among threads.

    `invoke` raises TimersUnavailable when there is no answer, in time, in full, of bearable size.
    """

    def __init__(
        self,
        seconds: float = 2.0,
        tls: ssl.SSLContext | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds = seconds
        self._given_tls = tls
        self._idle = IdleConnections(monotonic)

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        try:
            call = _call_for(request)
        except ValueError as problem:
            raise TimersUnavailable(f"the API cannot be called: {problem}") from problem
        outcome: Future[ApiClientResponse] = Future()
        threading.Thread(target=self._run, args=(call, outcome), daemon=True).start()
        try:
            return outcome.result(timeout=self._seconds)
        except TimeoutError:
            call.abandon()
            raise TimersUnavailable(f"no answer within {self._seconds} s") from None
        except (OSError, HTTPException, ValueError) as failure:
            raise TimersUnavailable(f"the call failed: {type(failure).__name__}") from failure

    def close(self) -> None:
        self._idle.close()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        if self._given_tls is not None:
            return self._given_tls
        import certifi  # noqa: PLC0415 - only a real call needs it

        return ssl.create_default_context(cafile=certifi.where())

    def _run(self, call: _Call, outcome: "Future[ApiClientResponse]") -> None:
        try:
            outcome.set_result(self._exchange(call))
        except Exception as failure:  # noqa: BLE001 - it is raised again where the caller waits
            outcome.set_exception(failure)

    def _exchange(self, call: _Call) -> ApiClientResponse:
        idle = self._idle.take(call.origin)
        if idle is not None:
            sent = False
            try:
                _send(idle, call)
                sent = True
                return self._receive(idle, call)
            except ConnectionError:
                idle.close()
                if call.abandoned or (sent and call.method not in _REPEATABLE):
                    raise
        connection = self._new_connection(call.origin)
        _send(connection, call)
        return self._receive(connection, call)

    def _new_connection(self, origin: Origin) -> HTTPConnection:
        scheme, host, port = origin
        if scheme == "https":
            return HTTPSConnection(host, port, timeout=self._seconds, context=self._tls)
        return HTTPConnection(host, port, timeout=self._seconds)

    def _receive(self, connection: HTTPConnection, call: _Call) -> ApiClientResponse:
        response = None
        try:
            response = connection.getresponse()
            body = _read_body(response)
        except Exception:
            connection.close()
            if response is not None:
                response.close()
            raise
        if response.will_close or call.abandoned:
            connection.close()
        else:
            self._idle.keep(call.origin, connection)
        return ApiClientResponse(
            headers=response.getheaders(),
            status_code=response.status,
            body=_readable(response.status, body),
        )


def _call_for(request: ApiClientRequest) -> _Call:
    parts = urlsplit(request.url)
    host = parts.hostname or ""
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))):
        raise ValueError("its address must begin with https://")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    body: object = request.body
    if body is not None and not isinstance(body, str | bytes):
        body = json.dumps(body)
    return _Call(
        (parts.scheme, host, parts.port),
        request.method.upper(),
        target,
        dict(request.headers or ()),
        body.encode() if isinstance(body, str) else body,
    )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _send(connection: HTTPConnection, call: _Call) -> None:
    """Raise ConnectionError when the server cannot have had the call in full."""
    try:
        if connection.sock is None:
            connection.connect()
        call.wire = connection.sock
        call.check_wanted()
        connection.request(call.method, call.target, call.body, call.headers)
    except Exception:
        connection.close()
        raise


def _read_body(response: HTTPResponse) -> bytes:
    body = response.read(_LARGEST_ANSWER + 1)
    if len(body) > _LARGEST_ANSWER:
        raise ValueError(f"the answer is over {_LARGEST_ANSWER} bytes")
    if response.length:  # http.client says nothing when a body ends before its Content-Length
        raise ConnectionResetError("the answer was cut short")
    return body


def _readable(status: int, body: bytes) -> str:
    """Give an error an object for a body: the SDK would lose its status over HTML or nothing."""
    text = body.decode(errors="replace")
    if status < _FIRST_ERROR:
        return text
    try:
        return text if isinstance(json.loads(text), dict) else "{}"
    except (ValueError, RecursionError):
        return "{}"
