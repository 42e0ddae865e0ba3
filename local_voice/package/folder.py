"""The folder that a package is written to: what is there gives way as a whole, or stays.

A list of what was made, with each file's digest, stands beside it: so a file of somebody's own, or
one that somebody has changed, is told from what an earlier package left.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from local_voice.errors import FolderInUse

LIST = ".package.sha256"
"""The list, in the form that `sha256sum --check` reads."""

_REMEDY = "move it away, or name another folder with --out"


@contextmanager
def replaced(out: Path, parts: Collection[str]) -> Iterator[Path]:
    """Gives a folder to build in, whose content takes the place of `parts` in `out` at the end.

    Whatever fails on the way, `out` keeps what it held. Raises `FolderInUse` if a part of `out` is
    not as a package left it, and `OSError` if `out` cannot be written.
    """
    _refuse_foreign(out, parts)
    made = not out.exists()
    out.mkdir(parents=True, exist_ok=True)
    try:
        with TemporaryDirectory(dir=out, prefix=".package-") as folder:
            new, old = Path(folder, "new"), Path(folder, "old")
            new.mkdir()
            old.mkdir()
            yield new
            lines = (f"{digest}  {name}\n" for name, digest in sorted(_digests(new).items()))
            (new / LIST).write_text("".join(lines), "utf-8")
            for part in (*parts, LIST):
                if (out / part).exists():
                    (out / part).rename(old / part)
                if (new / part).exists():
                    (new / part).rename(out / part)
    finally:
        if made and not any(out.iterdir()):
            out.rmdir()


def _refuse_foreign(out: Path, parts: Collection[str]) -> None:
    listed = _listed(out / LIST)
    for part in parts:
        place = out / part
        if place.is_symlink():
            raise FolderInUse(f"{place} is a link, which no package has made", _REMEDY)
        for name, digest in _digests(out, part).items():
            if name not in listed:
                raise FolderInUse(f"{out / name} is there, which no package has made", _REMEDY)
            if digest != listed[name]:
                raise FolderInUse(f"{out / name} was changed since it was made", _REMEDY)


def _digests(root: Path, part: str = "") -> dict[str, str]:
    """Each file's digest, by its path below `root`; a link counts as a file of its own."""
    top = root / part
    places = [top] if top.is_file() else sorted(top.rglob("*"))
    return {
        place.relative_to(root).as_posix(): _digest(place)
        for place in places
        if place.is_symlink() or place.is_file()
    }


def _digest(file: Path) -> str:
    return "a link" if file.is_symlink() else sha256(file.read_bytes()).hexdigest()


def _listed(file: Path) -> Mapping[str, str]:
    if not file.exists():
        return {}
    rows = (line.split("  ", 1) for line in file.read_text("utf-8").splitlines())
    return {name: digest for digest, name in rows}
