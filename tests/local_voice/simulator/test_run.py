"""The command itself: it tells the address, serves it, and ends when interrupted."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.support.at_terminal import killed_if_late

COMMAND = [sys.executable, "-m", "local_voice", "simulate", "--no-open"]


def test_the_printed_address_opens_the_page(cache_folder: Path) -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache_folder)}
    running = subprocess.Popen(  # noqa: S603 - this very program
        COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    with killed_if_late(running.pid), running:
        assert running.stdout
        assert running.stderr
        line = running.stdout.readline()
        address = re.fullmatch(r"The simulator is at (http://127\.0\.0\.1:\d+/\?token=\S+)\n", line)
        assert address, running.stderr.read()
        assert "this computer only" in running.stdout.readline()
        with pytest.raises(OSError, match="403"):  # the cookie is not kept, and needed
            urlopen(address[1], timeout=20)  # noqa: S310 - loopback
        running.send_signal(signal.SIGINT)
        assert running.stderr.read() == ""
    assert running.returncode == 0


def test_a_host_that_lets_others_in_is_refused() -> None:
    run = subprocess.run(  # noqa: S603 - this very program
        [*COMMAND, "--host", "0.0.0.0"],  # noqa: S104 - refused
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 2
    assert run.stderr == ("back-spasm-guide: --host 0.0.0.0 would let others in: use 127.0.0.1\n")
