"""A hundred thousand hostile envelopes, signed, through the whole web app; and none unsigned."""

import logging
import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, islice
from time import perf_counter

from tests.support.hostile_requests import Endpoint, mixtures, singles

SIGNED = 100_000
UNSIGNED_OF = 10  # one in so many is sent unsigned too


def run() -> None:
    """Raises `AssertionError` at the first answer that Alexa would not take, or any 5xx."""
    processes = os.cpu_count() or 1
    started = perf_counter()
    with ProcessPoolExecutor(processes) as pool:
        shares = pool.map(_share, range(processes), [processes] * processes)
        counted = sum(shares, Counter[str]())
    signed = counted["200"] + counted["400"]
    print(
        f"{signed} signed: {counted['200']} answered by a valid envelope, {counted['400']} refused;"
        f" {counted['unsigned']} unsigned: all refused; {perf_counter() - started:.0f} s"
    )


def _share(number: int, of: int) -> Counter[str]:
    """What one process of several does: its part of the single changes, then mixtures."""
    logging.disable(logging.CRITICAL)
    endpoint, counted = Endpoint(), Counter[str]()
    own = islice(singles(), number, None, of)
    for place, sent in enumerate(islice(chain(own, mixtures(seed=number)), -(-SIGNED // of))):
        counted[str(endpoint.meet(sent))] += 1
        if place % UNSIGNED_OF == 0:
            endpoint.refuse(sent)
            counted["unsigned"] += 2
    return counted
