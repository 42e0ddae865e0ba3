"""A real HTTP server on loopback that plays Alexa's Timers API, its faults, and a bad network."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

from ask_sdk_model.services.api_client_request import ApiClientRequest

from local_voice.timers.service import AlexaService

TIMERS = "/v1/alerts/timers"
"""Where the API takes a new timer, and lists them."""

TIMER = {
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
"""What asks for a timer of twenty minutes."""

WIRE_FAULTS = ("hang", "drip_head", "drip_body", "cut", "huge", "drop", "not_http", "redirect")
"""Faults of the wire, beside those in `local_voice.timers.faults`."""


class TimersServer(ThreadingHTTPServer):
    """`wire_fault` is one of WIRE_FAULTS or None; `requests` and `connections` are counted.

    With `silent_close` each connection is closed after its first answer, without a word of it.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64  # or a burst of clients waits a second to be let in

    def __init__(self, service: AlexaService) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.service = service
        self.wire_fault: str | None = None
        self.silent_close = False
        self.requests: list[str] = []
        self.connections = 0
        self.scheme = "http"
        self.released = threading.Event()
        self.closed = threading.Semaphore(0)  # released for each connection that is closed

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_address[1]}"

    def shutdown_request(self, request: object) -> None:
        super().shutdown_request(request)  # type: ignore[arg-type]  # typed wider than it is called
        self.closed.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet: clients that give up are the point of these tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer waits 40 ms for an acknowledgement
    server: TimersServer
    close_head: ClassVar[bytes] = b"HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n"

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.server.requests.append(f"{self.command} {self.path}")
        if self.server.wire_fault:
            self._misbehave(self.server.wire_fault)
            self.close_connection = True
            return
        try:
            answer = self.server.service.invoke(
                ApiClientRequest(
                    headers=list(self.headers.items()),
                    body=body.decode(),
                    url=self.server.url + self.path,
                    method=self.command,
                )
            )
        except ConnectionError:
            self.close_connection = True
            return
        payload = answer.body.encode()
        self.send_response(answer.status_code)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)
        self.close_connection = self.server.silent_close

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - http.server's names

    def _misbehave(self, fault: str) -> None:
        match fault:
            case "hang":
                self.server.released.wait(10)
            case "drip_head":
                self._drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"z" * 50_000)
            case "drip_body":
                self.wfile.write(self.close_head)
                self._drip(b" " * 200)
            case "cut":
                self.wfile.write(self.close_head + b'{"id": "1", "status"')
            case "huge":
                length = 10 * 1024 * 1024
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % length)
                for _ in range(1024):
                    self.wfile.write(b" " * 1024)
            case "redirect":
                head = b"HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\n"
                self.wfile.write(
                    head + b"Location: %s/elsewhere\r\n\r\n" % self.server.url.encode()
                )
            case "not_http":
                self.wfile.write(b"220 mail.example ESMTP\r\n")

    def _drip(self, data: bytes) -> None:
        for byte in data:
            self.wfile.write(bytes([byte]))
            if self.server.released.wait(0.05):
                return


@contextlib.contextmanager
def running(service: AlexaService) -> Iterator[TimersServer]:
    """Serve in a thread until the block ends."""
    server = TimersServer(service)
    thread = threading.Thread(target=server.serve_forever, args=(0.005,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    """Return a port on loopback where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
