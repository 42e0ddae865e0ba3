"""A hundred thousand hostile envelopes, signed, through the real server, and unsigned ones.

Slow and broken connections come between them all the time.
"""

import logging
import os
import socket
from collections import Counter, deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from itertools import chain, islice
from time import monotonic, perf_counter

from skill.endpoint.server import Server
from tests.support.hostile_requests import Endpoint, guide_app, mixtures, singles
from tests.support.web_server import connected, head, rest, running

SIGNED = 100_000
UNSIGNED_OF = 10  # one in so many is sent unsigned too, in two ways
BROKEN_OF = 50  # one broken connection for so many envelopes
SLOW_OF = 20  # one slow connection for so many
MOST_SLOW = 100  # of them at a time, in each process

BROKEN = (
    b"zz\r\n",
    b"-1\r\n",
    b"2;\x01\r\n{}\r\n",
    b"2\r\n{}{}\r\n",
    b"40001\r\n" + b" " * 0x40001,
)
SLOW = (b"", b"POST /alexa HTTP/1.1\r\nX: ", b"POST /alexa HTTP/1.1\r\nContent-Length: 9\r\n")


def run(signed: int = SIGNED) -> None:
    """Raises `AssertionError` at the first answer that Alexa would not take, or any 5xx."""
    processes = os.cpu_count() or 1
    started = perf_counter()
    with ProcessPoolExecutor(processes) as pool:
        shares = pool.map(_share, range(processes), [processes] * processes, [signed] * processes)
        counted = sum(shares, Counter[str]())
    sent = counted["200"] + counted["400"]
    print(
        f"{sent} signed: {counted['200']} answered by a valid envelope, {counted['400']} refused;"
        f" {counted['unsigned']} unsigned and {counted['broken']} broken: all refused;"
        f" {counted['slow']} slow connections; {perf_counter() - started:.0f} s"
    )


def _share(number: int, of: int, signed: int) -> Counter[str]:
    """What one process of several does: its part of the single changes, then mixtures."""
    logging.disable(logging.CRITICAL)
    counted, slow = Counter[str](), deque[socket.socket]()
    own = islice(singles(), number, None, of)
    with running(guide_app(), monotonic) as server:
        endpoint = Endpoint(server.port)
        for place, sent in enumerate(islice(chain(own, mixtures(seed=number)), -(-signed // of))):
            counted[str(endpoint.meet(sent))] += 1
            if place % UNSIGNED_OF == 0:
                endpoint.refuse(sent)
                counted["unsigned"] += 2
            if place % BROKEN_OF == 0:
                _refused(server, BROKEN[counted["broken"] % len(BROKEN)], endpoint.signed)
                counted["broken"] += 1
            if place % SLOW_OF == 0:
                slow.append(_begun(server, SLOW[counted["slow"] % len(SLOW)]))
                counted["slow"] += 1
            while len(slow) > MOST_SLOW:
                slow.popleft().close()
        endpoint.close()
        for connection in slow:
            connection.close()
    return counted


def _refused(server: Server, chunk: bytes, signed: dict[str, str]) -> None:
    with connected(server.port) as connection:
        connection.sendall(head("/alexa", signed | {"Transfer-Encoding": "chunked"}) + chunk)
        answer = rest(connection)
    assert answer.startswith(b"HTTP/1.1 400 "), chunk[:20]
    assert answer.endswith(b"\r\n\r\n"), chunk[:20]


def _begun(server: Server, sent: bytes) -> socket.socket:
    connection = connected(server.port)
    with suppress(OSError):  # cut off already
        connection.sendall(sent)
    return connection
