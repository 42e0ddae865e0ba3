"""The port to a device's timers, driven through a real HTTP server on loopback."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model.services.api_client import ApiClient
from ask_sdk_model.services.api_client_request import ApiClientRequest
from ask_sdk_model.services.api_client_response import ApiClientResponse
from ask_sdk_model.services.api_configuration import ApiConfiguration
from ask_sdk_model.services.timer_management.timer_management_service_client import (
    TimerManagementServiceClient,
)

from local_voice.timers.database import TimerDatabase
from local_voice.timers.faults import FAULTS
from local_voice.timers.service import AlexaService
from skill.alexa.api_client import SECONDS, HttpApiClient, Pace
from skill.alexa.timers import AlexaTimers
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
from skill.timers.device import DeviceTimer, Timers
from tests.support.clock import NOON, MovableClock
from tests.support.timers_server import WIRE_FAULTS, TimersServer, closed_port, running

TEXT = "Time to take the ice off your back."
PROMISE = 3.0  # seconds within which a hung API must be given up

Operation = Callable[[Timers], object]
OPERATIONS: dict[str, Operation] = {
    "create": lambda timers: timers.create(1200, "ice", TEXT, "en-US"),
    "find": lambda timers: timers.find("1"),
    "pause": lambda timers: timers.pause("1"),
    "resume": lambda timers: timers.resume("1"),
    "cancel": lambda timers: timers.cancel("1"),
}

ERRORS: dict[str, type[TimerError]] = {
    "unauthorized": TimerNotPermitted,
    "forbidden": TimerNotPermitted,
    "too_many": TooManyTimers,
    "not_found": TimerNotFound,
    "bad_duration": TimersUnavailable,
    "duplicate_label": TimersUnavailable,
    "already_paused": TimersUnavailable,
    "not_paused": TimersUnavailable,
    "throttled": TimersUnavailable,
    "server_error": TimersUnavailable,
    "unavailable": TimersUnavailable,
    "device_offline": DeviceOffline,
    "empty_body": TimersUnavailable,
    "html_body": TimersUnavailable,
    "unauthorized_empty": TimerNotPermitted,
    "forbidden_html": TimerNotPermitted,
    "null_body": TimersUnavailable,
    "empty_answer": TimersUnavailable,
    "html_answer": TimersUnavailable,
    "null_answer": TimersUnavailable,
    "list_answer": TimersUnavailable,
    "wrong_types": TimersUnavailable,
    "unknown_status": TimersUnavailable,
    "no_id": TimersUnavailable,
    "no_trigger_time": TimersUnavailable,
    "garbage_trigger_time": TimersUnavailable,
    "no_rest": TimersUnavailable,
    "negative_rest": TimersUnavailable,
    "garbage_rest": TimersUnavailable,
    "timeout": TimersUnavailable,
    "refused": TimersUnavailable,
}
SUCCESS_STATUS = 200
TOKEN = "a-token-from-alexa"  # noqa: S105 - of a user who does not exist
HANGS = ("hang", "drip_head", "drip_body")


@pytest.fixture
def server(clock: MovableClock) -> Iterator[TimersServer]:
    database = TimerDatabase(":memory:")
    with running(AlexaService(database, clock)) as server:
        yield server
    database.close()


@pytest.fixture
def api_client() -> Iterator[HttpApiClient]:
    http = HttpClient(SECONDS)
    yield HttpApiClient(http)
    http.close()


@pytest.fixture
def timers(server: TimersServer, api_client: HttpApiClient) -> AlexaTimers:
    return AlexaTimers(sdk_client(api_client, server.url))


def sdk_client(
    api_client: ApiClient, url: str | None, token: str | None = TOKEN
) -> TimerManagementServiceClient:
    return TimerManagementServiceClient(
        ApiConfiguration(DefaultSerializer(), api_client, token, url)  # type: ignore[arg-type]  # None is the case
    )


def test_a_timer_is_created_and_says_when_it_rings(timers: AlexaTimers) -> None:
    timer = timers.create(1200, "ice", TEXT, "en-US")
    assert timer == DeviceTimer(timer.id, rings_at=NOON + timedelta(minutes=20))
    assert timers.find(timer.id) == timer


def test_the_timer_created_is_announced_audible_and_labelled(
    timers: AlexaTimers, server: TimersServer
) -> None:
    timers.create(900, "ice", TEXT, "en-GB")
    (kept,) = server.service.live()
    assert (kept.label, kept.announcement, kept.locale, kept.seconds) == ("ice", TEXT, "en-GB", 900)


def test_the_request_is_the_one_amazon_documents() -> None:
    sent: list[ApiClientRequest] = []

    class Recorder(ApiClient):
        def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
            sent.append(request)
            raise ConnectionError

    with pytest.raises(TimersUnavailable):
        AlexaTimers(sdk_client(Recorder(), "https://api.example")).create(
            1200, "ice", TEXT, "en-US"
        )
    assert (sent[0].method, sent[0].url) == ("POST", "https://api.example/v1/alerts/timers")
    assert sent[0].body == {  # type: ignore[comparison-overlap]  # the SDK says str, and sends a dict
        "duration": "PT20M",
        "timerLabel": "ice",
        "creationBehavior": {"displayExperience": {"visibility": "VISIBLE"}},
        "triggeringBehavior": {
            "operation": {
                "type": "ANNOUNCE",
                "textToAnnounce": [{"locale": "en-US", "text": TEXT}],
            },
            "notificationConfig": {"playAudible": True},
        },
    }


def test_a_paused_timer_says_what_is_left_and_goes_on_from_there(
    timers: AlexaTimers, clock: MovableClock
) -> None:
    timer = timers.create(1200, "ice", TEXT, "en-US")
    clock.forward(seconds=300)
    assert timers.pause(timer.id) == DeviceTimer(timer.id, left=900)
    clock.forward(seconds=3600)
    assert timers.find(timer.id) == DeviceTimer(timer.id, left=900)
    assert timers.resume(timer.id) == DeviceTimer(
        timer.id, rings_at=clock.now + timedelta(minutes=15)
    )


def test_pausing_twice_and_resuming_twice_is_no_error(timers: AlexaTimers) -> None:
    timer = timers.create(1200, "ice", TEXT, "en-US")
    assert timers.pause(timer.id) == timers.pause(timer.id)
    assert timers.resume(timer.id) == timers.resume(timer.id)


def test_a_timer_that_has_rung_has_neither_end_nor_rest(
    timers: AlexaTimers, clock: MovableClock
) -> None:
    timer = timers.create(1200, "ice", TEXT, "en-US")
    clock.forward(seconds=1200)
    assert timers.find(timer.id) == DeviceTimer(timer.id)


def test_a_cancelled_timer_is_gone(timers: AlexaTimers) -> None:
    timer = timers.create(1200, "ice", TEXT, "en-US")
    timers.cancel(timer.id)
    with pytest.raises(TimerNotFound):
        timers.find(timer.id)
    with pytest.raises(TimerNotFound):
        timers.cancel(timer.id)


def test_a_taken_label_is_left_out(timers: AlexaTimers, server: TimersServer) -> None:
    timers.create(1200, "ice", TEXT, "en-US")
    timers.create(600, "ice", TEXT, "en-US")
    assert [timer.label for timer in server.service.live()] == [None, "ice"]


def test_the_eleventh_timer_is_one_too_many(timers: AlexaTimers) -> None:
    for _ in range(10):
        timers.create(1200, "ice", TEXT, "en-US")
    with pytest.raises(TooManyTimers):
        timers.create(1200, "ice", TEXT, "en-US")


@pytest.mark.parametrize("seconds", [0, 7201])
def test_a_duration_the_api_refuses_is_an_error(timers: AlexaTimers, seconds: int) -> None:
    with pytest.raises(TimersUnavailable):
        timers.create(seconds, "ice", TEXT, "en-US")


def test_timers_not_allowed_are_not_set(timers: AlexaTimers, server: TimersServer) -> None:
    server.service.granted = False
    with pytest.raises(TimerNotPermitted):
        timers.create(1200, "ice", TEXT, "en-US")
    assert server.service.live() == []


def test_an_id_is_no_path(timers: AlexaTimers) -> None:
    kept = timers.create(1200, "ice", TEXT, "en-US")
    for trick in ("", "../timers", "x/pause", "?all"):
        with pytest.raises(TimerNotFound):
            timers.cancel(trick)
    assert timers.find(kept.id) == kept


def test_every_fault_has_its_error() -> None:
    assert set(ERRORS) == set(FAULTS)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_becomes_the_error_that_fits(
    timers: AlexaTimers, server: TimersServer, fault: str, operation: str
) -> None:
    server.service.fault = fault
    expected = ERRORS[fault]
    if operation == "create" and fault == "not_found":
        expected = TimerNotPermitted  # nothing to be found yet: reports from the field say so
    if operation == "cancel" and FAULTS[fault][0] == SUCCESS_STATUS:
        timers.cancel("1")  # no answer is read
        return
    with pytest.raises(TimerError) as error:
        OPERATIONS[operation](timers)
    assert type(error.value) is expected
    assert TEXT not in str(error.value)


@pytest.mark.parametrize("fault", [name for name in WIRE_FAULTS if name not in HANGS])
def test_a_broken_answer_is_given_up(timers: AlexaTimers, server: TimersServer, fault: str) -> None:
    server.wire_fault = fault
    with pytest.raises(TimersUnavailable):
        timers.create(1200, "ice", TEXT, "en-US")


def test_a_server_that_hangs_is_given_up_in_time(timers: AlexaTimers, server: TimersServer) -> None:
    server.wire_fault = "hang"
    started = time.monotonic()
    with pytest.raises(TimersUnavailable):
        timers.pause("1")
    assert time.monotonic() - started < PROMISE


def test_a_refused_connection_is_an_error(api_client: HttpApiClient) -> None:
    timers = AlexaTimers(sdk_client(api_client, f"http://127.0.0.1:{closed_port()}"))
    for operation in OPERATIONS.values():
        with pytest.raises(TimersUnavailable):
            operation(timers)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("missing", ["token", "endpoint"])
def test_a_request_without_token_or_endpoint_cannot_use_timers(
    server: TimersServer, api_client: HttpApiClient, missing: str, operation: str
) -> None:
    token = None if missing == "token" else TOKEN
    url = None if missing == "endpoint" else server.url
    with pytest.raises(TimersNotSupported):
        OPERATIONS[operation](AlexaTimers(sdk_client(api_client, url, token)))
    assert server.requests == []


@pytest.mark.parametrize("operation", ["create", "pause", "resume"])
def test_a_slow_first_call_is_not_followed_by_a_second(
    server: TimersServer, api_client: HttpApiClient, operation: str
) -> None:
    server.service.fault = "duplicate_label" if operation == "create" else "no_trigger_time"
    ticks = iter([0.0, 1.0])
    slow = AlexaTimers(sdk_client(api_client, server.url), Pace(lambda: next(ticks)))
    with pytest.raises(TimersUnavailable):
        OPERATIONS[operation](slow)
    assert len(server.requests) == 1


def test_a_time_without_a_zone_is_utc() -> None:
    class Zoneless(ApiClient):
        def invoke(self, request: ApiClientRequest) -> ApiClientResponse:  # noqa: ARG002 - the SDK's
            body = '{"id": "1", "status": "ON", "triggerTime": "2026-11-22T12:20:00"}'
            return ApiClientResponse(headers=[], body=body, status_code=200)

    found = AlexaTimers(sdk_client(Zoneless(), "https://api.example")).find("1")
    assert found == DeviceTimer("1", rings_at=NOON + timedelta(minutes=20))


def test_the_port_names_every_operation_tested() -> None:
    methods = {name for name in vars(Timers) if not name.startswith("_")}
    assert methods - {"ring", "change"} == set(OPERATIONS)  # the others ask nothing of Alexa


def test_a_timer_of_alexas_rings_and_cannot_be_changed(
    timers: AlexaTimers, server: TimersServer
) -> None:
    other: Timers = timers
    assert other.ring
    assert other.change("1", 300) is None
    assert server.requests == []
