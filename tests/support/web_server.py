"""The real HTTP server of the endpoint, in a thread of the test, and raw bytes to send to it."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

from skill.endpoint.connection import Admit
from skill.endpoint.server import Server
from skill.endpoint.verification import read_headers

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LONGEST_WAIT = 30.0  # seconds; only a failing test waits so long


class Seconds:
    """A monotonic clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def running(
    app: "WSGIApplication",
    monotonic: Callable[[], float] | None = None,
    admit: Admit = read_headers,
) -> Iterator[Server]:
    """A server on a free port of loopback, stopped in the end."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = Server(app, listening, admit, monotonic or Seconds())
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(LONGEST_WAIT)
        assert not thread.is_alive(), "it did not stop"


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), LONGEST_WAIT)


def rest(connection: socket.socket) -> bytes:
    """All that comes until the server closes the connection."""
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


def head(path: str, headers: dict[str, str], method: str = "POST") -> bytes:
    """The head of a request, up to where its body begins."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    lines += [f"{name}: {text}" for name, text in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()
