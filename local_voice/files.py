"""Files that somebody else wrote, read within bounds and without surprises."""

import errno
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # Only for types; the first takes 9 ms to load.
    from importlib.resources.abc import Traversable
    from pathlib import Path

Json = dict[str, Any]
"""A JSON object."""

_LONGEST = 16 << 20  # bytes; Amazon takes models of 1.5 MB


def read_text(file: "Path | Traversable") -> str:
    """What the file says. Raises OSError, also for a file without end, and UnicodeDecodeError."""
    with file.open("rb") as opened:
        data = opened.read(_LONGEST + 1)
    if len(data) > _LONGEST:
        raise OSError(errno.EFBIG, f"more than {_LONGEST >> 20} MB", str(file))
    return data.decode()


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
