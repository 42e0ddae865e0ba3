"""The Timers API's JSON: a request to a timer, a timer to an answer. Pure.

Limits after Amazon's Timers REST API Reference and Best Practices for Timers.
"""

import math
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NoReturn

from local_voice.files import Json
from local_voice.timers.database import Timer
from skill.timers.iso_duration import format_seconds, parse

LONGEST = 7200  # seconds
LONGEST_LABEL = 256
MOST_TIMERS = 10


class Refused(Exception):
    """An error of the API: HTTP status and the body's code."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"code": code, "message": message}


def timer_from(request: object, now: float) -> Timer:
    """Return the running timer that a POST asks for; raise Refused."""
    asked = mapping(request, "the body")
    seconds = _seconds(asked.get("duration"))
    label = asked.get("timerLabel")
    if label is not None and not (isinstance(label, str) and 0 < len(label) <= LONGEST_LABEL):
        refuse(f"timerLabel takes 1 to {LONGEST_LABEL} characters")
    _check_display(asked.get("creationBehavior"))
    announcement, locale = _announcement(asked.get("triggeringBehavior"))
    return Timer(
        id=str(uuid.uuid4()),
        label=label,
        announcement=announcement,
        locale=locale,
        seconds=seconds,
        status="ON",
        rings_at=now + seconds,
        left=None,
        created=now,
        updated=now,
    )


def check_room_for(timer: Timer, live: Sequence[Timer]) -> None:
    """Raise Refused when the account is full or the label is taken."""
    if len(live) >= MOST_TIMERS:
        raise Refused(403, "MAX_TIMERS_EXCEEDED", f"There are {MOST_TIMERS} timers already.")
    if timer.label is not None and timer.label in {other.label for other in live}:
        raise Refused(400, "DUPLICATE_LABEL", "Another timer has this label.")


def has_ended(timer: Timer, now: float) -> bool:
    return timer.status == "OFF" or (timer.rings_at is not None and timer.rings_at <= now)


def timer_json(timer: Timer, now: float) -> Json:
    """Return what the API answers of a timer; one that is due has ended, announced or not."""
    answer: Json = {
        "id": timer.id,
        "status": "OFF" if has_ended(timer, now) else timer.status,
        "duration": format_seconds(timer.seconds),
        "createdTime": iso(timer.created),
        "updatedTime": iso(timer.updated),
    }
    if timer.label is not None:
        answer["timerLabel"] = timer.label
    if answer["status"] == "ON" and timer.rings_at is not None:
        answer["triggerTime"] = iso(timer.rings_at)
    if answer["status"] == "PAUSED" and timer.left is not None:
        answer["remainingTimeWhenPaused"] = format_seconds(math.ceil(timer.left))
    return answer


def _seconds(duration: object) -> int:
    try:
        seconds = parse(str(duration))
    except ValueError as problem:
        raise Refused(400, "INVALID_DURATION_FORMAT", str(problem)) from problem
    if not 1 <= seconds <= LONGEST:
        refuse(f"duration takes 1 second to {LONGEST // 3600} hours")
    return seconds


def _check_display(creation: object) -> None:
    display = mapping(mapping(creation, "creationBehavior").get("displayExperience"), "display")
    if display.get("visibility") not in ("VISIBLE", "HIDDEN"):
        refuse("visibility is VISIBLE or HIDDEN")


def _announcement(triggering: object) -> tuple[str, str]:
    """Return text and locale; the text is empty for a timer that only chimes."""
    behavior = mapping(triggering, "triggeringBehavior")
    audible = mapping(behavior.get("notificationConfig"), "notificationConfig").get("playAudible")
    operation = mapping(behavior.get("operation"), "operation")
    if not isinstance(audible, bool):
        refuse("playAudible is true or false")
    if operation.get("type") == "NOTIFY_ONLY" and audible:
        return "", ""
    if operation.get("type") != "ANNOUNCE":
        refuse("operation is ANNOUNCE with textToAnnounce, or an audible NOTIFY_ONLY")
    return plain_text(operation.get("textToAnnounce"), "textToAnnounce")


def plain_text(texts: object, name: str) -> tuple[str, str]:
    """Return the first of a list of texts, and its locale."""
    if not isinstance(texts, list) or not texts:
        refuse(f"{name} is missing")
    first = mapping(texts[0], name)
    text, locale = first.get("text"), first.get("locale")
    if not isinstance(text, str) or not text.strip() or "<" in text:
        refuse("text is plain text")
    if not isinstance(locale, str) or not locale:
        refuse("locale is missing")
    return text, locale


def mapping(value: object, name: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        refuse(f"{name} is missing")
    return value


def refuse(message: str) -> NoReturn:
    raise Refused(400, "INVALID_REQUEST", message)


def iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
