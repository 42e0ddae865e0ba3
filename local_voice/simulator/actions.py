"""What a page may ask for, by name: a table of functions of the simulation and what was sent."""

from collections.abc import Callable, Mapping
from typing import Any

from local_voice.alexa.transcript import LONGEST_UTTERANCE, read_script
from local_voice.files import Json
from local_voice.simulator.ear import Ear
from local_voice.simulator.script import replay
from local_voice.simulator.simulation import Simulation

_LONGEST_FORWARD = 86_400.0  # seconds


class UnknownAction(ValueError):
    """No such action."""


def act(simulation: Simulation, name: str, asked: Mapping[str, Any]) -> Json:
    """What the page gets back: the number of the new entry, or what a replay came to.

    Raises ValueError, KeyError or TypeError when what was sent is no use.
    """
    if name not in _ACTIONS:
        raise UnknownAction(f"{name} is unknown: use one of {', '.join(_ACTIONS)}")
    return _ACTIONS[name](simulation, asked) or {}


def _say(simulation: Simulation, asked: Mapping[str, Any]) -> Json:
    utterance = str(asked["utterance"]).strip()
    if not 0 < len(utterance) <= LONGEST_UTTERANCE:
        raise ValueError(f"utterance takes 1 to {LONGEST_UTTERANCE} characters")
    return _answered(simulation.say(utterance))


def _open(simulation: Simulation, _asked: Mapping[str, Any]) -> Json:
    return _answered(simulation.open())


def _touch(simulation: Simulation, asked: Mapping[str, Any]) -> Json:
    return _answered(simulation.touch(list(asked["arguments"])))


def hear(simulation: Simulation, ear: Ear, recording: bytes) -> Json:
    """What the page gets back for a WAV file: the number of the new entry.

    Raises `RecordingUnusable`, and `ListeningUnavailable` where there is no ear.
    """
    return _answered(simulation.hear(ear.hear(recording)))


def _answered(entry: Json) -> Json:
    return {"entry": entry["id"], "speaks": bool(entry["speech"])}


def _leave(simulation: Simulation, _asked: Mapping[str, Any]) -> None:
    simulation.leave()


def _hush(simulation: Simulation, _asked: Mapping[str, Any]) -> None:
    simulation.hush()


def _set(simulation: Simulation, asked: Mapping[str, Any]) -> None:
    simulation.set({str(name): str(word) for name, word in asked.items()})


def _forward(simulation: Simulation, asked: Mapping[str, Any]) -> None:
    seconds = float(asked["seconds"])
    if not 0 < seconds <= _LONGEST_FORWARD:
        raise ValueError(f"seconds takes more than 0, to {_LONGEST_FORWARD:.0f}")
    simulation.forward(seconds)


def _anew(simulation: Simulation, _asked: Mapping[str, Any]) -> None:
    simulation.begin_anew({})
    simulation.history.clear()


def _replay(simulation: Simulation, asked: Mapping[str, Any]) -> Json:
    return replay(simulation, read_script(str(asked["text"])))


_ACTIONS: Mapping[str, Callable[[Simulation, Mapping[str, Any]], Json | None]] = {
    "say": _say,
    "open": _open,
    "touch": _touch,
    "leave": _leave,
    "hush": _hush,
    "set": _set,
    "forward": _forward,
    "anew": _anew,
    "replay": _replay,
}
