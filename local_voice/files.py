"""Files that somebody else wrote, read within bounds; and what was compiled, kept in files."""

import errno
import json
import os
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from skill.storage.own_files import make_folder, write_file

if TYPE_CHECKING:
    # Only for types; the first takes 9 ms to load.
    from importlib.resources.abc import Traversable
    from pathlib import Path

Json = dict[str, Any]
"""A JSON object."""

_LARGEST = 16 << 20  # bytes; Amazon takes models of 1.5 MB
_KEPT = 8  # files of one name: other models, and versions of the program
_LEFT_BEHIND = 24 * 60 * 60.0  # seconds after which nobody is at work on a part any more


def read_bytes(file: "Path | Traversable", largest: int = _LARGEST) -> bytes:
    """What the file holds. Raises OSError, also for a file of more than `largest` bytes."""
    with file.open("rb") as opened:
        data = opened.read(largest + 1)
    if len(data) > largest:
        raise OSError(errno.EFBIG, f"more than {largest >> 20} MB", str(file))
    return data


def read_text(file: "Path | Traversable") -> str:
    """The same as text; raises UnicodeDecodeError too."""
    return read_bytes(file).decode()


def read_json(text: str) -> Any:  # noqa: ANN401 - whatever it is
    """What the JSON says. Raises ValueError, also for a key that stands twice in an object."""
    try:
        return json.loads(text, object_pairs_hook=_object)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice!r} stands there twice")
    return made


def cached(
    folder: "Path | None", name: str, sources: Iterable[bytes], make: Callable[[], Json]
) -> Json:
    """What `make` gives, from `folder` when it is there for these `sources` and whole.

    A broken file is made anew. A folder that cannot be written costs time, never the answer.
    """
    if folder is None:
        return make()
    file = folder / f"{name}-{_digest(*sources)}.json"
    kept = _read(file)
    if kept is None:
        kept = make()
        try:
            _write(file, kept)
            _forget_old(name, file)
        except OSError:
            pass
    return kept


def code_in(folder: "Path") -> list[bytes]:
    """The Python files of a folder: a source of whatever they compile."""
    return [file.read_bytes() for file in sorted(folder.glob("*.py"))]


def _read(file: "Path") -> Json | None:
    try:
        digest, _, body = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    if digest != _digest(body).encode():
        return None
    kept: Json = json.loads(body)
    return kept


def _write(file: "Path", made: Json) -> None:
    """Put the file there at once: another process sees all of it or none."""
    body = json.dumps(made, separators=(",", ":")).encode()
    part = file.with_suffix(f".{os.getpid()}.part")
    make_folder(file.parent)
    try:
        write_file(part, f"{_digest(body)}\n".encode() + body)
        part.replace(file)
    except OSError:  # the disk is full, most likely
        part.unlink(missing_ok=True)
        raise


def _forget_old(name: str, newest: "Path") -> None:
    files = sorted(newest.parent.glob(f"{name}-*.json"), key=_changed, reverse=True)
    now = _changed(newest)  # it has just been made
    parts = newest.parent.glob(f"{name}-*.part")  # on which other processes may be at work
    left_behind = [part for part in parts if now - _changed(part) > _LEFT_BEHIND]
    for old in (*files[_KEPT:], *left_behind):
        old.unlink(missing_ok=True)


def _changed(file: "Path") -> float:
    """When it was last changed, in Unix seconds; 0 if another process has removed it."""
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _digest(*parts: bytes) -> str:
    hasher = sha256()
    for part in parts:
        hasher.update(len(part).to_bytes(8, "big") + part)
    return hasher.hexdigest()
