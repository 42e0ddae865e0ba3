"""Orders to a timer: the verb and its object decide what is done, the numbers only how long."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from local_voice.resolver.durations import UNITS, durations_in, in_minutes, tells_time
from local_voice.resolver.numbers import Numbers, numbers_in
from local_voice.resolver.times import time_in
from skill.content.patterns import Pattern, as_text, read_groups, read_pattern, spans

_FILE = Path(__file__).with_name("orders.toml")
_ITS = frozenset({"the", "my", "this", "that", "your", "our"})
_TIMER = frozenset({
    "timer", "timers", "one", "countdown", "alarm", "ice", "heat", "heating", "reminder",
    "reminders", "remind",
})  # fmt: skip
_CORRECTS = frozenset({
    "no", "sorry", "mean", "meant", "wait", "actually", "rather", "scratch", "oops", "correction",
    "make",
})  # fmt: skip
_IN_BETWEEN = _CORRECTS | {"i", "that", "it", "or", "not", "say", "well", "minutes", "a"}
"""What stands between a length and the one that somebody says in its place."""

_QUESTIONS = frozenset(
    {"should", "how", "what", "when", "where", "why", "is", "does", "may", "which"}
)
_OF_ONESELF = frozenset({"can i", "could i", "do i", "am i", "must i", "shall i"})

_UNDOES = (["instead", "of"], ["rather", "than"], ["not"])
"""A length after these shall no longer hold."""

_BEFORE_MINUTES = frozenset({
    "it", "that", "to", "timer", "by", "for", "in", "no", "sorry", "mean", "meant", "wait", "add",
    "another", "actually", "of", "than", "take", "off", "not", "just", "about", "rather", "extra",
})  # fmt: skip
_AFTER_MINUTES = frozenset({
    "", "please", "now", "instead", "more", "extra", "longer", "shorter", "off", "or", "to", "less",
    "and", "no", "sorry", "rather", "thanks", "thank", "cheers", "ok",
})  # fmt: skip
"""Between these a number with no unit counts minutes."""


_WORD = re.compile(r"(?<![<\w])[a-z']+(?![\w>*])")
_IF_SAID = "said"
"""Stands in a rule for what may be left out."""

_MORE = frozenset({"more", "extra", "additional", "further", "another"})


class Order(NamedTuple):
    """What is ordered: an intent, and its slots as somebody fills them."""

    intent: str
    slots: Mapping[str, str]


class _Rule(NamedTuple):
    intent: str
    slots: Mapping[str, str]
    patterns: tuple[Pattern, ...]


class _Length(NamedTuple):
    """A duration in `words[start:end]`; one that `names` a timer says which, not how long."""

    start: int
    end: int
    value: str
    names: bool = False


def order_in(words: Sequence[str]) -> Order | None:
    """The order in an utterance; None for what is neither an order nor speaks of a timer."""
    numbers = numbers_in(words)
    lengths = _held(words, _lengths(words, numbers))
    marked = _marked(words, lengths, numbers)
    if _asks_of_something_else(marked):
        return None
    text, present = as_text(marked), _prefixes(marked)
    for rule in _rules():
        for pattern in rule.patterns:
            if not any(map(present.isdisjoint, pattern.needs)) and any(spans(pattern, text)):
                if not rule.intent:
                    return None
                slots = _slots(rule, words, lengths)
                intent = _table()["of_kind"].get(slots.get("timer", ""), {}).get(rule.intent)
                return Order(intent or rule.intent, slots)
    return None


def _asks_of_something_else(marked: Sequence[str]) -> bool:
    """Whether a question names no timer: "should i keep it on" is about ice, or heat."""
    asks = marked[0] in _QUESTIONS or " ".join(marked[:2]) in _OF_ONESELF
    return asks and _TIMER.isdisjoint(marked) and "NAMED" not in marked


def _slots(rule: _Rule, words: Sequence[str], lengths: Sequence[_Length]) -> dict[str, str]:
    """A new timer is as long as the one that it is named by, if nothing else says how long."""
    named = [length.value for length in lengths if length.names]
    meant = [length.value for length in lengths if not length.names]
    if not meant and rule.intent == "StartIceTimerIntent":
        meant = named
    kinds = _table()["kinds"]
    kind = next((kinds[word] for word in words if word in kinds), "")
    said = {"named": (named or [""])[0], "duration": (meant or [""])[0], "timer": kind}
    if "time" in rule.slots:
        said["time"] = time_in(words, numbers_in(words)) or rule.slots["time"]
    if "every" in rule.slots:
        said |= {"duration": "", **_series(words, lengths)}
    slots = {**said, "duration": rule.slots.get("duration", said["duration"])}
    return {name: value for name, value in slots.items() if value and value != _IF_SAID}


def _series(words: Sequence[str], lengths: Sequence[_Length]) -> dict[str, str]:
    """How often, and for how long in all: "every half hour for three hours"."""
    every, span = ("PT1H" if "hourly" in words else ""), ""
    for at, word in enumerate(words[:-1]):
        if word in ("every", "each") and (unit := UNITS.get(words[at + 1])):
            every = f"PT1{unit}"
    for length in lengths:
        if words[length.start - 1] in ("every", "each", "once"):
            every = length.value
        elif words[length.start - 1] not in ("in", "after"):
            span = length.value
    return {"every": every, "span": span}


def _held(words: Sequence[str], lengths: Sequence[_Length]) -> list[_Length]:
    """The lengths without those taken back: "fifteen instead of twelve".

    Of "ten, no, twenty" all is one length.
    """
    held: list[_Length] = []
    for this in lengths:
        length = this
        before = words[: length.start]
        if any(list(before[-len(undoes) :]) == undoes for undoes in _UNDOES) and len(lengths) > 1:
            continue
        if held and not length.names:
            between = set(words[held[-1].end : length.start])
            if between == {"to"} and words[held[-1].start - 1] == "from":
                held.pop()
            elif between <= _IN_BETWEEN and not between.isdisjoint(_CORRECTS):
                length = this._replace(start=held.pop().start)
        held.append(length)
    return held


def _lengths(words: Sequence[str], numbers: Numbers) -> list[_Length]:
    """Every duration from left to right, a number that can only count minutes among them."""
    found = {span.start: _Length(*span) for span in durations_in(words, numbers)}
    taken = {at for span in found.values() for at in range(span.start, span.end)}
    for start, (amount, end) in numbers.items():
        if (
            amount >= 1
            and taken.isdisjoint(range(start, end))
            and _counts_minutes(words, start, end)
        ):
            found[start] = _Length(start, end, in_minutes(amount))
            taken.update(range(start, end))
    lengths = sorted(found.values())
    return [length._replace(names=_names_a_timer(words, length)) for length in lengths]


def _counts_minutes(words: Sequence[str], start: int, end: int) -> bool:
    before = words[start - 1] if start else ""
    after = words[end] if end < len(words) else ""
    is_minutes = before in _BEFORE_MINUTES and after in _AFTER_MINUTES
    return is_minutes and not tells_time(words, start)


def _names_a_timer(words: Sequence[str], length: _Length) -> bool:
    after = words[length.end] if length.end < len(words) else ""
    return after in _TIMER and not _ITS.isdisjoint(words[max(0, length.start - 2) : length.start])


def _marked(words: Sequence[str], lengths: Sequence[_Length], numbers: Numbers) -> list[str]:
    """The words, with a mark for each number and length."""
    ends = {length.start: (length.end, _mark(words, length)) for length in lengths}
    marked, at = [], 0
    while at < len(words):
        if at in ends:
            at, mark = ends[at]
        elif at in numbers and words[at] != "one":  # it stands for a timer
            at, mark = numbers[at][1], "NUMBER"
        else:
            mark, at = "CLOCK" if ":" in words[at] else words[at], at + 1
        marked.append(mark)
    return marked


def _mark(words: Sequence[str], length: _Length) -> str:
    if length.names:
        return "NAMED"
    return "LENGTH" if _MORE.isdisjoint(words[length.start : length.end]) else "MORE"


def _prefixes(words: Sequence[str]) -> set[str]:
    return {*words, *(f"{word[:size]}*" for word in words for size in range(1, len(word) + 1))}


def words_of_orders() -> set[str]:
    """The whole words in the patterns, which somebody may misspell."""
    said = (text for order in _table()["order"] for text in order["said"])
    texts = (*said, *_table()["groups"].values())
    return {word for text in texts for word in _WORD.findall(text)}


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _rules() -> tuple[_Rule, ...]:
    groups = read_groups(_table()["groups"])
    return tuple(
        _Rule(
            order["intent"],
            order.get("slots", {}),
            tuple(read_pattern(text, groups) for text in order["said"]),
        )
        for order in _table()["order"]
    )
