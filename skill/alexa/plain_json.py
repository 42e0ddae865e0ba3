"""A mark for what is JSON already, so that the serializer need not walk through it."""

from typing import Any


class PlainJson(dict[str, Any]):
    """A JSON object with nothing but JSON in it. Not to be changed: answers share it."""
