"""The port to a device's timers over Alexa's Timers API, through the SDK's own client.

When creating fails without an answer, a timer may exist all the same. It is left alone: should it
ring, it does so when the user wanted to be told, with the right words; clearing up would mean to
cancel every timer of the skill, an earlier round of ice included, and to wait once more. So after
`TimersUnavailable` from `create` nobody knows whether there is a timer, and the guide must not say
that there is one, nor that there is none.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from ask_sdk_model.services.service_exception import ServiceException
from ask_sdk_model.services.timer_management.announce_operation import AnnounceOperation
from ask_sdk_model.services.timer_management.creation_behavior import CreationBehavior
from ask_sdk_model.services.timer_management.display_experience import DisplayExperience
from ask_sdk_model.services.timer_management.notification_config import NotificationConfig
from ask_sdk_model.services.timer_management.status import Status
from ask_sdk_model.services.timer_management.text_to_announce import TextToAnnounce
from ask_sdk_model.services.timer_management.timer_management_service_client import (
    TimerManagementServiceClient,
)
from ask_sdk_model.services.timer_management.timer_request import TimerRequest
from ask_sdk_model.services.timer_management.timer_response import TimerResponse
from ask_sdk_model.services.timer_management.triggering_behavior import TriggeringBehavior
from ask_sdk_model.services.timer_management.visibility import Visibility

from skill.alexa.api_client import Pace, kind_of_refusal
from skill.errors import (
    TimerError,
    TimerNotFound,
    TimerNotPermitted,
    TimersNotSupported,
    TimersUnavailable,
)
from skill.timers.device import DeviceTimer
from skill.timers.iso_duration import format_seconds, parse

_BAD_REQUEST = 400


class AlexaTimers:
    """The port `Timers`; one for each request, as the client holds its token."""

    ring = True

    def __init__(self, client: TimerManagementServiceClient, pace: Pace | None = None) -> None:
        self._client = client
        self._pace = pace or Pace()

    def create(self, seconds: int, label: str, announcement: str, locale: str) -> DeviceTimer:
        """Announce a plain text after so many seconds; the API allows one second to two hours."""
        request = _request(seconds, label, announcement, locale)
        with _as_timer_errors(on_404=TimerNotPermitted):
            self._pace.check()
            try:
                answer = self._client.create_timer(request)
            except ServiceException as failure:
                # The label of a timer that has just ended may still be taken; none need be given.
                if failure.status_code != _BAD_REQUEST or "DURATION" in _code(failure):
                    raise
                self._pace.check()
                request.timer_label = None
                answer = self._client.create_timer(request)
            return _device_timer(answer)

    def find(self, timer_id: str) -> DeviceTimer:
        with _as_timer_errors():
            self._pace.check()
            return _device_timer(self._client.get_timer(_checked(timer_id)))

    def change(self, timer_id: str, seconds: int) -> None:
        """Nothing: the API has no call for it."""

    def pause(self, timer_id: str) -> DeviceTimer:
        return self._switch(self._client.pause_timer, timer_id, "TIMER_ALREADY_PAUSED")

    def resume(self, timer_id: str) -> DeviceTimer:
        return self._switch(self._client.resume_timer, timer_id, "TIMER_IS_NOT_PAUSED")

    def cancel(self, timer_id: str) -> None:
        with _as_timer_errors():
            self._pace.check()
            self._client.delete_timer(_checked(timer_id))

    def _switch(self, call: Callable[[str], object], timer_id: str, done: str) -> DeviceTimer:
        """Pause or resume, then ask how the timer stands, as neither answers with a timer."""
        with _as_timer_errors():
            self._pace.check()
            try:
                call(_checked(timer_id))
            except ServiceException as failure:
                if done not in _code(failure):
                    raise
        return self.find(timer_id)


@contextmanager
def _as_timer_errors(on_404: type[TimerError] = TimerNotFound) -> Iterator[None]:
    """Turn whatever the SDK raises into a TimerError; `on_404` is what its 404 means here.

    A missing permission shows as 401, by reports from the field also as 403, or as 404 to a POST.
    """
    try:
        yield
    except TimerError:
        raise
    except ServiceException as failure:
        kind = kind_of_refusal(failure.status_code, _code(failure))
        kind = on_404 if kind is TimerNotFound else kind
        raise kind(f"the Timers API answered {failure.status_code}") from failure
    except (TypeError, AttributeError) as failure:
        raise TimersNotSupported("the request has no apiAccessToken or apiEndpoint") from failure
    except Exception as failure:  # the SDK raises bare exceptions over an answer it cannot read
        raise TimersUnavailable("the Timers API gave an answer that cannot be read") from failure


def _code(failure: ServiceException) -> str:
    """Text that holds the API's error code; the SDK hands out an object, a text or nothing."""
    return str(failure.body)


def _checked(timer_id: str) -> str:
    """Refuse an empty id, which would make the path that of all timers."""
    if not timer_id:
        raise TimerNotFound("there is no timer without an id")
    return timer_id


def _request(seconds: int, label: str, announcement: str, locale: str) -> TimerRequest:
    return TimerRequest(
        duration=format_seconds(seconds),
        timer_label=label,
        creation_behavior=CreationBehavior(
            display_experience=DisplayExperience(visibility=Visibility.VISIBLE)
        ),
        triggering_behavior=TriggeringBehavior(
            operation=AnnounceOperation([TextToAnnounce(locale=locale, text=announcement)]),
            notification_config=NotificationConfig(play_audible=True),
        ),
    )


def _device_timer(answer: object) -> DeviceTimer:
    """Raise ValueError for an answer that does not say how the timer stands."""
    if isinstance(answer, TimerResponse) and answer.id:
        if answer.status is Status.OFF:
            return DeviceTimer(answer.id)
        if answer.status is Status.PAUSED and answer.remaining_time_when_paused:
            return DeviceTimer(answer.id, left=parse(answer.remaining_time_when_paused))
        if answer.status is Status.ON and isinstance(answer.trigger_time, datetime):
            at = answer.trigger_time
            return DeviceTimer(answer.id, rings_at=at if at.tzinfo else at.replace(tzinfo=UTC))
    raise ValueError("the answer does not say how the timer stands")
