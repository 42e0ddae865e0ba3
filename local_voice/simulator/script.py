"""Saved talks, played in the simulation, compared with how they go now, and written."""

import json
from collections.abc import Iterable, Mapping, Sequence

from local_voice.alexa.transcript import (
    OPENING,
    WORTH_A_LINE,
    Later,
    Setting,
    Step,
    Utterance,
    read_script,
)
from local_voice.files import Json
from local_voice.simulator.settings import Settings
from local_voice.simulator.simulation import Simulation

_VISIT = "visit"  # the one word of a person that is no setting


def replay(simulation: Simulation, steps: Sequence[Step]) -> Json:
    """How many turns were played and compared, and the entries that went otherwise than saved.

    Raises as `played` does.
    """
    turns = played(simulation, steps)
    compared = [turn for turn in turns if turn["as_saved"] is not None]
    different = [turn["id"] for turn in compared if not turn["as_saved"]]
    return {"turns": len(turns), "compared": len(compared), "different": different}


def played(simulation: Simulation, steps: Sequence[Step]) -> list[Json]:
    """The turn that each utterance comes to.

    Time stands still but where the script puts it forward, and the Echo has its shape again at the
    end. Raises `BadSetting` before anything is played.
    """
    for step in steps:
        if isinstance(step, Setting):
            Settings().changed(_settings(step))
    with simulation.lock:
        time_lapse, shape = simulation.clock.time_lapse, simulation.state()["settings"]["shape"]
        simulation.clock.run(0)
        try:
            simulation.leave()  # a saved talk answers no question of the one before
            return [turn for step in steps if (turn := _play(simulation, step))]
        finally:
            simulation.clock.run(time_lapse)
            simulation.set({"shape": shape})


def compared(text: str) -> tuple[list[str], int]:
    """A saved talk as it goes now, in print, and how many answers went otherwise.

    What only the saved one has stands after "- ", what only this one has after "+ ". Raises
    `NoTranscript` and `BadSetting`.
    """
    simulation = Simulation()
    try:
        turns = played(simulation, read_script(text))
    finally:
        simulation.close()
    lines = []
    for turn in turns:
        lines.append(_said(turn))
        told = turn["difference"] or [(" ", line) for line in turn["lines"]]
        lines += [line if mark == " " else f"{mark} {line}" for mark, line in told]
    return lines, sum(turn["as_saved"] is False for turn in turns)


def _play(simulation: Simulation, step: Step) -> Json | None:
    match step:
        case Setting(words, anew=True):
            simulation.begin_anew(_settings(step), known=words.get(_VISIT) != "first")
        case Setting():
            simulation.set(_settings(step))
        case Later(seconds):
            simulation.forward(seconds)
        case Utterance(touched=(_, *_)):
            return simulation.touch(step.touched, step.saved)
        case Utterance(said):
            return simulation.say(said, step.saved)
    return None


def _settings(step: Setting) -> dict[str, str]:
    """A scene that names no shape is one without a screen."""
    words = {name: word for name, word in step.words.items() if name != _VISIT}
    return {"shape": "none", **words} if step.anew else words


def written(entries: Iterable[Json]) -> str:
    """The entries of a history as a transcript that `read_script` reads."""
    lines = ["# A talk in the simulator.", ""]
    setting: Mapping[str, str] = {}
    then: float | None = None
    for entry in entries:
        if entry["kind"] != "turn":
            continue
        if entry["visit"] or not setting:
            lines.append(f"[scene: visit={entry['visit'] or 'again'} {_words(entry['setting'])}]")
            then = None
        elif setting != entry["setting"]:
            lines.append(f"[set: {_words(entry['setting'])}]")
        setting = entry["setting"]
        if then is not None and (gap := round((entry["at"] - then) / 1000)) >= WORTH_A_LINE:
            lines.append(f"[{gap} seconds later]")
        then = entry["at"]
        lines.append(_said(entry))
        lines.extend(entry["lines"])
    return "\n".join(lines) + "\n"


def _said(turn: Json) -> str:
    if turn["touched"]:
        return f"[touch {json.dumps(turn['touched'])}]"
    return f"You: {turn['heard'] or OPENING}"


def _words(setting: Mapping[str, str]) -> str:
    return " ".join(f"{name}={word}" for name, word in setting.items())
