"""The command itself: it tells the address, serves it, and ends when interrupted."""

import ast
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit
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
        address = re.fullmatch(
            r"The simulator is at (http://127\.0\.0\.1:\d+/\S+/\?token=\S+), which opens once\n",
            line,
        )
        assert address, running.stderr.read()
        assert "this computer only" in running.stdout.readline()
        with urlopen(address[1], timeout=20) as page:  # noqa: S310 - loopback
            assert b"refresh" in page.read()
        with pytest.raises(OSError, match="403"):
            urlopen(address[1], timeout=20)  # noqa: S310 - loopback
        running.send_signal(signal.SIGINT)
        assert running.stderr.read() == ""
    assert running.returncode == 0


BROWSER = """#!{python}
import os, stat, sys
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname
page = Path(url2pathname(urlsplit(sys.argv[1]).path))
modes = [oct(stat.S_IMODE(path.stat().st_mode)) for path in (page, page.parent)]
Path({told!r}).write_text(repr([sys.argv[1], modes, "token=" in page.read_text()]))
"""


def test_the_browsers_command_line_tells_no_token(cache_folder: Path, tmp_path: Path) -> None:
    told, browser = tmp_path / "told", tmp_path / "browser"
    os.mkfifo(told)
    browser.write_text(BROWSER.format(python=sys.executable, told=str(told)))
    browser.chmod(0o755)
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache_folder), "BROWSER": f"{browser} %s"}
    with (
        subprocess.Popen(  # noqa: S603 - this very program
            [*COMMAND[:-1]],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        ) as running,
        killed_if_late(running.pid),
    ):
        address, modes, leads = ast.literal_eval(told.read_text())
        running.send_signal(signal.SIGINT)
        running.communicate()
    assert "token" not in address
    assert address.startswith("file:///")
    assert modes == ["0o600", "0o700"]
    assert leads
    assert not Path(urlsplit(address).path).exists()


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
