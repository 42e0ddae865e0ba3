"""A person at a real terminal, as far as a test can be one."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Timer
from time import monotonic

LONGEST_WAIT = 180.0  # seconds; only a failing test waits so long, however busy the machine is
COMMAND = (sys.executable, "-m", "local_voice")
_WHERE = b"\x1b[6n"  # the program asks where the cursor is, and waits for the answer
_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def run_command(
    *arguments: str | Path, typed: str = "", environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run the console command to its end, as a pipe runs it."""
    return subprocess.run(  # noqa: S603 - our own command
        [*COMMAND, *arguments],
        input=typed,
        capture_output=True,
        text=True,
        timeout=LONGEST_WAIT,
        check=False,
        env=environment,
    )


@dataclass
class AtTerminal:
    """Types, and reads what has not been waited for yet."""

    pid: int
    terminal: int
    unread: str = ""
    exit_code: int | None = None

    def type(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())

    def wait_for(self, words: str, there: Callable[[], bool] = lambda: True) -> None:
        """Read on to `words`, wherever the lines break, and until something else is `there`.

        Fails when they do not come.
        """
        self.read_to(re.compile(r"\s+".join(map(re.escape, words.split()))), there)

    def read_to(
        self, wanted: re.Pattern[str], there: Callable[[], bool] = lambda: True
    ) -> re.Match[str]:
        """The same for whatever fits `wanted`."""
        deadline = monotonic() + LONGEST_WAIT
        while not ((found := wanted.search(self.unread)) and there()):
            assert monotonic() < deadline, f"{wanted.pattern!r} did not come: {self.unread!r}"
            self.unread += self._read()
        self.unread = self.unread[found.end() :]
        return found

    def close(self) -> None:
        """Close the window, as far as it is open."""
        if self.terminal >= 0:
            os.close(self.terminal)
        self.terminal = -1

    def ended(self) -> int:
        """Wait for the program to end; its exit code."""
        if self.exit_code is None:
            with killed_if_late(self.pid):
                with suppress(OSError):  # on Linux, the end of a terminal
                    while os.read(self.terminal, 4096):
                        pass
                self.exit_code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.exit_code

    def _read(self) -> str:
        if not select.select([self.terminal], [], [], 0.1)[0]:
            return ""
        got = os.read(self.terminal, 4096)
        if _WHERE in got:
            self.type("\x1b[1;1R")
        return _CODES.sub("", got.decode(errors="replace"))


@contextmanager
def killed_if_late(pid: int) -> Iterator[None]:
    """Kill the program, and fail, when what is done here, such as waiting for its end, is late."""
    late = Event()

    def kill() -> None:
        late.set()
        os.kill(pid, signal.SIGKILL)

    killer = Timer(LONGEST_WAIT, kill)
    killer.start()
    try:
        yield
    finally:
        killer.cancel()
        assert not late.is_set(), f"killed: what was waited for had not come in {LONGEST_WAIT} s"


@contextmanager
def person(
    environment: dict[str, str], *arguments: str, errors: Path | None = None
) -> Iterator[AtTerminal]:
    """Start a talk in a terminal of its own; `errors` is the file for its standard error."""
    pid, terminal = pty.fork()
    if pid == 0:
        if errors:
            os.dup2(os.open(errors, os.O_CREAT | os.O_WRONLY), 2)
        command = [*COMMAND, "talk", *arguments]
        os.execve(sys.executable, command, environment)  # noqa: S606 - the program to be tested
    at = AtTerminal(pid, terminal)
    try:
        yield at
    finally:
        at.close()  # which ends the program, if it still runs
        at.ended()
