"""The port to a device's reminders, driven through a real HTTP server on loopback."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from ask_sdk_model.services.api_client import ApiClient
from ask_sdk_model.services.api_client_request import ApiClientRequest
from ask_sdk_model.services.api_client_response import ApiClientResponse

from local_voice.timers.faults import ALL_FAULTS
from skill.alexa.api_client import SECONDS, HttpApiClient, Pace
from skill.alexa.reminders import AlexaReminders
from skill.bounded_http import HttpClient
from skill.errors import (
    DeviceOffline,
    TimerError,
    TimerNotFound,
    TimerNotPermitted,
    TimersNotSupported,
    TimersUnavailable,
    TooManyTimers,
)
from skill.timers.device import Reminders
from tests.support.clock import NOON
from tests.support.timers_server import WIRE_FAULTS, TimersServer, closed_port

TEXT = "Time for your cold pack"
TOKEN = "a-token-from-alexa"  # noqa: S105 - of a user who does not exist
PROMISE = 3.0  # seconds within which a hung API must be given up
SUCCESS = 200

OPERATIONS: dict[str, Callable[[Reminders], object]] = {
    "create": lambda reminders: reminders.create(7200, TEXT, "en-US", NOON),
    "cancel": lambda reminders: reminders.cancel("1"),
    "zone": lambda reminders: reminders.zone(),
}
ERRORS: dict[int, type[TimerError]] = {
    401: TimerNotPermitted,
    403: TimerNotPermitted,
    404: TimerNotFound,
    504: DeviceOffline,
}


@pytest.fixture
def api_client() -> Iterator[HttpApiClient]:
    http = HttpClient(SECONDS)
    yield HttpApiClient(http)
    http.close()


@pytest.fixture
def reminders(server: TimersServer, api_client: HttpApiClient) -> AlexaReminders:
    return AlexaReminders(api_client, server.url, TOKEN, "local")


class Told(ApiClient):
    """Gives one answer to whatever is asked, and keeps what was."""

    def __init__(self, body: str, status: int = SUCCESS) -> None:
        self.answer = ApiClientResponse(headers=[], body=body, status_code=status)
        self.sent: list[ApiClientRequest] = []

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        self.sent.append(request)
        return self.answer


def told(body: str, status: int = SUCCESS) -> tuple[AlexaReminders, list[ApiClientRequest]]:
    client = Told(body, status)
    return AlexaReminders(client, "https://api.example", TOKEN, "a/device"), client.sent


def test_a_reminder_is_set_and_cancelled(server: TimersServer, api_client: HttpApiClient) -> None:
    now = server.service.now()
    reminders = AlexaReminders(api_client, server.url, TOKEN, "local")
    known = reminders.create(7200, TEXT, "en-GB", NOON)
    (kept,) = server.service.coming_reminders()
    assert (kept.id, kept.announcement, kept.locale) == (known, TEXT, "en-GB")
    assert abs((kept.rings_at or 0) - now - 7200) < 60
    reminders.cancel(known)
    assert server.service.coming_reminders() == []
    with pytest.raises(TimerNotFound):
        reminders.cancel(known)


def test_the_request_is_the_one_amazon_documents() -> None:
    reminders, sent = told('{"alertToken": "7"}', status=201)
    new_york = (NOON + timedelta(milliseconds=672)).astimezone(ZoneInfo("America/New_York"))
    assert reminders.create(7200, TEXT, "en-US", new_york) == "7"
    assert (sent[0].method, sent[0].url) == ("POST", "https://api.example/v1/alerts/reminders")
    assert dict(sent[0].headers or ())["Authorization"] == f"Bearer {TOKEN}"
    assert json.loads(str(sent[0].body)) == {
        "requestTime": "2026-11-22T12:00:00.672",
        "trigger": {"type": "SCHEDULED_RELATIVE", "offsetInSeconds": 7200},
        "alertInfo": {"spokenInfo": {"content": [{"locale": "en-US", "text": TEXT}]}},
        "pushNotification": {"status": "ENABLED"},
    }


def test_the_zone_is_the_devices(server: TimersServer, reminders: AlexaReminders) -> None:
    server.service.zone = "America/New_York"
    assert reminders.zone() == ZoneInfo("America/New_York")
    asked, sent = told('"Europe/London"')
    assert asked.zone() == ZoneInfo("Europe/London")
    assert sent[0].url.endswith("/v2/devices/a%2Fdevice/settings/System.timeZone")


@pytest.mark.parametrize("name", ['"Mars/Base"', '"../etc"', '""', '"America"', "7", "{}", "nil"])
def test_a_zone_that_nobody_knows_is_an_error(name: str) -> None:
    with pytest.raises(TimersUnavailable):
        told(name)[0].zone()


@pytest.mark.parametrize("body", ["{}", "[]", "null", "", "<html>", '{"alertToken": ""}'])
def test_an_answer_that_names_no_reminder_is_an_error(body: str) -> None:
    with pytest.raises(TimersUnavailable):
        OPERATIONS["create"](told(body)[0])


def test_an_id_is_no_path(server: TimersServer, reminders: AlexaReminders) -> None:
    reminders.create(7200, TEXT, "en-US", NOON)
    for trick in ("", "../reminders", "?all"):
        with pytest.raises(TimerNotFound):
            reminders.cancel(trick)
    assert len(server.service.coming_reminders()) == 1


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("fault", ALL_FAULTS)
def test_a_fault_becomes_the_error_that_fits(
    reminders: AlexaReminders, server: TimersServer, fault: str, operation: str
) -> None:
    server.service.fault = fault
    status, body = ALL_FAULTS[fault]
    if operation == "cancel" and status == SUCCESS:
        reminders.cancel("1")  # no answer is read
        return
    expected = TooManyTimers if "EXCEEDED" in body else ERRORS.get(status, TimersUnavailable)
    with pytest.raises(TimerError) as error:
        OPERATIONS[operation](reminders)
    assert type(error.value) is expected
    assert TEXT not in str(error.value)


def test_reminders_not_allowed_are_not_set(reminders: AlexaReminders, server: TimersServer) -> None:
    server.service.reminders_granted = False
    with pytest.raises(TimerNotPermitted):
        OPERATIONS["create"](reminders)
    assert server.service.coming_reminders() == []


@pytest.mark.parametrize("fault", WIRE_FAULTS)
def test_a_broken_answer_is_given_up_in_time(
    reminders: AlexaReminders, server: TimersServer, fault: str
) -> None:
    server.wire_fault = fault
    started = time.monotonic()
    with pytest.raises(TimersUnavailable):
        OPERATIONS["create"](reminders)
    assert time.monotonic() - started < PROMISE


def test_a_refused_connection_is_an_error(api_client: HttpApiClient) -> None:
    closed = f"http://127.0.0.1:{closed_port()}"
    for operation in OPERATIONS.values():
        with pytest.raises(TimersUnavailable):
            operation(AlexaReminders(api_client, closed, TOKEN, "local"))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_request_without_token_or_endpoint_cannot_use_reminders(operation: str) -> None:
    client = Told("{}")
    for endpoint, token in ((None, TOKEN), ("https://api.example", None)):
        with pytest.raises(TimersNotSupported):
            OPERATIONS[operation](AlexaReminders(client, endpoint, token, "local"))
    with pytest.raises(TimersNotSupported):
        AlexaReminders(client, "https://api.example", TOKEN, None).zone()
    assert client.sent == []


def test_eight_reminders_are_set_when_the_api_is_quick(
    reminders: AlexaReminders, server: TimersServer
) -> None:
    for hour in range(1, 9):
        reminders.create(hour * 3600, "Time to move", "en-US", NOON)
    assert len(server.service.coming_reminders()) == 8


def test_after_a_slow_call_no_other_is_begun() -> None:
    client, ticks = Told('{"alertToken": "7"}'), iter([0.0, 0.89, 0.9])
    pace = Pace(lambda: next(ticks))
    slow = AlexaReminders(client, "https://api.example", TOKEN, "local", pace)
    slow.create(7200, TEXT, "en-US", NOON)
    slow.create(7200, TEXT, "en-US", NOON)
    with pytest.raises(TimersUnavailable, match="too slow"):
        slow.create(7200, TEXT, "en-US", NOON)
    assert len(client.sent) == 2


def test_the_port_names_every_operation_tested() -> None:
    assert {name for name in vars(Reminders) if not name.startswith("_")} == set(OPERATIONS)
