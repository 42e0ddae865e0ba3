"""The end of the program, where a daemon thread may still be in native code.

Such a thread keeps no program from ending. But when it comes back from native code after Python
has ended, as while an engine loads, it aborts the whole process, or holds it for ever by a lock of
the native code. So the end waits for it a little; the console command then ends without Python's.
"""

import atexit
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Condition, Event, main_thread

LONGEST_WAIT = 4.0  # seconds; an engine or a recogniser loads in one, and may also hang

_changed = Condition()
_begun: list[Callable[[], None]] = []
_ends: list[bool] = []
_native = Event()  # whether there has been any such code
_exit_codes: list[int] = []


def _nothing() -> None:
    pass


@contextmanager
def finished_first(otherwise: Callable[[], None] = _nothing) -> Iterator[None]:
    """What the end of the program waits for. At the end none is begun: the thread stops here.

    `otherwise` is done at the end when this has taken too long.
    """
    _native.set()
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


def stop_at_the_end() -> None:
    """End this thread where the program ends: what fails to start then fails for that alone."""
    if not main_thread().is_alive():
        sys.exit()


@contextmanager
def whole_program() -> Iterator[None]:
    """What the program does, all of it. It ends with the exit code of this, however it has to."""
    try:
        yield
    except SystemExit as end:
        # As Python takes it: no code is 0, and words are 1.
        _exit_codes.append(end.code if isinstance(end.code, int) else int(bool(end.code)))
        raise
    _exit_codes.append(0)


@atexit.register
def _wait() -> None:
    with _changed:
        _ends.append(True)
        if not _changed.wait_for(lambda: not _begun, LONGEST_WAIT):
            for otherwise in _begun:
                otherwise()
    if _exit_codes and _native.is_set():
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(_exit_codes[-1])
