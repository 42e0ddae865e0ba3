"""The streams of a command and its terminal: bytes that are no text, no stream at all, the end."""

import io
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

_ENDS = ("SIGHUP", "SIGTERM")  # the first, where it is known, when the terminal is closed


def settle() -> None:
    """Bytes that are no text become question marks; a signal to end leaves nothing behind."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - as long as we run
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    for name in _ENDS:
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _leave)


def give_up_output() -> None:
    """Let what could not be written go nowhere: at the end Python tries to write it once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


@contextmanager
def warnings_told(tell: Callable[[str], None]) -> Iterator[None]:
    """Within it `tell` is given what is logged, one line a cause, however often it is logged."""
    handler = _Once(tell)
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)


class _Once(logging.Handler):
    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell
        self._told: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        cause = str(record.args or record.msg)
        if cause not in self._told:
            self._told.add(cause)
            self._tell(record.getMessage())


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    if signal.Signals(number).name == "SIGHUP":  # nobody is there to read, least of all a traceback
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
    sys.exit(128 + number)
