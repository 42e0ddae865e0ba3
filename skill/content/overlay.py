"""A clinic's own content file, laid over the guide's: what it names is replaced or added."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple, TypeAlias

from skill.errors import ContentError

Data: TypeAlias = Mapping[str, Any]
Part: TypeAlias = str | int

_LONGEST = 256_000  # bytes; the guide's own has 37,000
_PART = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_CLOSINGS = ("", "\n]", '\n"""', "\n'''", '"""\n]', "\n}]")
"""What may end a statement that goes on for more lines than were read."""


class ContentFile(NamedTuple):
    """One file, as read."""

    name: str
    text: str
    data: Data

    def depth(self, place: str) -> int:
        """How many parts of the place stand in this file."""
        return _depth(self.data, _parts(place))

    def line_of(self, place: str) -> int:
        """The line, counted from 1, on which the place begins, or what of it stands here.

        TOML's own parser decides: it is the first line with which the file has the place.
        """
        lines = self.text.splitlines(keepends=True)
        wanted = _parts(place)[: self.depth(place)]
        line = 1
        for end in range(1, len(wanted) + 1):
            line = _first_line(lines, wanted[:end], line)
        return line


def read_file(file: Traversable, *, by_line: bool = False) -> ContentFile:
    """Raises `ContentError` when the file is not there or is no TOML."""
    try:
        with file.open("rb") as opened:
            data = opened.read(_LONGEST + 1)
        if len(data) > _LONGEST:
            raise ContentError(file.name, "file", f"is longer than {_LONGEST} bytes: shorten it")
        text = data.decode()
        return ContentFile(file.name, text, tomllib.loads(text))
    except OSError as error:
        raise ContentError(file.name, "file", f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ContentError(file.name, f"byte {error.start}", "is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error)) if by_line else None
        name = f"{file.name}:{at[1]}" if at else file.name
        raise ContentError(name, "file", f"is not valid TOML: {error}") from error
    except (RecursionError, ValueError) as error:  # nested too deep; a number of too many digits
        raise ContentError(file.name, "file", f"cannot be read: {error}") from error


def merged(base: Data, over: Data) -> dict[str, Any]:
    """Tables are merged; any other value of `over`, a list too, takes the place of the base's."""
    result = dict(base)
    for key, value in over.items():
        old = base.get(key)
        both = isinstance(old, Mapping) and isinstance(value, Mapping)
        result[key] = merged(old or {}, value) if both else value
    return result


def label(place: str, base: ContentFile, over: ContentFile | None) -> str:
    """The file that is to blame for what is wrong at the place, with the line if it is `over`."""
    if over and over.depth(place) >= max(1, base.depth(place)):
        return f"{over.name}:{over.line_of(place)}"
    return base.name


def _parts(place: str) -> list[Part]:
    found = _PART.findall(place)
    return [int(number) - 1 if number else key for number, key in found]


def _depth(data: object, parts: Sequence[Part]) -> int:
    return sum(1 for _ in _walk(data, parts))


def _walk(data: object, parts: Sequence[Part]) -> Iterator[object]:
    """Each value along the way, as far as it leads."""
    for part in parts:
        inside = isinstance(data, Mapping) and part in data
        if not inside and not (isinstance(data, list) and part in range(len(data))):
            return
        data = data[part]  # type: ignore[index]  # looked up just above
        yield data


def _first_line(lines: Sequence[str], wanted: Sequence[Part], start: int) -> int:
    for number in range(start, len(lines) + 1):
        named = isinstance(wanted[-1], int) or wanted[-1] in lines[number - 1]
        if named and _has("".join(lines[:number]), wanted):
            return number
    return start


def _has(text: str, wanted: Sequence[Part]) -> bool:
    for closing in _CLOSINGS:
        try:
            data = tomllib.loads(text + closing)
        except tomllib.TOMLDecodeError:
            continue
        return _depth(data, wanted) == len(wanted)
    return False
