"""Wishes to be forgotten that a database could not grant yet, kept beside it.

Each is an empty file whose name holds the user's key: to make one takes no room of a full disk, to
make it twice changes nothing, and no process waits for another. The name is the key in hex, for a
key may hold what no name may.
"""

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Timer

from skill.storage.own_files import make_file, make_folder

Later = Callable[[float, Callable[[], None]], None]
"""Runs the work after so many seconds, once."""


def in_background(seconds: float, work: Callable[[], None]) -> None:
    """In a thread that does not keep the program from ending."""
    timer = Timer(seconds, work)
    timer.daemon = True
    timer.start()


class Wishes:
    """Those beside the database at `path`. Every method raises OSError."""

    def __init__(self, path: Path) -> None:
        self._folder = path.parent
        self._prefix = f"{path.name}.forget-"

    def __contains__(self, user: str) -> bool:
        return self._file(user).exists()

    def add(self, user: str) -> None:
        make_folder(self._folder)
        os.close(make_file(self._file(user)))
        with suppress(OSError):  # not every kind of disk can
            self._keep()

    def pending(self) -> list[str]:
        with os.scandir(self._folder) as entries:
            names = [entry.name for entry in entries if entry.name.startswith(self._prefix)]
        users = list[str]()
        for name in names:
            with suppress(ValueError):  # somebody else's file
                users.append(bytes.fromhex(name.removeprefix(self._prefix)).decode())
        return users

    def remove(self, users: Iterable[str]) -> None:
        for user in users:
            self._file(user).unlink(missing_ok=True)

    def _file(self, user: str) -> Path:
        return self._folder / f"{self._prefix}{user.encode().hex()}"

    def _keep(self) -> None:
        """Have the disk keep the new name now, whatever happens to the machine."""
        if sys.platform == "win32":
            return  # it opens no folders
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
