"""Kept-alive HTTP connections between two calls, safe to share among threads."""

import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection
from select import select

Origin = tuple[str, str, int | None]
"""Scheme, host, port."""

_MOST = 8
_LONGEST = 30.0  # seconds; a frozen Lambda or a middlebox drops idle connections silently


class IdleConnections:
    """At most eight connections, the one used last first; none idle for over thirty seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._kept: list[tuple[Origin, float, HTTPConnection]] = []
        self._lock = threading.Lock()

    def take(self, origin: Origin) -> HTTPConnection | None:
        """Return one that looks alive, or None. Those found dead are closed on the way."""
        while True:
            with self._lock:
                found = next((entry for entry in self._kept if entry[0] == origin), None)
                if found is None:
                    return None
                self._kept.remove(found)
            _, since, connection = found
            if self._monotonic() - since < _LONGEST and _is_quiet(connection):
                return connection
            connection.close()

    def keep(self, origin: Origin, connection: HTTPConnection) -> None:
        with self._lock:
            self._kept.insert(0, (origin, self._monotonic(), connection))
            surplus = self._kept[_MOST:]
            del self._kept[_MOST:]
        for _, _, extra in surplus:
            extra.close()

    def close(self) -> None:
        with self._lock:
            kept, self._kept = self._kept, []
        for _, _, connection in kept:
            connection.close()


def _is_quiet(connection: HTTPConnection) -> bool:
    """Nothing to read on an idle connection: the other end has neither closed nor spoken."""
    try:
        return connection.sock is not None and not select([connection.sock], [], [], 0)[0]
    except (OSError, ValueError):  # closed, or a descriptor too high for select
        return False
