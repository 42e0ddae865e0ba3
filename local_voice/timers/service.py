"""The local twin of Alexa's Timers and Reminders APIs, behind the SDK's own seam: an ApiClient.

It keeps their paths, JSON, states, limits and errors, so that the skill cannot tell it from
Amazon's. It never rings; `local_voice.timers.ringer` does, from the same database.
"""

import json
import re
from collections.abc import Callable
from typing import NamedTuple

from ask_sdk_model.services.api_client import ApiClient
from ask_sdk_model.services.api_client_request import ApiClientRequest
from ask_sdk_model.services.api_client_response import ApiClientResponse

from local_voice.files import Json
from local_voice.timers import reminders
from local_voice.timers.database import Timer, TimerDatabase
from local_voice.timers.faults import ALL_FAULTS, NO_ANSWER, strikes
from local_voice.timers.timer_json import Refused, check_room_for, has_ended, timer_from, timer_json
from skill.clock import Clock, system_clock
from skill.errors import StoreError

_HOST = re.compile(r"^https?://[^/]+")
_PATH = re.compile(r"/v1/alerts/timers(?:/(?P<id>[^/?]+)(?:/(?P<step>pause|resume))?)?/?")
_REMINDERS = re.compile(rf"{reminders.PATH}(?:/(?P<token>[^/?]+))?/?")
_ZONE = re.compile(r"/v2/devices/[^/?]+/settings/System\.timeZone")
_TOKEN = re.compile(r"Bearer \S+")


class Call(NamedTuple):
    """A call the twin was asked for; `status` is 0 when it was played as unanswered."""

    method: str
    path: str
    status: int


class AlexaService(ApiClient):
    """`granted` is whether the user allows timers; `fault` a name in ALL_FAULTS to play, or None.

    `reminders_granted` is the same for reminders; a device without `has_reminders` refuses them.
    `zone` names the device's time zone. All may be changed at any time. `calls` lists the calls so
    far; clear it at will. `on_change` is called after each call that may have changed a timer or a
    reminder: give it a ringer's `wake`.
    """

    def __init__(
        self,
        database: TimerDatabase,
        clock: Clock = system_clock,
        *,
        granted: bool = True,
        fault: str | None = None,
        on_change: Callable[[], None] | None = None,
    ) -> None:
        self.database = database
        self.granted = granted
        self.reminders_granted = True
        self.has_reminders = True
        self.zone = "UTC"
        self.fault = fault
        self.on_change = on_change
        self.calls: list[Call] = []
        self._clock = clock

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        """Raise ConnectionError where a fault stands for no answer."""
        path = _HOST.sub("", request.url)
        fails = self.fault and strikes(self.fault, reminders=_PATH.fullmatch(path) is None)
        status, body = ALL_FAULTS[self.fault or ""] if fails else self._answer(request, path)
        self.calls.append(Call(request.method, path, status))
        if status == NO_ANSWER:
            raise ConnectionError(body)
        headers = [("Content-Type", "application/json")]
        return ApiClientResponse(headers=headers, status_code=status, body=body)

    def live(self) -> list[Timer]:
        """Return the timers that run or are paused, the shortest rest first."""
        return self.database.live(self.now())

    def coming_reminders(self) -> list[Timer]:
        """Return the reminders that are to come, the next one first."""
        now = self.now()
        return [each for each in self.database.reminders() if not has_ended(each, now)]

    def now(self) -> float:
        """Unix seconds by the clock that the timers keep to."""
        return self._clock().timestamp()

    def _answer(self, request: ApiClientRequest, path: str) -> tuple[int, str]:
        try:
            answer = self._dispatch(request, path)
        except Refused as refusal:
            return refusal.status, json.dumps(refusal.body)
        except StoreError as problem:
            return 500, json.dumps({"code": "INTERNAL_ERROR", "message": str(problem)})
        if request.method != "GET" and self.on_change is not None:
            self.on_change()
        return 200, "" if answer is None else json.dumps(answer)

    def _dispatch(self, request: ApiClientRequest, path: str) -> Json | str | None:
        if not _TOKEN.fullmatch(dict(request.headers or ()).get("Authorization", "")):
            raise Refused(401, "UNAUTHORIZED", "The request has no token.")
        if timers := _PATH.fullmatch(path):
            _check(granted=self.granted, what="timers")
            return self._of_timers(request, timers["id"], timers["step"])
        if _ZONE.fullmatch(path) and request.method == "GET":
            return self.zone
        if reminder := _REMINDERS.fullmatch(path):
            _check(granted=self.reminders_granted, what="reminders")
            if not self.has_reminders:
                raise Refused(403, "FORBIDDEN", "This device has no reminders.")
            asked, body = (request.method, reminder["token"]), _parsed(request.body)
            return reminders.answer(self.database, asked, body, self.now(), self.zone)
        raise Refused(404, "NOT_FOUND", "There is nothing at this path.")

    def _of_timers(
        self, request: ApiClientRequest, timer_id: str | None, step: str | None
    ) -> Json | None:
        match request.method, timer_id, step:
            case "POST", None, None:
                return self._create(request.body)
            case "GET", None, None:
                return self._list()
            case "DELETE", None, None:
                self.database.remove_all(self.now())
            case "GET", str(timer_id), None:
                return timer_json(self._known(timer_id), self.now())
            case "DELETE", str(timer_id), None:
                self._cancel(timer_id)
            case "POST", str(timer_id), "pause":
                self._pause(timer_id)
            case "POST", str(timer_id), "resume":
                self._resume(timer_id)
            case _:
                raise Refused(405, "METHOD_NOT_ALLOWED", "This path does not do that.")
        return None

    def _create(self, body: object) -> Json:
        timer = timer_from(_parsed(body), self.now())
        self.database.add(timer, lambda live: check_room_for(timer, live))
        return timer_json(timer, timer.created)

    def _list(self) -> Json:
        now = self.now()
        timers = [timer_json(timer, now) for timer in self.database.live(now)]
        return {"totalCount": len(timers), "timers": timers}

    def _known(self, timer_id: str, *, live: bool = False) -> Timer:
        timer = self.database.get(timer_id)
        if timer is None or timer.reminder is not None or (live and has_ended(timer, self.now())):
            raise Refused(404, "TIMER_NOT_FOUND", "There is no such timer.")
        return timer

    def _cancel(self, timer_id: str) -> None:
        """Leave a timer that is due alone: its alarm is on the way."""
        if not self.database.remove(self._known(timer_id, live=True).id, self.now()):
            raise Refused(404, "TIMER_NOT_FOUND", "The timer has just ended.")

    def _pause(self, timer_id: str) -> None:
        if not self.database.pause(self._known(timer_id, live=True).id, self.now()):
            raise Refused(400, "TIMER_ALREADY_PAUSED", "The timer does not run.")

    def _resume(self, timer_id: str) -> None:
        if not self.database.resume(self._known(timer_id, live=True).id, self.now()):
            raise Refused(400, "TIMER_IS_NOT_PAUSED", "The timer is not paused.")


def _check(*, granted: bool, what: str) -> None:
    if not granted:
        raise Refused(401, "UNAUTHORIZED", f"The user has not granted {what} to this skill.")


def _parsed(body: object) -> object:
    """The body, which may come as JSON or as an object; the SDK sends both."""
    if not isinstance(body, str | bytes) or not body:
        return body
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise Refused(400, "INVALID_REQUEST", "The body is not JSON.") from problem
