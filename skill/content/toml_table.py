"""A TOML table that names file and place in every complaint, and knows which keys went unread."""

from collections.abc import Iterator
from typing import Any, TypeVar

from skill.errors import ContentError

_T = TypeVar("_T")


class Table:
    """Reading is checking: every getter raises `ContentError` when the value is not as named."""

    def __init__(self, file: str, place: str, data: object) -> None:
        self.file = file
        self.place = place
        if not isinstance(data, dict):
            raise ContentError(file, place, "must be a table")
        self._data: dict[str, Any] = data
        self._unread = dict.fromkeys(data)

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def error(self, key: str, problem: str) -> ContentError:
        return ContentError(self.file, self._place_of(key), problem)

    def value(self, key: str, kind: type[_T], wanted: str, default: _T | None = None) -> _T:
        """The value at `key`, which must be of `kind`; `wanted` says so in the complaint."""
        self._unread.pop(key, None)
        value = self._data.get(key, default)
        if value is None:
            raise self.error(key, "is missing")
        if not isinstance(value, kind):
            raise self.error(key, f"must be {wanted}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        return self.value(key, str, "text in quotes", default)

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.value(key, list, "a list of texts")
        if not all(isinstance(value, str) for value in values):
            raise self.error(key, "must be a list of texts")
        return tuple(values)

    def table(self, key: str, default: dict[str, Any] | None = None) -> "Table":
        return Table(self.file, self._place_of(key), self.value(key, dict, "a table", default))

    def tables(self, key: str) -> list["Table"]:
        return [
            Table(self.file, f"{self._place_of(key)}[{number}]", row)
            for number, row in enumerate(self.value(key, list, "a list of tables"), start=1)
        ]

    def done(self) -> None:
        """Raises for the first key that nobody has read: a slip of the pen must not pass."""
        for key in self._unread:
            raise self.error(key, "is not a key the guide knows: correct it or take it out")

    def _place_of(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key
