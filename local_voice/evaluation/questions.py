"""The questions of an evaluation: JSON objects, one a line, with `text` and `intent` or `topic`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local_voice.files import read_json, read_text
from local_voice.model import FALLBACK
from skill.content.guidance import Guide, intent_of
from skill.errors import GuideError

# Topics of the back spasm guide whose intents are not the topic's name in capitals; the first
# intent is the one meant, the others count as well.
_TOPICS = {
    "out_of_scope": (FALLBACK,),
    "treatment": ("TreatmentIntent", "RelieveNowIntent"),
    "see_doctor": ("SeeDoctorIntent", "EmergencyIntent", "UrgentIntent", "SituationIntent"),
    "timer_start": ("StartIceTimerIntent", "StartHeatTimerIntent"),
    "timer_pause": ("PauseIceTimerIntent", "AMAZON.PauseIntent"),
    "timer_resume": ("ResumeIceTimerIntent", "AMAZON.ResumeIntent"),
    "timer_cancel": ("CancelIceTimerIntent",),
    "timer_status": ("IceTimerStatusIntent",),
    "timer_extend": ("ExtendIceTimerIntent",),
    "help": ("AMAZON.HelpIntent",),
    "repeat": ("AMAZON.RepeatIntent",),
    "stop": ("AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent"),
}


class EvaluationError(GuideError):
    """The file of questions is wrong; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and the intents that answer it: the first is meant, the others count too."""

    text: str
    intents: tuple[str, ...]


def read_questions(path: Path, guide: Guide | None = None) -> list[Question]:
    """The questions in `path`; raises `EvaluationError` when it cannot be read or holds none.

    A topic of `guide` is reached by any question on it.
    """
    finer: dict[str, list[str]] = {}
    for question in guide.questions.values() if guide else ():
        finer.setdefault(question.topic.id, []).append(question.intent)
    return [_question(entry, place, finer) for entry, place in json_lines(path)]


def json_lines(path: Path, key: str = "text") -> list[tuple[dict[str, Any], str]]:
    """Each JSON object with a text under `key`, and the file and line where it stands."""
    try:
        content = read_text(path)
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path}: cannot be read: {error}") from error
    places = [
        (text, f"{path}, line {number}")
        for number, text in enumerate(content.splitlines(), start=1)
        if text.strip()
    ]
    if not places:
        raise EvaluationError(f"{path}: holds no questions; give one JSON object a line")
    return [(_object(text, place, key), place) for text, place in places]


def _object(text: str, place: str, key: str) -> dict[str, Any]:
    try:
        entry = read_json(text)
    except ValueError as error:
        raise EvaluationError(f"{place}: is not JSON: {error}") from error
    if not isinstance(entry, dict) or not isinstance(entry.get(key), str):
        raise EvaluationError(f"{place}: needs a `{key}`")
    return entry


def _question(entry: dict[str, Any], place: str, finer: Mapping[str, Sequence[str]]) -> Question:
    label = entry.get("intent", entry.get("topic"))
    if not isinstance(label, str) or not label:
        raise EvaluationError(f"{place}: needs an `intent` or a `topic`")
    return Question(entry["text"], (*intents_of(label), *finer.get(label, ())))


def intents_of(label: str) -> tuple[str, ...]:
    """The intents of a label: `stay_active` is StayActiveIntent; an intent's name is itself."""
    if label in _TOPICS:
        return _TOPICS[label]
    if label.endswith("Intent"):
        return (label,)
    return (intent_of(label),)
