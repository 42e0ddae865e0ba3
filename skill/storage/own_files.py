"""Files and folders that are for their owner alone, whatever the umask."""

import os
from collections.abc import Iterable
from contextlib import suppress

APP = "back-spasm-guide"
"""The name of the folders that hold a user's files."""

_FOLDER, _FILE = 0o700, 0o600
_Path = str | os.PathLike[str]  # pathlib takes 9 ms to load


def make_folder(folder: _Path) -> None:
    """Make the folder, and those above it, when missing; raises OSError.

    One that is there may be shared on purpose and stays as it is, unless it is named for the
    program.
    """
    above, name = os.path.split(os.path.abspath(folder))  # noqa: PTH100
    if not os.path.isdir(folder):  # noqa: PTH112
        os.makedirs(above, exist_ok=True)  # noqa: PTH103
        with suppress(FileExistsError):
            os.mkdir(folder, _FOLDER)  # noqa: PTH102
    elif name != APP:
        return
    restrict([folder])


def make_file(file: _Path, *, empty: bool = False) -> int:
    """A descriptor to write the file with, which is made when missing; raises OSError."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | (os.O_TRUNC if empty else 0)
    descriptor = os.open(file, flags, _FILE)
    restrict([file])
    return descriptor


def write_file(file: _Path, content: bytes) -> None:
    """Put the content there; raises OSError."""
    with os.fdopen(make_file(file, empty=True), "wb") as opened:
        opened.write(content)


def restrict(paths: Iterable[_Path]) -> None:
    """Take from everybody else what they may do with these, as far as they are ours to change."""
    for path in paths:
        with suppress(OSError):
            wanted = _FOLDER if os.path.isdir(path) else _FILE  # noqa: PTH112
            if os.stat(path).st_mode & 0o777 != wanted:  # noqa: PTH116
                os.chmod(path, wanted)  # noqa: PTH101
