"""Files that somebody else wrote, read within bounds; and what was compiled, kept in files."""

import errno
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar, overload

from skill.clock import system_clock
from skill.storage.own_files import APP, make_folder, restrict, write_file

if TYPE_CHECKING:
    # Only for types; the first takes 9 ms to load.
    from importlib.resources.abc import Traversable
    from pathlib import Path

Json = dict[str, Any]
"""A JSON object."""

_LARGEST = 16 << 20  # bytes; Amazon takes models of 1.5 MB
_KEPT = 8  # files of one name: other models, and versions of the program
_LEFT_BEHIND = 24 * 60 * 60.0  # seconds after which nobody is at work on it any more
_WRONG_SHAPE = (LookupError, TypeError, ValueError, AttributeError)  # what reading one raises
_T = TypeVar("_T")


def read_bytes(file: "Path | Traversable", largest: int = _LARGEST) -> bytes:
    """What the file holds. Raises OSError, also for a file of more than `largest` bytes."""
    with file.open("rb") as opened:
        data = opened.read(largest + 1)
    if len(data) > largest:
        raise OSError(errno.EFBIG, f"more than {largest >> 20} MB", str(file))
    return data


def read_text(file: "Path | Traversable") -> str:
    """The same as text, without the mark that some editors begin with; or UnicodeDecodeError."""
    return read_bytes(file).decode("utf-8-sig")


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


@overload
def cached(
    folder: "Path | None", name: str, sources: Iterable[bytes], make: Callable[[], Json]
) -> Json: ...
@overload
def cached(
    folder: "Path | None",
    name: str,
    sources: Iterable[bytes],
    make: Callable[[], Json],
    read: Callable[[Json], _T],
) -> _T: ...
def cached(
    folder: "Path | None",
    name: str,
    sources: Iterable[bytes],
    make: Callable[[], Json],
    read: Callable[[Json], Any] = dict,
) -> Any:
    """What `read` makes of what `make` gives, which is kept in `folder` for these `sources`.

    A broken file, or one that `read` cannot use, is made anew. A folder that cannot be written
    costs time, never the answer.
    """
    if folder is None:
        return read(make())
    _clear_parts(folder, name)
    file = folder / f"{name}-{_digest(*sources)}.json"
    with suppress(*_WRONG_SHAPE):
        if (body := _read(file)) is not None:
            return read(json.loads(body))
    made = make()
    with suppress(OSError):
        _write(file, made)
        _forget_old(name, file)
    return read(made)


def code_in(folder: "Path") -> list[bytes]:
    """The Python files of a folder: a source of whatever they compile."""
    return [file.read_bytes() for file in sorted(folder.glob("*.py"))]


def _read(file: "Path") -> bytes | None:
    """The body, if the file is there and whole."""
    try:
        digest, _, body = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    return body if digest == _digest(body).encode() else None


def _write(file: "Path", made: Json) -> None:
    body = json.dumps(made, separators=(",", ":")).encode()
    make_folder(file.parent)
    write_whole(file, f"{_digest(body)}\n".encode() + body)


def write_whole(file: "Path", content: bytes) -> None:
    """Put the file there at once: another process sees all of it or none.

    Raises OSError that names the file.
    """
    part = file.with_suffix(f".{os.getpid()}.part")
    try:
        write_file(part, content)
        part.replace(file)
    except OSError as error:  # the disk is full, most likely
        error.filename = str(file)
        raise
    finally:
        part.unlink(missing_ok=True)


def _forget_old(name: str, newest: "Path") -> None:
    files = sorted(newest.parent.glob(f"{name}-*.json"), key=_changed, reverse=True)
    for old in files[_KEPT:]:
        old.unlink(missing_ok=True)


def _clear_parts(folder: "Path", name: str) -> None:
    """Those whose process was killed; on others a process is at work."""
    with suppress(OSError):
        for part in folder.glob(f"{name}-*.part"):
            if _is_left_behind(part, part.suffixes[-2].removeprefix(".")):
                part.unlink(missing_ok=True)


@contextmanager
def scratch_folder() -> Iterator["Path"]:
    """A folder for the moment, for its owner alone; a kill leaves it to `clear_leftovers`."""
    from pathlib import Path  # noqa: PLC0415 - with tempfile, 15 ms
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    prefix = f"{APP}-{os.getpid()}-"
    with TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
        restrict([folder])
        yield Path(folder)


def clear_leftovers() -> None:
    """Remove the scratch folders of programs that were killed."""
    from pathlib import Path  # noqa: PLC0415 - as above
    from shutil import rmtree  # noqa: PLC0415
    from tempfile import gettempdir  # noqa: PLC0415

    for folder in Path(gettempdir()).glob(f"{APP}-*-*"):
        if _is_left_behind(folder, folder.name.removeprefix(f"{APP}-").partition("-")[0]):
            rmtree(folder, ignore_errors=True)


def _is_left_behind(path: "Path", process: str) -> bool:
    """Whether the process with this number, which made it, is no more."""
    if not process.isdecimal():
        return False
    if sys.platform == "win32":  # where to ask for a process may end it
        return system_clock().timestamp() - _changed(path) > _LEFT_BEHIND
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False  # it is somebody else's
    return False


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
