"""Work done by many threads at once, which all must come to an end."""

import threading
from collections.abc import Callable

LONGEST_WAIT = 30.0  # seconds; only a failing test waits so long


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
