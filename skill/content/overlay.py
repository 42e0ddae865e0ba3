"""A clinic's own content file, laid over the guide's: what it names is replaced or added."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple, TypeAlias

from skill.content.toml_table import upward
from skill.errors import ContentError

Data: TypeAlias = Mapping[str, Any]

_LONGEST = 256_000  # bytes; the guide's own has 37,000
_ADDED = frozenset({"said", "touches", "forbids"})
_PART = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_STRING_OR_COMMENT = re.compile(
    r'"{3}(?:\\.|[^\\])*?"{3,5}|"(?:\\.|[^"\\\n])*"'
    r"|'{3}.*?'{3,5}|'[^'\n]*'|#[^\n]*",
    re.DOTALL,
)


class ContentFile(NamedTuple):
    """One file, as read; `lines` as `lines_of` gives them, empty where nobody asks for them."""

    name: str
    data: Data
    lines: Mapping[str, int]

    def depth(self, place: str) -> int:
        """How many parts of the place stand in this file."""
        return sum(1 for _ in _walk(self.data, place))

    def line_of(self, place: str) -> int:
        """The line, counted from 1, on which the place begins, or what holds it."""
        return next((self.lines[part] for part in upward(place) if part in self.lines), 1)


def read_file(file: Traversable, *, by_line: bool = False) -> ContentFile:
    """Raises `ContentError` when the file is not there or is no TOML."""
    try:
        with file.open("rb") as opened:
            data = opened.read(_LONGEST + 1)
        if len(data) > _LONGEST:
            raise ContentError(file.name, "file", f"is longer than {_LONGEST} bytes: shorten it")
        text = data.decode("utf-8-sig")  # some editors begin a file with a mark
        return ContentFile(file.name, tomllib.loads(text), lines_of(text) if by_line else {})
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


def read_folder(folder: Traversable) -> list[ContentFile]:
    """Every TOML file of a folder and of those in it, by name; raises as `read_file` does."""
    files: list[ContentFile] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            files += read_folder(entry)
        elif entry.name.endswith(".toml"):
            files.append(read_file(entry))
    return files


def merged(base: Data, over: Data) -> dict[str, Any]:
    """Tables are merged; any other value of `over` takes the place of the base's.

    Of a sign's lists nothing can be taken away: those of `over` are added.
    """
    result = dict(base)
    for key, value in over.items():
        old = base.get(key)
        if isinstance(old, Mapping) and isinstance(value, Mapping):
            result[key] = merged(old, value)
        elif key in _ADDED and isinstance(old, list) and isinstance(value, list):
            result[key] = [*old, *value]
        else:
            result[key] = value
    return result


def label(place: str, base: Sequence[ContentFile], over: ContentFile | None) -> str:
    """The file that is to blame for what is wrong at the place, with the line if it is `over`."""
    deepest = max(base, key=lambda file: file.depth(place))
    if over and over.depth(place) >= max(1, deepest.depth(place)):
        return f"{over.name}:{over.line_of(place)}"
    return deepest.name


def lines_of(text: str) -> Mapping[str, int]:
    """The first line of each table, key and item of a list, as "topics.ice.samples[2]".

    `text` is right TOML. What stands inside an inline table, or in a table below one of a list, is
    not among them: its line is that of what holds it.
    """
    lines: dict[str, int] = {}
    tables = Counter[str]()
    head = place = ""
    depth, item = 0, 1
    for number, line in enumerate(_STRING_OR_COMMENT.sub(_stand_in, text).split("\n"), start=1):
        values = written = "".join(line.split())
        if written and not depth:
            if written.startswith("["):
                name, values = written.strip("[]"), ""
                tables[name] += 1
                place = head = f"{name}[{tables[name]}]" if written.startswith("[[") else name
            else:
                key, _, values = written.partition("=")
                place, item = f"{head}.{key}".lstrip("."), 1
            for part in upward(place):
                lines.setdefault(part, number)
        for sign in values:
            if depth == 1 and sign not in ",]":
                lines.setdefault(f"{place}[{item}]", number)
            if depth == 1 and sign == ",":
                item += 1
            depth += (sign in "[{") - (sign in "]}")
    return lines


def _stand_in(found: re.Match[str]) -> str:
    """Nothing for a comment, a word for a string that is one, else a sign that counts its lines."""
    text = found[0]
    if text.startswith("#"):
        return ""
    word = text[1:-1]
    return word if word.replace("-", "_").isidentifier() else '"' + "\n" * text.count("\n")


def _walk(data: object, place: str) -> Iterator[object]:
    """Each value along the way, as far as it leads."""
    for number, key in _PART.findall(place):
        part = int(number) - 1 if number else key
        inside = isinstance(data, Mapping) and part in data
        if not inside and not (isinstance(data, list) and part in range(len(data))):
            return
        data = data[part]  # type: ignore[index]  # looked up just above
        yield data
