"""What a reply shows, as Alexa's RenderDocument directive: the only module that knows APL.

The documents stand beside this file as JSON, written for APL 1.4 and with no imports, so that any
device with a screen can draw them. What they share stands in `common.json`.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

from skill.alexa.envelope import PlainJson
from skill.content.passage import sentences_of
from skill.conversation.display import (
    AnswerScreen,
    CheckScreen,
    Display,
    EmergencyScreen,
    HelpScreen,
    PositionsScreen,
    StepScreen,
    TimerScreen,
)

DOCUMENTS: Mapping[type[Display], str] = {
    AnswerScreen: "answer",
    PositionsScreen: "positions",
    StepScreen: "step",
    CheckScreen: "check",
    TimerScreen: "timer",
    EmergencyScreen: "emergency",
    HelpScreen: "help",
}

Json = dict[str, Any]
_BETWEEN = " · "
_BULLET = "• "
_MOST_OF_SOURCES = 32  # characters that the small round screen has room for


def render(display: Display) -> PlainJson:
    """The directive as JSON: the SDK's class comes in a package that takes 16 ms to import."""
    name = DOCUMENTS[type(display)]
    return PlainJson(
        type="Alexa.Presentation.APL.RenderDocument",
        token=name,
        document=document(name),
        datasources={"screen": data_of(display)},
    )


@cache
def document(name: str) -> Json:
    """The document with what it shares with the others; read once, at first need."""
    own, common = _read(name), _read("common")
    return {**common, **own}


def data_of(display: Display) -> Json:
    """What the document is to show; times in milliseconds, as its arithmetic wants them."""
    data = display._asdict()
    for name in data.keys() & {"buttons", "sayings"}:
        data[name] = [button._asdict() for button in data[name]]
    if "text" in data:
        data |= _fitted(*sentences_of(data["text"]))
    if isinstance(display, CheckScreen):
        signs = [f"{_BULLET}{sign}" for sign in display.signs]
        told = [display.before, *signs, display.after]
        data |= _fitted(display.question, *filter(None, told))
    data["source"] = _named(data.pop("sources", ()))
    if isinstance(display, HelpScreen):
        sayings = data["sayings"]
        data["rows"] = [sayings[at : at + 2] for at in range(0, len(sayings), 2)]
    if isinstance(display, EmergencyScreen):
        data["short"] = display.number.isdecimal()  # else it is words, too long for large letters
    if isinstance(display, TimerScreen):
        data |= _times(display.rings_at, display.left, display.total)
        del data["rings_at"]
    return data


def _fitted(lead: str, *rest: str) -> Json:
    """The first sentence, the rest, and how large the letters may be.

    `fit` is the side of the square that one character may take, where all of them take one: the
    first sentence is half as large again, and each of the others leaves part of a line empty.
    """
    room = 2.25 * (len(lead) + 10) + sum(len(sentence) + 38 for sentence in rest)
    return {"lead": lead, "rest": list(rest), "fit": round(1 / sqrt(room), 4)}


def _named(sources: Sequence[str]) -> str:
    """The sources by name, the first to be quoted and as many more as the line has room for."""
    named = sources[:1]
    for source in sources[1:]:
        if len(_BETWEEN.join((*named, source))) > _MOST_OF_SOURCES:
            break
        named = (*named, source)
    return _BETWEEN.join(named)


def _times(rings_at: datetime | None, left: timedelta | None, total: int) -> Json:
    return {
        "ends": round(rings_at.timestamp() * 1000) if rings_at else 0,
        "left": round(left.total_seconds() * 1000) if left else 0,
        "total": total * 1000,
    }


def _read(name: str) -> Json:
    text = Path(__file__).with_name(f"{name}.json").read_text("utf-8")
    document: Json = json.loads(text)
    return document
