"""The end of the program, where a daemon thread may still be in native code.

Such a thread keeps no program from ending. But when it comes back from native code after Python
has ended, as while an engine loads, it aborts the whole process: so the end waits for it a little.
"""

import atexit
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition

LONGEST_WAIT = 4.0  # seconds; an engine or a recogniser loads in one, and may also hang

_changed = Condition()
_begun: list[Callable[[], None]] = []
_ends: list[bool] = []


def _nothing() -> None:
    pass


@contextmanager
def finished_first(otherwise: Callable[[], None] = _nothing) -> Iterator[None]:
    """What the end of the program waits for. At the end none is begun: the thread stops here.

    `otherwise` is done at the end when this has taken too long.
    """
    with _changed:
        if _ends:
            sys.exit()
        _begun.append(otherwise)
    try:
        yield
    finally:
        with _changed:
            _begun.remove(otherwise)
            _changed.notify_all()


@atexit.register
def _wait() -> None:
    with _changed:
        _ends.append(True)
        if not _changed.wait_for(lambda: not _begun, LONGEST_WAIT):
            for otherwise in _begun:
                otherwise()
