"""A TOML table that names file and place in every complaint, and knows which keys went unread."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar, cast

from skill.errors import ContentError

_T = TypeVar("_T")

_MOST = 100  # mistakes named in one reading: more are read by nobody
_STAND_INS: Mapping[type, object] = {str: "", list: [], dict: {}, date: date.min}


class Complaints:
    """Everything that is wrong, in the order found.

    Reading goes on after a complaint, so that one reading names every mistake, up to a hundred.
    What stands in for a missing or misshapen value is complained of no further. `file_of` names the
    file, and where known the line, in which a place stands.
    """

    def __init__(self, file_of: Callable[[str], str]) -> None:
        self.errors: list[ContentError] = []
        self._file_of = file_of
        self._said: set[tuple[str, str]] = set()
        self._stood_in: set[str] = set()

    def add(self, place: str, problem: str, *, stood_in: bool = False) -> None:
        if len(self.errors) >= _MOST or (place, problem) in self._said:
            return
        if not self._stood_in.isdisjoint(upward(place)):
            return
        self._said.add((place, problem))
        if stood_in:
            self._stood_in.add(place)
        self.errors.append(ContentError(self._file_of(place), place, problem))


def upward(place: str) -> Iterator[str]:
    """The place and every place that holds it: "a.b[2].c", "a.b[2]", "a.b", "a"."""
    while place:
        yield place
        place = place[: max(place.rfind("."), place.rfind("["), 0)]


class Table:
    """Reading is checking: every getter complains when the value is not as named."""

    def __init__(self, complaints: Complaints, place: str, data: object) -> None:
        self._complaints = complaints
        self.place = place
        if not isinstance(data, dict):
            complaints.add(place, "must be a table", stood_in=True)
            data = {}
        self._data: dict[str, Any] = data
        self._unread = dict.fromkeys(data)

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def complain(self, key: str, problem: str) -> None:
        self._complaints.add(self._place_of(key), problem)

    def value(self, key: str, kind: type[_T], wanted: str, default: _T | None = None) -> _T:
        """The value at `key`, which must be of `kind`; `wanted` says so in the complaint."""
        self._unread.pop(key, None)
        value = self._data.get(key, default)
        if isinstance(value, kind):
            return value
        problem = "is missing" if value is None else f"must be {wanted}"
        self._complaints.add(self._place_of(key), problem, stood_in=True)
        return cast("_T", _STAND_INS[kind])

    def text(self, key: str, default: str | None = None) -> str:
        return self.value(key, str, "text in quotes", default)

    def texts(self, key: str, default: list[object] | None = None) -> tuple[str, ...]:
        values: list[object] = self.value(key, list, "a list of texts", default)
        if not all(isinstance(value, str) for value in values):
            self._complaints.add(self._place_of(key), "must be a list of texts", stood_in=True)
            return ()
        return tuple(str(value) for value in values)

    def is_text(self, key: str) -> bool:
        return isinstance(self._data.get(key), str)

    def rows_of_texts(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts; empty where there is none."""
        rows: list[object] = self.value(key, list, "a list of lists of texts", [])
        found = [
            row for row in rows if isinstance(row, list) and all(isinstance(t, str) for t in row)
        ]
        if len(found) < len(rows):
            self._complaints.add(self._place_of(key), "must be a list of lists of texts")
        return tuple(tuple(row) for row in found)

    def table(self, key: str, default: dict[str, Any] | None = None) -> "Table":
        place = self._place_of(key)
        return Table(self._complaints, place, self.value(key, dict, "a table", default))

    def tables(self, key: str) -> list["Table"]:
        rows: list[object] = self.value(key, list, "a list of tables")
        return [
            Table(self._complaints, f"{self._place_of(key)}[{number}]", row)
            for number, row in enumerate(rows, start=1)
        ]

    def done(self) -> None:
        """Complains of every key that nobody has read: a slip of the pen must not pass."""
        for key in self._unread:
            self.complain(key, "is not a key the guide knows: correct it or take it out")

    def _place_of(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key
