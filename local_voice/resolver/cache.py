"""Compiled data kept in a file named by the hash of what it was made from."""

import json
import os
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

_KEPT = 8  # files of other models and versions left beside the newest


def cached(
    directory: Path | None, sources: Iterable[bytes], make: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """What `make` gives, from `directory` when it is there for these `sources` and whole.

    A broken file is made anew. A directory that cannot be written costs time, never the answer.
    """
    if directory is None:
        return make()
    file = directory / f"resolver-{_digest(*sources)}.json"
    kept = _read(file)
    if kept is None:
        kept = make()
        _write(file, kept)
    return kept


def _read(file: Path) -> dict[str, Any] | None:
    try:
        digest, _, body = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    if digest != _digest(body).encode():
        return None
    kept: dict[str, Any] = json.loads(body)
    return kept


def _write(file: Path, compiled: dict[str, Any]) -> None:
    body = json.dumps(compiled, separators=(",", ":")).encode()
    part = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(f"{_digest(body)}\n".encode() + body)
        part.replace(file)
        for old in sorted(file.parent.glob("resolver-*.json"), key=_age)[_KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def _age(file: Path) -> float:
    try:
        return -file.stat().st_mtime
    except OSError:  # removed by another process meanwhile
        return 0.0


def _digest(*parts: bytes) -> str:
    hasher = sha256()
    for part in parts:
        hasher.update(len(part).to_bytes(8, "big") + part)
    return hasher.hexdigest()
