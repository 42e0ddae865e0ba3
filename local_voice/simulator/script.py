"""Saved conversations: read from a file, written to one, and compared with how a talk went.

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

from local_voice.alexa.envelope import Json
from local_voice.alexa.exchange import Exchange
from local_voice.files import read_json

_SETTING = re.compile(r"\[(scene|set):(.*)\]")
_LATER = re.compile(r"\[(\d{1,5}) (seconds?|minutes?) later\]")
_TOUCH = re.compile(r"\[touch (\[.*\])\]")
_ANSWER = ("Guide:", "[call ", "[the session ends]", "[asks for")
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
    """The steps of a saved conversation; lines that are neither stage nor speech are remarks."""
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
    elif later := _LATER.fullmatch(line):
        yield Later(int(later[1]) * (60 if later[2].startswith("minute") else 1))
    elif touch := _TOUCH.fullmatch(line):
        yield Utterance(touched=tuple(read_json(touch[1])))
    elif line.startswith("You:"):
        yield Utterance(line.removeprefix("You:").strip())


def told(exchange: Exchange) -> list[str]:
    """What an exchange came to, as lines of a transcript."""
    return [
        *(
            f"[call {call.method} {_without_id(call.path)} {call.status}]"
            for call in exchange.calls
        ),
        f"Guide: {exchange.speech}",
        *(["[asks for the permission]"] if exchange.consent_token is not None else []),
        *(["[the session ends]"] if exchange.session_ended else []),
    ]


def written(entries: Iterable[Json]) -> str:
    """Entries of the board as a transcript that `read_script` reads."""
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
        lines.extend(entry["told"])
    return "\n".join(lines) + "\n"


def _words(setting: Mapping[str, str]) -> str:
    return " ".join(f"{name}={word}" for name, word in setting.items())


def _without_id(path: str) -> str:
    return re.sub(r"timers/[^/]+", "timers/ID", path).removeprefix("/v1/alerts")
