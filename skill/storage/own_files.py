"""Files and folders that are for their owner alone, whatever the umask."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_FOLDER, _FILE = 0o700, 0o600


def make_folder(folder: "os.PathLike[str]", *, ours: bool = False) -> None:
    """Make the folder, and those above it, when missing; raises OSError.

    One that is there already may be shared on purpose and stays as it is, unless it is `ours`.
    """
    if not ours and os.path.isdir(folder):  # noqa: PTH112 - pathlib takes 9 ms to load
        return
    os.makedirs(os.path.dirname(os.path.abspath(folder)), exist_ok=True)  # noqa: PTH100, PTH103, PTH120
    with suppress(FileExistsError):
        os.mkdir(folder, _FOLDER)  # noqa: PTH102
    _restrict(folder, _FOLDER)


def make_file(file: "os.PathLike[str]", *, empty: bool = False) -> int:
    """A descriptor to write the file with, which is made when missing; raises OSError."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | (os.O_TRUNC if empty else 0)
    descriptor = os.open(file, flags, _FILE)
    _restrict(file, _FILE)
    return descriptor


def write_file(file: "os.PathLike[str]", content: bytes) -> None:
    """Put the content there; raises OSError."""
    with os.fdopen(make_file(file, empty=True), "wb") as opened:
        opened.write(content)


def restrict(files: Iterator[Path]) -> None:
    """Take from everybody else what they may do with these files."""
    for file in files:
        _restrict(file, _FILE)


def _restrict(path: "os.PathLike[str]", mode: int) -> None:
    """Whoever does not own it cannot, and need not: it was given to them."""
    with suppress(OSError):
        if os.stat(path).st_mode & 0o777 != mode:  # noqa: PTH116
            os.chmod(path, mode)  # noqa: PTH101
