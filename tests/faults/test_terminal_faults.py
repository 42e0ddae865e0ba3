"""The terminal is closed, the input or the output breaks off: the talk ends quietly."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "local_voice"]
CURSOR = b"\x1b[6n"  # where a program asks for the position of the cursor
LONGEST_WAIT = 30.0
PLAYER = """#!/bin/sh
echo $$ >> {pids}
exec sleep 60
"""


@pytest.fixture
def environment(tmp_path: Path, cache_folder: Path) -> dict[str, str]:
    """One in which the player program plays for a minute and notes its process id."""
    player = tmp_path / "bin" / "aplay"
    player.parent.mkdir()
    player.write_text(PLAYER.format(pids=tmp_path / "pids"))
    player.chmod(0o755)
    (tmp_path / "temporary").mkdir()
    return {
        **os.environ,
        "NO_COLOR": "1",
        "PATH": f"{player.parent}:/usr/bin:/bin",
        "TERM": "xterm",
        "TMPDIR": str(tmp_path / "temporary"),
        "XDG_CACHE_HOME": str(cache_folder),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }


class Window:
    """A terminal window with a talk in it."""

    def __init__(self, environment: dict[str, str], errors: Path) -> None:
        import pty  # noqa: PLC0415 - not on Windows

        self.seen = b""
        self.process, self.screen = pty.fork()
        if self.process == 0:
            os.dup2(os.open(errors, os.O_CREAT | os.O_WRONLY), 2)
            os.chdir(ROOT)
            os.execve(sys.executable, [*COMMAND, "talk"], environment)  # noqa: S606

    def until(self, words: bytes, there: Callable[[], bool] = lambda: True) -> None:
        end = monotonic() + LONGEST_WAIT
        while not (words in self.seen and there()):
            assert monotonic() < end, self.seen
            if select.select([self.screen], [], [], 0.05)[0]:
                self.seen += os.read(self.screen, 65536)
            if CURSOR in self.seen:
                self.seen = self.seen.replace(CURSOR, b"")
                os.write(self.screen, b"\x1b[1;1R")

    def type(self, line: bytes) -> None:
        self.seen = b""
        os.write(self.screen, line + b"\r")

    def exit_code(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("end", ["closed", "terminated"])
def test_a_talk_whose_window_is_closed_ends_quietly_and_keeps_the_timer(
    end: str, environment: dict[str, str], tmp_path: Path
) -> None:
    errors, pids = tmp_path / "errors", tmp_path / "pids"
    window = Window(environment, errors)
    window.until(b"What would you like to know?")
    window.type(b"start an ice timer")
    window.until(b"set for twenty minutes", pids.exists)
    if end == "closed":
        os.close(window.screen)
    else:
        os.kill(window.process, signal.SIGTERM)
    assert window.exit_code() == 128 + (signal.SIGHUP if end == "closed" else signal.SIGTERM)
    assert errors.read_text() == ""
    assert list((tmp_path / "temporary").iterdir()) == []
    assert all(is_gone(int(pid)) for pid in pids.read_text().split())
    later = run("talk", "--mute", typed=b"how much time is left\n", environment=environment)
    assert b"Your ice timer has " in later.stdout


def run(
    *arguments: str, typed: bytes, environment: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603
        [*COMMAND, *arguments],
        input=typed,
        capture_output=True,
        timeout=60,
        check=False,
        cwd=ROOT,
        env={**environment, "PYTHONIOENCODING": "utf-8:strict"},
    )


@pytest.mark.parametrize("command", [("ask", "-"), ("ask", "--json", "-"), ("talk", "--mute")])
def test_bytes_that_are_no_text_are_read_past(
    command: tuple[str, ...], environment: dict[str, str]
) -> None:
    done = run(*command, typed=b"\xff\xfe\x00 what is a back spasm\n", environment=environment)
    assert b"A back spasm is a sudden tightening" in done.stdout
    assert (done.stderr, done.returncode) == (b"", 0)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_is_no_fault(closed: str, environment: dict[str, str]) -> None:
    for command in ("ask -", "talk --mute"):
        done = subprocess.run(  # noqa: S602
            f"{' '.join(COMMAND)} {command} {closed}",
            shell=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
            cwd=ROOT,
            env=environment,
        )
        assert (done.stderr, done.returncode) == (b"", 0)


def test_a_reader_who_goes_away_ends_the_talk_and_keeps_the_timer(
    environment: dict[str, str],
) -> None:
    talk = subprocess.Popen(  # noqa: S603
        [*COMMAND, "talk", "--mute"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environment,
    )
    assert talk.stdin
    assert talk.stdout
    talk.stdin.write(b"start an ice timer\n")
    talk.stdin.flush()
    while b"set for twenty minutes" not in talk.stdout.readline():
        pass
    talk.stdout.close()
    talk.stdin.write(b"what is a back spasm\n")
    talk.stdin.flush()
    assert talk.stderr
    with talk:
        assert talk.stderr.read() == b""
    later = run("talk", "--mute", typed=b"how much time is left\n", environment=environment)
    assert b"Your ice timer has " in later.stdout


@pytest.mark.parametrize("command", ["ask hello", "talk --mute"])
def test_output_that_has_no_room_gets_one_line(command: str, environment: dict[str, str]) -> None:
    done = subprocess.run(  # noqa: S602
        f"{' '.join(COMMAND)} {command} > /dev/full",
        shell=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
        cwd=ROOT,
        env=environment,
    )
    line = b"back-spasm-guide: the output: No space left on device\n"
    assert (done.stderr, done.returncode) == (line, 2)
