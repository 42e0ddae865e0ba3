"""Judges orders by what was done: lines for a timer, and what must come of each.

Each line is a JSON object: `said`; `before`, said first in the same talk; `kind`; and one of
`seconds` (the length understood), `left` (the minutes that the timer has afterwards, by a change of
it), `cancelled` (a timer ended, none begun) and `unchanged` (no call that changes anything).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local_voice.alexa.exchange import Exchange
from local_voice.alexa.local_alexa import LocalAlexa
from local_voice.evaluation.answers import new_talk
from local_voice.evaluation.questions import EvaluationError, json_lines
from skill.timers import iso_duration

_OUTCOMES = ("seconds", "left", "cancelled", "unchanged")


@dataclass(frozen=True, slots=True)
class Order:
    """What is said, and what must come of it: `outcome` is one of `_OUTCOMES`."""

    kind: str
    before: str
    said: str
    outcome: str
    value: object


@dataclass(frozen=True, slots=True)
class Played:
    """An order and what became of it; `acted` on what was none is worse than a miss."""

    order: Order
    exchange: Exchange
    right: bool

    @property
    def acted(self) -> bool:
        return self.order.outcome == "unchanged" and not self.right


def read_orders(path: Path) -> list[Order]:
    """The lines of `path`; raises `EvaluationError` that names the line at fault."""
    return [_order(entry, place) for entry, place in json_lines(path, "said")]


def play(orders: Iterable[Order], locale: str) -> Iterator[Played]:
    """Each order said by somebody of its own, who has no timer but the one set `before`."""
    for order in orders:
        alexa = new_talk(locale)
        if order.before:
            alexa.say(order.before)
        had = _live(alexa)
        exchange = alexa.say(order.said)
        yield Played(order, exchange, _came_of_it(order, exchange, had, _live(alexa)))


def right(played: Iterable[Played]) -> float:
    """The share of orders that were carried out as meant, from 0 to 1."""
    verdicts = [one.right for one in played]
    return sum(verdicts) / max(len(verdicts), 1)


def render(played: Iterable[Played]) -> str:
    """The shares, and each order that went wrong, those acted on that were none first."""
    orders = list(played)
    count = sum(one.right for one in orders)
    lines = [
        f"Carried out as meant: {right(orders):.1%} ({count} of {len(orders)})",
        f"Acted on what was no order: {sum(o.acted for o in orders)}",
    ]
    for one in sorted(orders, key=lambda one: not one.acted):
        if not one.right:
            wanted = f"{one.order.outcome}: {one.order.value}"
            lines += ["", f"{one.order.kind}: {one.order.said}  ({wanted})"]
            lines.append(f"  {one.exchange.intent}: {one.exchange.speech}")
    return "\n".join(lines)


def _came_of_it(order: Order, exchange: Exchange, had: list[int], has: list[int]) -> bool:
    match order.outcome:
        case "seconds":
            duration = exchange.slots.get("duration")
            return duration is not None and _seconds(duration.value) == order.value
        case "left":
            return has != had and [seconds // 60 for seconds in has] == [order.value]
        case "cancelled":
            return bool(had) and not has
    return all(call.method == "GET" for call in exchange.calls)


def _live(alexa: LocalAlexa) -> list[int]:
    """The seconds that each timer has left."""
    now = alexa.clock().timestamp()
    rests = ((timer.rings_at or now) - now + (timer.left or 0) for timer in alexa.service.live())
    return [round(rest) for rest in rests]


def _seconds(duration: str) -> int | None:
    try:
        return iso_duration.parse(duration)
    except ValueError:
        return None


def _order(entry: dict[str, Any], place: str) -> Order:
    outcome = next((name for name in _OUTCOMES if name in entry), None)
    if outcome is None:
        raise EvaluationError(f"{place}: needs one of {', '.join(_OUTCOMES)}")
    kind, before = str(entry.get("kind", "-")), str(entry.get("before", ""))
    return Order(kind, before, entry["said"], outcome, entry[outcome])
