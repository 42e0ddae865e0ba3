"""The port to a device's reminders over Alexa's Reminders API, and its time zone over another.

The calls are made by hand: the SDK's reader of reminders fails on every answer. As with a timer,
after `TimersUnavailable` from `create` nobody knows whether there is a reminder.
"""

import json
from datetime import UTC, datetime, tzinfo
from urllib.parse import quote

from ask_sdk_model.services.api_client import ApiClient
from ask_sdk_model.services.api_client_request import ApiClientRequest

from skill.alexa.api_client import Pace, kind_of_refusal
from skill.errors import TimerError, TimerNotFound, TimersNotSupported, TimersUnavailable

_REMINDERS = "/v1/alerts/reminders"
_ZONE = "/v2/devices/{device}/settings/System.timeZone"
_SUCCESS = range(200, 300)


class AlexaReminders:
    """The port `Reminders`; one for each request, with the address and token that came with it.

    `pace` is that of all calls for the request.
    """

    def __init__(
        self,
        api_client: ApiClient,
        endpoint: str | None,
        token: str | None,
        device: str | None,
        pace: Pace | None = None,
    ) -> None:
        self._api_client = api_client
        self._endpoint = endpoint
        self._token = token
        self._device = device
        self._pace = pace or Pace()

    def create(self, seconds: int, text: str, locale: str, now: datetime) -> str:
        answer = self._call("POST", _REMINDERS, _reminder(seconds, text, locale, now))
        token = answer.get("alertToken") if isinstance(answer, dict) else None
        if not isinstance(token, str) or not token:
            raise TimersUnavailable("the Reminders API did not say which reminder it made")
        return token

    def cancel(self, reminder_id: str) -> None:
        if not reminder_id:  # its path would be that of all reminders
            raise TimerNotFound("there is no reminder without an id")
        self._call("DELETE", f"{_REMINDERS}/{quote(reminder_id, safe='')}")

    def zone(self) -> tzinfo:
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - few requests need it

        if not self._device:
            raise TimersNotSupported("the request has no deviceId")
        name = self._call("GET", _ZONE.format(device=quote(self._device, safe="")))
        try:
            return ZoneInfo(str(name))
        except (KeyError, OSError, ValueError) as failure:
            raise TimersUnavailable("the device's time zone is not known here") from failure

    def _call(self, method: str, path: str, body: object = None) -> object:
        """The JSON of the answer to a GET or a POST."""
        if not self._endpoint or not self._token:
            raise TimersNotSupported("the request has no apiAccessToken or apiEndpoint")
        self._pace.check()
        headers = [("Authorization", f"Bearer {self._token}"), ("Content-Type", "application/json")]
        request = ApiClientRequest(headers=headers, url=self._endpoint + path, method=method)
        if body is not None:
            request.body = json.dumps(body)
        try:
            answer = self._api_client.invoke(request)
            if answer.status_code in _SUCCESS:
                return None if method == "DELETE" else json.loads(answer.body)
        except TimerError:
            raise
        except Exception as failure:  # a client may raise anything, and an answer may be anything
            raise TimersUnavailable(
                "the Reminders API gave no answer that can be read"
            ) from failure
        kind = kind_of_refusal(answer.status_code, str(answer.body))
        raise kind(f"the Reminders API answered {answer.status_code}")


def _reminder(seconds: int, text: str, locale: str, now: datetime) -> object:
    asked = now.astimezone(UTC).replace(tzinfo=None)
    return {
        "requestTime": asked.isoformat(timespec="milliseconds"),
        "trigger": {"type": "SCHEDULED_RELATIVE", "offsetInSeconds": seconds},
        "alertInfo": {"spokenInfo": {"content": [{"locale": locale, "text": text}]}},
        "pushNotification": {"status": "ENABLED"},
    }
