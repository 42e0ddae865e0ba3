"""The way out to Amazon's APIs, over `bounded_http`, and what their refusals mean.

The SDK's own client bounds neither time nor size, and imports `requests` for 140 ms at start-up.

A call may take two seconds. Another one for the same request is begun only within 0.9 seconds of
the first, which keeps all of them together within three.
"""

import json
import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from ask_sdk_model.services.api_client import ApiClient
from ask_sdk_model.services.api_client_request import ApiClientRequest
from ask_sdk_model.services.api_client_response import ApiClientResponse

from skill.errors import (
    CallFailed,
    DeviceOffline,
    TimerError,
    TimerNotFound,
    TimerNotPermitted,
    TimersUnavailable,
    TooManyTimers,
)

if TYPE_CHECKING:
    from skill.bounded_http import HttpClient

SECONDS = 2.0  # for a whole call
_FIRST_ERROR = 400
_LAST_START = 0.9  # seconds after the first call

_LIMITS = ("MAX_TIMERS_EXCEEDED", "MAX_REMINDERS_EXCEEDED")
_BY_STATUS: dict[int, type[TimerError]] = {
    401: TimerNotPermitted,
    403: TimerNotPermitted,
    404: TimerNotFound,
    504: DeviceOffline,
}


class Pace:
    """Keeps the calls for one request together within three seconds; `monotonic` is in seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._first_call: float | None = None

    def check(self) -> None:
        """Call before each call; raises TimersUnavailable when it is too late for another one."""
        now = self._monotonic()
        if self._first_call is None:
            self._first_call = now
        if now - self._first_call >= _LAST_START:
            raise TimersUnavailable("Alexa's API is too slow to be asked again now")


def kind_of_refusal(status: int, body: str) -> type[TimerError]:
    """What a status that is no success means; `body` holds the API's error code somewhere."""
    if any(limit in body for limit in _LIMITS):
        return TooManyTimers
    return _BY_STATUS.get(status, TimersUnavailable)


class HttpApiClient(ApiClient):
    """`http`: by default one of two seconds a call, made at the first. Safe to share among threads.

    `invoke` raises TimersUnavailable when there is no usable answer in time.
    """

    def __init__(self, http: "HttpClient | None" = None) -> None:
        self._given = http

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        headers, body = dict(request.headers or ()), _as_bytes(request.body)
        try:
            answer = self._http.call(request.method, request.url, headers, body)
        except CallFailed as failure:
            raise TimersUnavailable(str(failure)) from failure
        text = _readable(answer.status, answer.body)
        return ApiClientResponse(list(answer.headers), text, answer.status)

    @cached_property
    def _http(self) -> "HttpClient":
        from skill.bounded_http import HttpClient  # noqa: PLC0415 - TLS and HTTP take 25 ms

        return self._given or HttpClient(SECONDS)


def _as_bytes(body: object) -> bytes | None:
    """The body, which the SDK hands over as an object to be sent as JSON."""
    if body is None or isinstance(body, bytes):
        return body
    return (body if isinstance(body, str) else json.dumps(body)).encode()


def _readable(status: int, body: bytes) -> str:
    """Give an error an object for a body: the SDK would lose its status over HTML or nothing."""
    text = body.decode(errors="replace")
    if status < _FIRST_ERROR:
        return text
    try:
        return text if isinstance(json.loads(text), dict) else "{}"
    except (ValueError, RecursionError):
        return "{}"
