"""The terminal is closed, the input or the output breaks off: the talk ends quietly."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.at_terminal import COMMAND, LONGEST_WAIT, killed_if_late, person
from tests.support.places import ROOT

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
    with person(environment, errors=errors) as window:
        window.wait_for("What would you like to know?")
        window.type("start an ice timer\r")
        window.wait_for("set for twenty minutes", pids.exists)
        if end == "closed":
            window.close()
        else:
            os.kill(window.pid, signal.SIGTERM)
        assert window.ended() == 128 + (signal.SIGHUP if end == "closed" else signal.SIGTERM)
    assert errors.read_text() == ""
    assert list((tmp_path / "temporary").glob("back-spasm-guide-*")) == []
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


def in_shell(line: str, environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    """The command with what a shell does to its streams."""
    return subprocess.run(  # noqa: S602
        f"{' '.join(COMMAND)} {line}",
        shell=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
        cwd=ROOT,
        env=environment,
    )


@pytest.mark.parametrize("closed", ["<&-", ">&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_is_no_fault(closed: str, environment: dict[str, str]) -> None:
    for command in ("ask -", "talk --mute"):
        done = in_shell(f"{command} {closed}", environment)
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
    assert talk.stderr
    with killed_if_late(talk.pid), talk:
        talk.stdin.write(b"start an ice timer\n")
        talk.stdin.flush()
        assert any(b"set for twenty minutes" in line for line in talk.stdout)
        talk.stdout.close()
        talk.stdin.write(b"what is a back spasm\n")
        talk.stdin.flush()
        assert talk.stderr.read() == b""
    later = run("talk", "--mute", typed=b"how much time is left\n", environment=environment)
    assert b"Your ice timer has " in later.stdout


@pytest.mark.parametrize("command", ["ask hello", "talk --mute"])
def test_output_that_has_no_room_gets_one_line(command: str, environment: dict[str, str]) -> None:
    done = in_shell(f"{command} > /dev/full", environment)
    line = b"back-spasm-guide: the output: No space left on device\n"
    assert (done.stderr, done.returncode) == (line, 2)


STUCK = """
from threading import Event
from local_voice.cli import main, commands
@commands.command()
def stuck():
    try:
        print("ready", flush=True)
        Event().wait()
    finally:
        Event().wait()
main(["stuck"])
"""


def test_a_program_told_to_end_ends_whatever_it_is_stuck_in() -> None:
    program = subprocess.Popen(  # noqa: S603 - the interpreter itself
        [sys.executable, "-c", STUCK], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert program.stdout
    assert program.stdout.readline() == b"ready\n"
    program.send_signal(signal.SIGTERM)
    assert program.wait(LONGEST_WAIT) == 128 + signal.SIGTERM
    program.stdout.close()
