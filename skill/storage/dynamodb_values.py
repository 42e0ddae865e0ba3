"""JSON as DynamoDB's typed attribute values, and back: pure."""

from typing import Any


def typed(value: object) -> dict[str, Any]:
    """A value with its type beside it; numbers are written out, as DynamoDB wants them.

    >>> typed({"total": 1200, "left": None})
    {'M': {'total': {'N': '1200'}, 'left': {'NULL': True}}}
    """
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case int() | float():
            return {"N": repr(value)}
        case str():
            return {"S": value}
        case dict():
            return {"M": {key: typed(inner) for key, inner in value.items()}}
    raise TypeError(f"{type(value).__name__} is not kept in DynamoDB here")


def plain(attribute: object) -> Any:  # noqa: ANN401 - JSON
    """The value of an attribute. Raises `ValueError` for a type that `typed` does not give.

    >>> plain({"M": {"left": {"N": "7.5"}, "total": {"N": "1200"}}})
    {'left': 7.5, 'total': 1200}
    """
    match attribute:
        case {"NULL": True}:
            return None
        case {"BOOL": bool(value)} | {"S": str(value)}:
            return value
        case {"N": str(number)}:
            return int(number) if number.lstrip("-").isdecimal() else float(number)
        case {"M": dict(inner)}:
            return {key: plain(value) for key, value in inner.items()}
    raise ValueError("not an attribute value of a user's state")
