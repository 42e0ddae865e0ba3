"""The packaged guide, read once for all tests of a process."""

from functools import cache

from skill.content.guidance import Guide, Guides
from skill.content.loader import load_guides


@cache
def guides() -> Guides:
    return load_guides()


def guide_in(locale: str = "en-US") -> Guide:
    return guides().speaking(locale)
