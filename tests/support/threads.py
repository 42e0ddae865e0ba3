"""Work done by many threads at once, which all must come to an end."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

LONGEST_WAIT = 30.0  # seconds; only a failing test waits so long

T = TypeVar("T")


def run_apart(talk: Coroutine[Any, Any, T]) -> T:
    """What `talk` comes to. In a thread of its own: a browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asyncio.wait_for(talk, LONGEST_WAIT)).result()


def at_once(work: Callable[[], None], times: int) -> None:
    """Do `work` in as many threads, begun at the same moment; fails when one does not end."""
    gate = threading.Barrier(times)

    def begin() -> None:
        gate.wait(LONGEST_WAIT)
        work()

    threads = [threading.Thread(target=begin, daemon=True) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST_WAIT)
    assert not [thread for thread in threads if thread.is_alive()], "still at work"
