"""What a JSON document may hold, as data: catches misspelt keys, missing ones and wrong kinds.

A shape is a type, a set of allowed values, a list with the shape of its items, or a table of keys;
a key that ends in "?" may be missing, and the key "*" stands for any name.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

Shape: TypeAlias = "type | frozenset[str] | list[Shape] | dict[str, Shape]"


def shape_problems(value: object, shape: Shape, place: str = "") -> Iterator[str]:
    """Everything in which `value` is not of the shape, each with its place."""
    if isinstance(shape, dict):
        yield from _table_problems(value, shape, place)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{place}: must be a list"
            return
        for number, item in enumerate(value):
            yield from shape_problems(item, shape[0], f"{place}[{number}]")
    elif isinstance(shape, frozenset):
        if value not in shape:
            yield f"{place}: {value!r} is none of {', '.join(sorted(shape))}"
    elif type(value) is not shape:
        yield f"{place}: must be of type {shape.__name__}"


def _table_problems(value: object, shape: Mapping[str, Shape], place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place or 'file'}: must be an object"
        return
    known: dict[str, Any] = {key.removesuffix("?"): inner for key, inner in shape.items()}
    for key in shape:
        if not key.endswith("?") and key != "*" and key not in value:
            yield f"{_below(place, key)}: is missing"
    for key, item in value.items():
        inner = known.get(key, known.get("*"))
        if inner is None:
            yield f"{_below(place, key)}: is not a key of Alexa's: is it misspelt?"
        else:
            yield from shape_problems(item, inner, _below(place, key))


def _below(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key
