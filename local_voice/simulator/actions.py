"""What a page may ask for, by name: a table of functions of the stage and what was sent."""

from collections.abc import Callable, Mapping
from typing import Any

from local_voice.alexa.envelope import Json
from local_voice.simulator.replay import replay
from local_voice.simulator.script import read_script
from local_voice.simulator.stage import Stage

_LONGEST_UTTERANCE = 500
_LONGEST_FORWARD = 86_400.0  # seconds


class UnknownAction(ValueError):
    """No such action."""


def act(stage: Stage, name: str, asked: Mapping[str, Any]) -> Json:
    """What the page gets back: the number of the new entry, or what a replay came to.

    Raises ValueError, KeyError or TypeError when what was sent is no use.
    """
    if name not in _ACTIONS:
        raise UnknownAction(f"{name} is unknown: use one of {', '.join(_ACTIONS)}")
    return _ACTIONS[name](stage, asked) or {}


def _say(stage: Stage, asked: Mapping[str, Any]) -> Json:
    utterance = str(asked["utterance"]).strip()
    if not 0 < len(utterance) <= _LONGEST_UTTERANCE:
        raise ValueError(f"utterance takes 1 to {_LONGEST_UTTERANCE} characters")
    return _answered(stage.say(utterance))


def _open(stage: Stage, _asked: Mapping[str, Any]) -> Json:
    return _answered(stage.open())


def _touch(stage: Stage, asked: Mapping[str, Any]) -> Json:
    return _answered(stage.touch(list(asked["arguments"])))


def _answered(entry: Json) -> Json:
    return {"entry": entry["id"], "speaks": bool(entry["ssml"])}


def _leave(stage: Stage, _asked: Mapping[str, Any]) -> None:
    stage.leave()


def _set(stage: Stage, asked: Mapping[str, Any]) -> None:
    stage.set({str(name): str(word) for name, word in asked.items()})


def _forward(stage: Stage, asked: Mapping[str, Any]) -> None:
    seconds = float(asked["seconds"])
    if not 0 < seconds <= _LONGEST_FORWARD:
        raise ValueError(f"seconds takes more than 0, to {_LONGEST_FORWARD:.0f}")
    stage.forward(seconds)


def _anew(stage: Stage, _asked: Mapping[str, Any]) -> None:
    stage.begin_anew({})
    stage.board.clear()


def _replay(stage: Stage, asked: Mapping[str, Any]) -> Json:
    steps = read_script(str(asked["text"]))
    if not steps:
        raise ValueError("nothing is said in this file: write one utterance a line")
    return replay(stage, steps)


_ACTIONS: Mapping[str, Callable[[Stage, Mapping[str, Any]], Json | None]] = {
    "say": _say,
    "open": _open,
    "touch": _touch,
    "leave": _leave,
    "set": _set,
    "forward": _forward,
    "anew": _anew,
    "replay": _replay,
}
