"""The Reminders API's JSON and what its paths do, over the database that holds the timers too.

After Amazon's Alexa Reminders API Reference. Reminders that recur are refused: none is asked for.
"""

import json
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from local_voice.files import Json
from local_voice.timers.database import Timer, TimerDatabase
from local_voice.timers.timer_json import Refused, has_ended, iso, mapping, plain_text, refuse

PATH = "/v1/alerts/reminders"


def answer(
    database: TimerDatabase, asked: tuple[str, str | None], body: object, now: float, zone: str
) -> Json | None:
    """What a call comes to. `asked`: its method, and the alertToken in its path. Raises Refused."""
    match asked:
        case "POST", None:
            made = reminder_from(body, now, zone)
            database.add(made, lambda _: None)
            return _summary(made, now)
        case "GET", None:
            alerts = [_whole(each, now) for each in database.reminders()]
            return {"totalCount": str(len(alerts)), "alerts": alerts, "links": ""}
        case "GET", str(token):
            return _whole(_known(database, token), now)
        case "PUT", str(token):
            known = _known(database, token)
            made = reminder_from(body, now, zone)
            updated = replace(made, id=known.id, created=known.created)
            if not database.replace(updated, now):
                raise Refused(409, "CONFLICT", "The reminder is completed.")
            return _summary(updated, now)
        case "DELETE", str(token):
            if not database.remove(_known(database, token).id, now):
                raise Refused(404, "ALERT_NOT_FOUND", "The reminder is completed.")
            return None
        case _:
            raise Refused(405, "METHOD_NOT_ALLOWED", "This path does not do that.")


def reminder_from(request: object, now: float, zone: str) -> Timer:
    """The reminder that a POST or a PUT asks for; raise Refused."""
    asked = mapping(request, "the body")
    _moment(asked.get("requestTime"), "UTC", "requestTime")
    trigger = mapping(asked.get("trigger"), "trigger")
    if trigger.get("recurrence") is not None:
        refuse("a recurrence is not played here")
    rings_at = _rings_at(trigger, now, zone)
    spoken = mapping(mapping(asked.get("alertInfo"), "alertInfo").get("spokenInfo"), "spokenInfo")
    text, locale = plain_text(spoken.get("content"), "content")
    push = mapping(asked.get("pushNotification", {"status": "ENABLED"}), "pushNotification")
    if push.get("status") not in ("ENABLED", "DISABLED"):
        refuse("pushNotification is ENABLED or DISABLED")
    return Timer(
        id=str(uuid.uuid4()),
        label=None,
        announcement=text,
        locale=locale,
        seconds=round(rings_at - now),
        status="ON",
        rings_at=rings_at,
        left=None,
        created=now,
        updated=now,
        reminder=json.dumps({"trigger": trigger, "pushNotification": push}),
    )


def _rings_at(trigger: Mapping[str, object], now: float, zone: str) -> float:
    kind, offset = trigger.get("type"), trigger.get("offsetInSeconds")
    at = 0.0
    if kind == "SCHEDULED_RELATIVE" and type(offset) is int:
        with suppress(OSError, OverflowError, ValueError):  # what comes after the last year
            at = datetime.fromtimestamp(now + offset, UTC).timestamp()
    elif kind == "SCHEDULED_ABSOLUTE":
        of_device = trigger.get("timeZoneId") or zone
        at = _moment(trigger.get("scheduledTime"), str(of_device), "scheduledTime")
    if at <= now:
        refuse(
            "trigger is SCHEDULED_RELATIVE with an offsetInSeconds, or SCHEDULED_ABSOLUTE, to come"
        )
    return at


def _moment(text: object, zone: str, name: str) -> float:
    """Unix seconds; a time without an offset is one in `zone`."""
    try:
        moment = datetime.fromisoformat(str(text))
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).timestamp()
    except (KeyError, OSError, OverflowError, ValueError):
        refuse(f"{name} is no time such as 2026-11-25T14:04:00.672, or its zone is unknown")


def _known(database: TimerDatabase, token: str) -> Timer:
    reminder = database.get(token)
    if reminder is None or reminder.reminder is None:
        raise Refused(404, "ALERT_NOT_FOUND", "There is no such reminder.")
    return reminder


def _summary(reminder: Timer, now: float) -> Json:
    return {
        "alertToken": reminder.id,
        "createdTime": iso(reminder.created),
        "updatedTime": iso(reminder.updated),
        "status": "COMPLETED" if has_ended(reminder, now) else "ON",
        "version": "1" if reminder.updated == reminder.created else "2",
        "href": f"{PATH}/{reminder.id}",
    }


def _whole(reminder: Timer, now: float) -> Json:
    content = [{"locale": reminder.locale, "text": reminder.announcement}]
    asked: Json = json.loads(reminder.reminder or "{}")
    return _summary(reminder, now) | asked | {"alertInfo": {"spokenInfo": {"content": content}}}
