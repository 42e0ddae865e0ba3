"""One connection to the endpoint's server: how a request is received, refused and let go."""

import logging
import socket
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask

from skill.endpoint.verification import MAX_BODY_BYTES
from skill.errors import VerificationError

Admit = Callable[[Mapping[str, str]], object]
"""Raises `VerificationError` over the headers of a POST, by their names in lower case."""

REQUEST_SECONDS = 8.0  # for all of a request to arrive: Alexa itself gives up after eight
IDLE_SECONDS = 75.0  # between two requests: more than balancers keep a connection, commonly 60
_UNREAD_BYTES = 4 * MAX_BODY_BYTES  # of a refused body, taken and dropped so that the 400 arrives

_log = logging.getLogger("skill.web")  # the endpoint has one log


class ConnectionServer(Protocol):
    """What a connection needs of its server: who is let in, and a clock that never jumps."""

    admit: Admit
    monotonic: Callable[[], float]


class _Parser(HTTPRequestParser):  # type: ignore[misc]  # published without types
    refusal = "no HTTP that is understood"

    def __init__(self, adjustments: Adjustments, admit: Admit) -> None:
        super().__init__(adjustments)
        self._admit = admit

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.command != "POST":
            return
        headers = {name.replace("_", "-").lower(): text for name, text in self.headers.items()}
        try:
            self._admit(headers)
        except VerificationError as refusal:
            self.refusal = str(refusal)
            raise ParsingError(self.refusal) from None

    def received(self, data: bytes) -> int:
        taken: int = super().received(data)
        if self.error:
            self.expect_continue = False  # else it would be told to send its body after all
        return taken


class _Refusal(ErrorTask):  # type: ignore[misc]
    """A bare 400 whatever is wrong: the client hears no reason."""

    def execute(self) -> None:
        _log.warning("refused reason=%s", getattr(self.request, "refusal", ""))
        self.channel.refused = True
        self.status = "400 Bad Request"
        self.set_close_on_finish()
        self.content_length = 0
        self.write(b"")


class Connection(HTTPChannel):  # type: ignore[misc]
    """A connection. `since`: when it was made, its request began, or its answer."""

    error_task_class = _Refusal
    answered = refused = lingering = False
    unread = 0

    def __init__(self, server: "ConnectionServer", *arguments: object, **options: object) -> None:
        self.parser_class = partial(_Parser, admit=server.admit)
        self.since = server.monotonic()
        super().__init__(server, *arguments, **options)

    def is_late(self, now: float) -> bool:
        if self.requests:
            return False
        idle = self.answered and self.request is None and not self.refused
        return now - self.since > (IDLE_SECONDS if idle else REQUEST_SECONDS)

    def is_busy(self) -> bool:
        return bool(self.requests or self.request or self.total_outbufs_len)

    def received(self, data: bytes) -> bool:
        if self.answered and self.request is None:
            self.since = self.server.monotonic()
        return bool(super().received(data))

    def service(self) -> None:
        self.answered = True
        self.since = self.server.monotonic()
        super().service()

    def readable(self) -> bool:
        return self.lingering or bool(super().readable())

    def handle_read(self) -> None:
        if not self.lingering:
            super().handle_read()
            return
        try:
            self.unread += len(self.recv(65536))
        except OSError:
            self.handle_close()
        if self.unread > _UNREAD_BYTES:
            self.handle_close()

    def handle_close(self) -> None:
        """Close; after a refusal once the client has read it, as unread bytes would undo it."""
        if self.refused and not self.lingering:
            self.lingering, self.will_close = True, False
            try:
                self.socket.shutdown(socket.SHUT_WR)
            except OSError:
                super().handle_close()
            return
        super().handle_close()
