"""Saved conversations: read from a file, played, compared with how it goes now, and written.

Either one utterance a line, with # before a remark; or the format of the project's transcripts:

    [scene: permission=denied visit=first]    a person and a device of their own
    [set: fault=timeout]                      a change in the middle of the talk
    [7 minutes later]
    You: how long should I ice
    [touch ["pause"]]
    Guide: Twenty to thirty minutes.          what was answered, word for word
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from local_voice.clocks import seconds_later
from local_voice.files import Json, read_json
from local_voice.simulator.simulation import Simulation

_SETTING = re.compile(r"\[(scene|set):(.*)\]")
_TOUCH = re.compile(r"\[touch (\[.*\])\]")
_ANSWER = ("Guide:", "[call ", "[the session ends]", "[asks for")
_VISIT = "visit"  # the one word of a person that is no setting
_OPENING = "open back spasm guide"  # for a launch, which has no utterance of its own
_WORTH_A_LINE = 30  # seconds that passed between two turns


@dataclass(frozen=True, slots=True)
class Setting:
    """Words such as permission=denied; `anew` for somebody who was never here before."""

    words: Mapping[str, str]
    anew: bool


@dataclass(frozen=True, slots=True)
class Later:
    seconds: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is said, or touched, and the lines of the answer that was saved, if any."""

    said: str = ""
    touched: tuple[object, ...] = ()
    saved: list[str] = field(default_factory=list)


Step = Setting | Later | Utterance


def read_script(text: str) -> list[Step]:
    """The steps of a saved conversation; all other lines are remarks."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not any(line.startswith(("You:", "[touch")) for line in lines):
        return [Utterance(line) for line in lines if not line.startswith(("#", "["))]
    steps: list[Step] = []
    for line in lines:
        if line.startswith(_ANSWER):
            last = steps[-1] if steps else None
            if isinstance(last, Utterance):
                last.saved.append(line)
        else:
            steps.extend(_steps(line))
    return steps


def _steps(line: str) -> Iterator[Step]:
    if setting := _SETTING.fullmatch(line):
        words = dict(word.split("=", 1) for word in setting[2].split() if "=" in word)
        yield Setting(words, anew=setting[1] == "scene")
    elif (seconds := seconds_later(line)) is not None:
        yield Later(seconds)
    elif touch := _TOUCH.fullmatch(line):
        yield Utterance(touched=tuple(read_json(touch[1])))
    elif line.startswith("You:"):
        yield Utterance(line.removeprefix("You:").strip())


def replay(simulation: Simulation, steps: Iterable[Step]) -> Json:
    """How many turns were played and compared, and the entries that went otherwise than saved.

    Time stands still but where the script puts it forward. Raises `BadSetting`.
    """
    with simulation.lock:
        time_lapse = simulation.clock.time_lapse
        simulation.clock.run(0)
        try:
            turns = [turn for step in steps if (turn := _play(simulation, step))]
        finally:
            simulation.clock.run(time_lapse)
            simulation.show()
    compared = [turn for turn in turns if turn["as_saved"] is not None]
    different = [turn["id"] for turn in compared if not turn["as_saved"]]
    return {"turns": len(turns), "compared": len(compared), "different": different}


def _play(simulation: Simulation, step: Step) -> Json | None:
    match step:
        case Setting(words, anew=True):
            own = {name: word for name, word in words.items() if name != _VISIT}
            simulation.begin_anew(own, known=words.get(_VISIT) != "first")
        case Setting(words):
            simulation.set(words)
        case Later(seconds):
            simulation.forward(seconds)
        case Utterance(touched=(_, *_)):
            return simulation.touch(step.touched, step.saved)
        case Utterance(said):
            return simulation.say(said, step.saved)
    return None


def written(entries: Iterable[Json]) -> str:
    """The entries of a history as a transcript that `read_script` reads."""
    lines = ["A talk in the simulator.", ""]
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
        if then is not None and (gap := round((entry["at"] - then) / 1000)) >= _WORTH_A_LINE:
            lines.append(f"[{gap} seconds later]")
        then = entry["at"]
        touched = entry["touched"]
        said = f"You: {entry['heard'] or _OPENING}"
        lines.append(f"[touch {json.dumps(touched)}]" if touched else said)
        lines.extend(entry["lines"])
    return "\n".join(lines) + "\n"


def _words(setting: Mapping[str, str]) -> str:
    return " ".join(f"{name}={word}" for name, word in setting.items())
