"""A player program for the tests: plays nothing, says what it was given and waits for a word.

So the tests prove what is played, cut and said again without a sound card and without sleeping.
"""

import contextlib
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from local_voice.speech import sound

PLAYER = """
import os, socket, sys, wave
with wave.open("sound.wav") as file:
    heard = file.readframes(file.getnframes()).decode().strip()
link = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
link.sendall(f"{os.getpid()} {os.getcwd()} {heard}\\n".encode())
sys.exit(int(link.recv(8).decode() or 3))
"""
LONGEST_WAIT = 20.0  # seconds; only a failing test waits so long


def wav(name: str) -> bytes:
    """Make a sound whose samples are its name, so that the player program can tell it."""
    return sound.wav(name.encode().ljust(16))


@dataclass(frozen=True, slots=True)
class Heard:
    """One run of the player program, going on until `end` or until it is killed."""

    name: str
    pid: int
    folder: Path
    link: socket.socket

    def end(self, code: int = 0) -> None:
        with self.link:
            self.link.sendall(str(code).encode())

    def was_killed(self) -> bool:
        """Block until its end of the line falls, as it does when the process dies."""
        with self.link:
            try:
                return self.link.recv(1) == b""
            except ConnectionResetError:
                return True


class PlayerPrograms:
    """Where the player programs report, in the order in which they are started."""

    def __init__(self, folder: Path) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(LONGEST_WAIT)
        self._links: list[socket.socket] = []
        script = folder / "player.py"
        script.write_text(PLAYER)
        port = self._server.getsockname()[1]
        self.command = (sys.executable, "-S", "-E", str(script), str(port))

    def next(self) -> Heard:
        """Wait for the next program to report; one that is killed before that is passed over."""
        line = b""
        while not line.endswith(b"\n"):
            link, _ = self._server.accept()
            self._links.append(link)
            link.settimeout(LONGEST_WAIT)
            with link.makefile("rb") as lines, contextlib.suppress(ConnectionResetError):
                line = lines.readline()
        pid, folder, name = line.decode().split(maxsplit=2)
        return Heard(name.strip(), int(pid), Path(folder), link)

    def is_empty(self) -> bool:
        """Whether nobody else has reported; only certain when the player is idle."""
        self._server.settimeout(0)
        try:
            self._server.accept()[0].close()
        except BlockingIOError:
            return True
        finally:
            self._server.settimeout(LONGEST_WAIT)
        return False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.close()
        for link in self._links:
            link.close()
