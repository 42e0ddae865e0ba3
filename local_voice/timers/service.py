"""The local twin of Alexa's Timers API, behind the SDK's own seam: an ApiClient.

It keeps the API's paths, JSON, states, limits and errors, so that the skill cannot tell it from
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
from local_voice.timers.database import Timer, TimerDatabase
from local_voice.timers.faults import FAULTS, NO_ANSWER
from local_voice.timers.timer_json import Refused, check_room_for, has_ended, timer_from, timer_json
from skill.clock import Clock, system_clock
from skill.errors import StoreError

_HOST = re.compile(r"^https?://[^/]+")
_PATH = re.compile(r"/v1/alerts/timers(?:/(?P<id>[^/?]+)(?:/(?P<step>pause|resume))?)?/?")
_TOKEN = re.compile(r"Bearer \S+")


class Call(NamedTuple):
    """A call the twin was asked for; `status` is 0 when it was played as unanswered."""

    method: str
    path: str
    status: int


class AlexaService(ApiClient):
    """`granted` is whether the user allows timers; `fault` a name in FAULTS to be played, or None.

    Both may be changed at any time. `calls` lists the calls so far; clear it at will. `on_change`
    is called after each call that may have changed a timer: give it a ringer's `wake`.
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
        self.fault = fault
        self.on_change = on_change
        self.calls: list[Call] = []
        self._clock = clock

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        """Raise ConnectionError where a fault stands for no answer."""
        path = _HOST.sub("", request.url)
        status, body = FAULTS[self.fault] if self.fault else self._answer(request, path)
        self.calls.append(Call(request.method, path, status))
        if status == NO_ANSWER:
            raise ConnectionError(body)
        headers = [("Content-Type", "application/json")]
        return ApiClientResponse(headers=headers, status_code=status, body=body)

    def live(self) -> list[Timer]:
        """Return the timers that run or are paused, the shortest rest first."""
        return self.database.live(self._now())

    def _now(self) -> float:
        return self._clock().timestamp()

    def _answer(self, request: ApiClientRequest, path: str) -> tuple[int, str]:
        try:
            self._check_permission(request)
            answer = self._dispatch(request, path)
        except Refused as refusal:
            return refusal.status, json.dumps(refusal.body)
        except StoreError as problem:
            return 500, json.dumps({"code": "INTERNAL_ERROR", "message": str(problem)})
        if request.method != "GET" and self.on_change is not None:
            self.on_change()
        return 200, "" if answer is None else json.dumps(answer)

    def _check_permission(self, request: ApiClientRequest) -> None:
        token = dict(request.headers or ()).get("Authorization", "")
        if not self.granted or not _TOKEN.fullmatch(token):
            raise Refused(401, "UNAUTHORIZED", "The user has not granted timers to this skill.")

    def _dispatch(self, request: ApiClientRequest, path: str) -> Json | None:
        match = _PATH.fullmatch(path)
        if match is None:
            raise Refused(404, "NOT_FOUND", "There is nothing at this path.")
        match request.method, match["id"], match["step"]:
            case "POST", None, None:
                return self._create(request.body)
            case "GET", None, None:
                return self._list()
            case "DELETE", None, None:
                self.database.remove_all(self._now())
            case "GET", str(timer_id), None:
                return timer_json(self._known(timer_id), self._now())
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
        if isinstance(body, str | bytes):
            try:
                body = json.loads(body)
            except ValueError as problem:
                raise Refused(400, "INVALID_REQUEST", "The body is not JSON.") from problem
        timer = timer_from(body, self._now())
        self.database.add(timer, lambda live: check_room_for(timer, live))
        return timer_json(timer, timer.created)

    def _list(self) -> Json:
        now = self._now()
        timers = [timer_json(timer, now) for timer in self.database.live(now)]
        return {"totalCount": len(timers), "timers": timers}

    def _known(self, timer_id: str, *, live: bool = False) -> Timer:
        timer = self.database.get(timer_id)
        if timer is None or (live and has_ended(timer, self._now())):
            raise Refused(404, "TIMER_NOT_FOUND", "There is no such timer.")
        return timer

    def _cancel(self, timer_id: str) -> None:
        """Leave a timer that is due alone: its alarm is on the way."""
        if not self.database.remove(self._known(timer_id, live=True).id, self._now()):
            raise Refused(404, "TIMER_NOT_FOUND", "The timer has just ended.")

    def _pause(self, timer_id: str) -> None:
        if not self.database.pause(self._known(timer_id, live=True).id, self._now()):
            raise Refused(400, "TIMER_ALREADY_PAUSED", "The timer does not run.")

    def _resume(self, timer_id: str) -> None:
        if not self.database.resume(self._known(timer_id, live=True).id, self._now()):
            raise Refused(400, "TIMER_IS_NOT_PAUSED", "The timer is not paused.")
