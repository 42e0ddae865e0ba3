"""A talk as text, as tests/transcripts has it: read step by step, and what an exchange comes to.

Either one utterance a line, with # before a remark; or, beside remarks and blank lines:

    [scene: permission=denied visit=first]    a person and a device of their own
    [set: fault=timeout]                      a change in the middle of the talk
    [7 minutes later]
    You: how long should I ice
    [touch ["pause"]]
    Guide: Twenty to thirty minutes.          what was answered, word for word
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from pathlib import Path
from unicodedata import category

from local_voice.alexa.exchange import Exchange
from local_voice.clocks import seconds_later
from local_voice.files import read_json
from skill.clock import Clock
from skill.storage.own_files import restrict

OPENING = "open back spasm guide"
"""For a launch, which has no utterance of its own."""

WORTH_A_LINE = 30  # seconds that passed between two turns
MOST_LINES = 1000
LONGEST_UTTERANCE = 500
_SETTING = re.compile(r"\[(scene|set):(.*)\]")
_TOUCH = re.compile(r"\[touch (\[.*\])\]")
_ANSWER = ("Guide:", "[call ", "[the session ends]", "[asks for")
_NO_TEXT = {"Cc", "Cs", "Co", "Cn"}  # kinds of characters that no text has, but for white space
_REPLACED = "\ufffd"  # what a program puts in place of bytes that are no text


class NoTranscript(ValueError):
    """A file that is no talk: its message says why."""


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
    """The steps of a saved talk; all other lines are remarks. Raises `NoTranscript`."""
    lines = [line.strip() for line in _checked(text) if line.strip()]
    if not any(line.startswith(("You:", "[touch")) for line in lines):
        steps: list[Step] = [Utterance(line) for line in lines if not line.startswith(("#", "["))]
    else:
        steps = _steps(lines)
    said = [step.said for step in steps if isinstance(step, Utterance)]
    if not said:
        raise NoTranscript("nothing is said in this file: write one utterance a line")
    if longest := next((words for words in said if len(words) > LONGEST_UTTERANCE), ""):
        raise NoTranscript(
            f"this is no talk: “{longest[:20]}…” is longer than {LONGEST_UTTERANCE} characters"
        )
    return steps


def lines_of(exchange: Exchange) -> list[str]:
    """What an exchange comes to, as a transcript has it below what was said."""
    return [
        *(
            f"[call {call.method} {_without_id(call.path)} {call.status}]"
            for call in exchange.calls
        ),
        f"Guide: {exchange.speech}",
        *(["[asks for the permission]"] if exchange.consent_token is not None else []),
        *(["[the session ends]"] if exchange.session_ended else []),
    ]


def difference(saved: Sequence[str], now: Sequence[str]) -> list[tuple[str, str]]:
    """Every line, with "-" where only the saved answer has it, "+" where only this one, or " "."""
    told: list[tuple[str, str]] = []
    for kind, was, to, began, ended in SequenceMatcher(None, saved, now, False).get_opcodes():
        if kind == "equal":
            told += [(" ", line) for line in saved[was:to]]
        else:
            told += [("-", line) for line in saved[was:to]]
            told += [("+", line) for line in now[began:ended]]
    return told


class Record:
    """A talk that is written down as it goes, in a new file, for its owner alone.

    `words` are its settings, `first_welcome` the words to somebody who was never here. Raises
    OSError, FileExistsError among it: what is there is not written over.
    """

    def __init__(
        self, file: Path, words: Mapping[str, str], first_welcome: str, clock: Clock
    ) -> None:
        self._out = file.open("x", encoding="utf-8")
        restrict([file])
        self._words = " ".join(f"{name}={word}" for name, word in words.items())
        self._first_welcome = first_welcome
        self._clock = clock
        self._then: datetime | None = None

    def add(self, exchange: Exchange) -> None:
        """Write an exchange down, at once; a question of Alexa's own is none of the skill's."""
        if not exchange.response:
            return
        now = self._clock()
        lines = [f"You: {exchange.utterance or OPENING}", *lines_of(exchange)]
        if self._then is None:
            first = exchange.speech.startswith(self._first_welcome)
            visit = "first" if first else "again"
            lines = ["# A talk.", "", f"[scene: visit={visit} {self._words}]", *lines]
        elif (gap := round((now - self._then).total_seconds())) >= WORTH_A_LINE:
            lines.insert(0, f"[{gap} seconds later]")
        self._then = now
        print(*lines, sep="\n", file=self._out, flush=True)

    def close(self) -> None:
        self._out.close()


def _checked(text: str) -> list[str]:
    text = text.removeprefix("\ufeff")
    if any(
        mark == _REPLACED or (category(mark) in _NO_TEXT and mark not in "\t\n\r") for mark in text
    ):
        raise NoTranscript("this is no text: a talk is saved as a text file, in UTF-8")
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise NoTranscript(
            f"this is no talk: it has {len(lines)} lines, and a talk {MOST_LINES} at most"
        )
    return lines


def _steps(lines: Sequence[str]) -> list[Step]:
    steps: list[Step] = []
    for line in lines:
        if line.startswith(_ANSWER):
            last = steps[-1] if steps else None
            if isinstance(last, Utterance):
                last.saved.append(line)
        else:
            steps.extend(_step(line))
    return steps


def _step(line: str) -> Iterator[Step]:
    if setting := _SETTING.fullmatch(line):
        words = dict(word.split("=", 1) for word in setting[2].split() if "=" in word)
        yield Setting(words, anew=setting[1] == "scene")
    elif (seconds := seconds_later(line)) is not None:
        yield Later(seconds)
    elif touch := _TOUCH.fullmatch(line):
        yield Utterance(touched=tuple(read_json(touch[1])))
    elif line.startswith("You:"):
        yield Utterance(line.removeprefix("You:").strip())


def _without_id(path: str) -> str:
    return re.sub(r"(timers|reminders)/[^/]+", r"\1/ID", path).removeprefix("/v1/alerts")
