"""A person at a real terminal, as far as a test can be one."""

import os
import pty
import re
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from time import monotonic

LONGEST_WAIT = 30.0  # seconds; only a failing test waits so long
_WHERE = b"\x1b[6n"  # the program asks where the cursor is, and waits for the answer
_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass
class AtTerminal:
    """Types, and reads what has not been waited for yet."""

    pid: int
    terminal: int
    unread: str = ""

    def type(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())

    def wait_for(self, words: str) -> None:
        """Read on to `words`, wherever the lines break; fails when they do not come."""
        wanted = re.compile(r"\s+".join(map(re.escape, words.split())))
        deadline = monotonic() + LONGEST_WAIT
        while not (found := wanted.search(self.unread)):
            assert monotonic() < deadline, f"{words!r} did not come: {self.unread!r}"
            self.unread += self._read()
        self.unread = self.unread[found.end() :]

    def ended(self) -> int:
        """Wait for the program to end; its exit code."""
        with suppress(OSError):  # on Linux, the end of a terminal
            while os.read(self.terminal, 4096):
                pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def _read(self) -> str:
        if not select.select([self.terminal], [], [], 1.0)[0]:
            return ""
        got = os.read(self.terminal, 4096)
        if _WHERE in got:
            self.type("\x1b[1;1R")
        return _CODES.sub("", got.decode(errors="replace"))


@contextmanager
def person(environment: dict[str, str], *arguments: str) -> Iterator[AtTerminal]:
    """Start a talk in a terminal of its own."""
    pid, terminal = pty.fork()
    if pid == 0:
        command = [sys.executable, "-m", "local_voice", "talk", *arguments]
        os.execve(sys.executable, command, environment)  # noqa: S606 - the program to be tested
    try:
        yield AtTerminal(pid, terminal)
    finally:
        os.close(terminal)  # which ends the program, if it still runs
