"""What a clinic's own file may not do: take a sign away, hide it, or leave out a number to call."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from skill.content.signs import RANKS
from skill.content.toml_table import Table

_TO_CALL = re.compile(r"\{(\w+_(?:number|line))\}")
_SPOKEN = ("text", "call", "goodbye")


def check_signs(own: Table, base: Mapping[str, Any]) -> None:
    """A clinic may add signs, patterns, touched topics and bans to those of `base`, and reword."""
    signs, ours = own.table("signs", {}), base.get("signs", {})
    for key in signs:
        if key in ours:
            _check_sign(signs.table(key), ours[key])
    _check_numbers(own.table("emergency", {}), base.get("emergency", {}))
    patterns = own.table("patterns", {})
    for key in patterns:
        if key != "groups":
            patterns.complain(key, "hides signs that the guide needs to hear: take it out")
    groups = patterns.table("groups", {})
    for key in groups:
        if key in base.get("patterns", {}).get("groups", {}):
            groups.complain(key, "is a group of the guide's own: choose another name")


def _check_sign(own: Table, ours: Mapping[str, Any]) -> None:
    rank = own.text("rank", "")
    if rank in RANKS and RANKS.index(rank) > RANKS.index(ours["rank"]):
        own.complain("rank", f"is lower than {ours['rank']!r}, which the guide needs: leave it")
    if "pairs" in own:
        own.complain("pairs", "of a sign of the guide's own stay as they are: leave them out")
    for topic in own.texts("allows", []):
        if topic not in ours.get("allows", ()):
            own.complain("allows", f"names {topic!r}, which the guide holds back: leave it out")
    _check_numbers(own, ours)


def _check_numbers(own: Table, ours: Mapping[str, Any]) -> None:
    for key in _SPOKEN:
        said = own.text(key, "")
        for number in _numbers(ours.get(key, "")) if said else ():
            if number not in said:
                own.complain(key, f"leaves out {number}, which must be told: put it in")


def _numbers(text: str) -> Iterator[str]:
    return (number[0] for number in _TO_CALL.finditer(text))


def require_samples(topics: Table, asked_for: Collection[str]) -> None:
    """The interaction model asks for the guide's own topics; a clinic's brings its own samples."""
    for topic_id in topics:
        topic = topics.table(topic_id)
        if topic_id not in asked_for and "samples" not in topic:
            topic.complain("samples", "is missing: list how people ask for it")
