"""Damaged files that were put out of the way: NAME.broken-1 and so on, each with its log.

They are kept for whoever wants to look into them, and end after thirty days. Who is forgotten
meanwhile is struck out of them byte by byte: no database has to be opened for that.
"""

import mmap
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

SIDECARS = ("-wal", "-shm")
KEPT = timedelta(days=30)
"""How long a file is kept after it was set aside."""


def put_aside(path: Path, now: datetime) -> str:
    """Rename the file and its log; gives the new name. Raises OSError."""
    number = 1
    while (aside := path.with_name(f"{path.name}.broken-{number}")).exists():
        number += 1
    for suffix in (*SIDECARS, ""):  # a log left behind would be read into the new file
        with suppress(FileNotFoundError):
            renamed = path.with_name(path.name + suffix).rename(
                aside.with_name(aside.name + suffix)
            )
            os.utime(renamed, times=(now.timestamp(),) * 2)
    return aside.name


def end_old(path: Path, now: datetime) -> None:
    """Delete what was set aside of `path` too long ago, as far as that can be done now."""
    with suppress(OSError):
        for file in set_aside_of(path):
            if now.timestamp() - file.stat().st_mtime >= KEPT.total_seconds():
                file.unlink()


def strike_out(path: Path, users: Iterable[str]) -> None:
    """Overwrite these users' keys, and the states that follow, in what was set aside of `path`.

    Takes no room of a full disk. Raises OSError.
    """
    keys = b"|".join(re.escape(user.encode()) for user in users)
    row = re.compile(rb"(?:%s)(?:\{[ -~]*\})?" % keys)
    for file in set_aside_of(path):
        before = file.stat()
        if before.st_size == 0:
            continue
        with file.open("r+b") as opened, mmap.mmap(opened.fileno(), 0) as content:
            found = [match.span() for match in row.finditer(content)]
            for start, end in found:
                content[start:end] = bytes(end - start)
            content.flush()
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))  # or it would never end


def set_aside_of(path: Path) -> Iterator[Path]:
    name = re.compile(rf"{re.escape(path.name)}\.broken-\d+(?:-wal|-shm)?")
    return (file for file in path.parent.iterdir() if name.fullmatch(file.name))
