"""The command, run in process, as a process of its own would run it."""

import signal
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """Give back what the command takes over: whoever ends the tests must be able to."""
    taken = [signal.SIGTERM, signal.SIGHUP]
    before = [signal.getsignal(number) for number in taken]
    yield
    for number, handler in zip(taken, before, strict=True):
        signal.signal(number, handler)
