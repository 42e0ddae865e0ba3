"""The HTTP server in front of the endpoint: waitress, with bounds of time, size and connections.

One loop reads every request whole before a thread meets it, so whoever sends slowly holds a socket
and no thread. A POST that its headers condemn is refused before its body is read, and whatever is
no HTTP gets a bare 400. Told to stop, it answers what has begun and takes nothing new.
"""

import logging
import signal
import socket
from collections.abc import Callable, Mapping
from time import monotonic as system_monotonic
from typing import TYPE_CHECKING

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer

from skill.endpoint.connection import Admit, Connection
from skill.endpoint.verification import MAX_BODY_BYTES

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication  # known to type checkers alone

STOP_SECONDS = 10.0  # for what has begun when the server is told to stop
CONNECTIONS = 500
THREADS = 8  # what they wait for is Alexa's APIs and the store
_HEADER_BYTES = 16 * 1024
_TURN_SECONDS = 1.0


class Server(TcpWSGIServer):  # type: ignore[misc]
    """Serves `app` on a socket that listens already."""

    channel_class = Connection

    def __init__(
        self,
        app: "WSGIApplication",
        listening: socket.socket,
        admit: Admit,
        monotonic: Callable[[], float] = system_monotonic,
    ) -> None:
        _quieten_waitress()
        self.admit = admit
        self.monotonic = monotonic
        self._stopping = False
        self._next_look = monotonic()
        adjustments = Adjustments(
            sockets=[listening],
            threads=THREADS,
            connection_limit=CONNECTIONS,
            max_request_header_size=_HEADER_BYTES,
            max_request_body_size=MAX_BODY_BYTES + 1,  # the least that is refused
            asyncore_use_poll=True,
            ident=None,
        )
        place = (listening.family, listening.type, listening.proto, listening.getsockname())
        super().__init__(
            app, None, True, listening, adj=adjustments, sockinfo=place, bind_socket=False
        )

    @property
    def port(self) -> int:
        return int(self.effective_port)

    def run(self) -> None:
        """Serve until `stop` is called; then finish what has begun, in ten seconds at most."""
        while not self._stopping:
            self._turn()
        wasyncore.dispatcher.close(self)  # only this socket: the threads still wake the loop
        ends = self.monotonic() + STOP_SECONDS
        while self._close_idle() and self.monotonic() < ends:
            self._turn()
        self.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self._map)

    def run_until_signal(self) -> None:
        """`run`, ended by SIGTERM or SIGINT; a second one ends the process at once."""
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

        def tell(*_: object) -> None:
            self._restore(before)
            self.stop()

        for number in before:
            signal.signal(number, tell)
        try:
            self.run()
        finally:
            self._restore(before)

    def stop(self) -> None:
        """Safe to call from any thread and from a signal's handler, and again."""
        if not self._stopping:
            self._stopping = True
            self.pull_trigger()

    def maintenance(self, now: float) -> None:
        """Nothing: waitress would go by the time of day, and count every byte as life."""

    def _turn(self) -> None:
        wasyncore.loop(timeout=_TURN_SECONDS, use_poll=True, map=self._map, count=1)
        now = self.monotonic()
        if now >= self._next_look:
            self._next_look = now + _TURN_SECONDS
            for channel in list(self.active_channels.values()):
                if channel.is_late(now):
                    channel.handle_close()

    def _close_idle(self) -> bool:
        """Whether any connection is left that is owed an answer."""
        channels = list(self.active_channels.values())
        for channel in channels:
            if not channel.is_busy():
                channel.handle_close()
        return any(channel.is_busy() for channel in channels)

    @staticmethod
    def _restore(handlers: Mapping[signal.Signals, object]) -> None:
        for number, handler in handlers.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # as `getsignal` gave it


def _quieten_waitress() -> None:
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it tells of every moment's wait
    logging.getLogger("waitress").addFilter(_without_traceback)


def _without_traceback(record: logging.LogRecord) -> bool:
    # The words of an error may quote the request.
    record.exc_info = record.exc_text = None
    return True
