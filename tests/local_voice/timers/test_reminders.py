"""The local twin of the Reminders API, over HTTP: documented bodies, each declared error."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from local_voice.timers.database import Timer, TimerDatabase
from local_voice.timers.faults import ALL_FAULTS
from local_voice.timers.ringer import Ringer
from local_voice.timers.service import AlexaService
from skill.bounded_http import HttpClient
from tests.support.clock import MovableClock
from tests.support.timers_server import TIMER, TIMERS, TimersServer, running

REMINDERS = "/v1/alerts/reminders"
ZONE = "/v2/devices/local/settings/System.timeZone"
TEXT = "Time for your cold pack"
REMINDER: dict[str, Any] = {
    "requestTime": "2026-11-22T12:00:00.000",
    "trigger": {"type": "SCHEDULED_RELATIVE", "offsetInSeconds": 7200},
    "alertInfo": {"spokenInfo": {"content": [{"locale": "en-US", "text": TEXT}]}},
    "pushNotification": {"status": "ENABLED"},
}


@pytest.fixture
def server(clock: MovableClock) -> Iterator[TimersServer]:
    database = TimerDatabase(":memory:")
    with running(AlexaService(database, clock)) as server:
        yield server
    database.close()


class Api:
    def __init__(self, server: TimersServer) -> None:
        self.http = HttpClient(5.0)
        self.server = server

    def __call__(
        self, method: str, path: str = REMINDERS, body: object = None, bearer: str = "Bearer x"
    ) -> tuple[int, Any]:
        """The status, and the body's JSON, None when it is empty."""
        sent = None if body is None else json.dumps(body).encode()
        answer = self.http.call(method, self.server.url + path, {"Authorization": bearer}, sent)
        return answer.status, json.loads(answer.body) if answer.body else None

    def made(self) -> str:
        status, reminder = self("POST", body=REMINDER)
        assert status == 200
        return f"{REMINDERS}/{reminder['alertToken']}"


@pytest.fixture
def api(server: TimersServer) -> Iterator[Api]:
    made = Api(server)
    yield made
    made.http.close()


def at(time: str, **more: object) -> dict[str, object]:
    trigger = {"type": "SCHEDULED_ABSOLUTE", "scheduledTime": time, **more}
    return {**REMINDER, "trigger": trigger}


def test_a_reminder_made_is_told_as_documented(api: Api) -> None:
    status, made = api("POST", body=REMINDER)
    token = made["alertToken"]
    summary = {
        "alertToken": token,
        "createdTime": "2026-11-22T12:00:00.000Z",
        "updatedTime": "2026-11-22T12:00:00.000Z",
        "status": "ON",
        "version": "1",
        "href": f"{REMINDERS}/{token}",
    }
    assert (status, made) == (200, summary)
    whole = summary | {name: REMINDER[name] for name in REMINDER if name != "requestTime"}
    assert api("GET", f"{REMINDERS}/{token}") == (200, whole)
    assert api("GET") == (200, {"totalCount": "1", "alerts": [whole], "links": ""})


def test_a_reminder_is_changed_and_deleted(api: Api, clock: MovableClock) -> None:
    path = api.made()
    clock.forward(minutes=1)
    status, changed = api("PUT", path, at("2026-11-22T15:00:00"))
    assert (status, changed["version"], f"{REMINDERS}/{changed['alertToken']}") == (200, "2", path)
    assert api("GET", path)[1]["trigger"]["scheduledTime"] == "2026-11-22T15:00:00"
    assert api("DELETE", path) == (200, None)
    assert [api(method, path)[0] for method in ("GET", "DELETE")] == [404, 404]


def test_one_that_is_over_is_completed_and_no_longer_changed(api: Api, clock: MovableClock) -> None:
    path = api.made()
    clock.forward(minutes=120)
    assert api("GET", path)[1]["status"] == "COMPLETED"
    assert api("PUT", path, REMINDER)[0] == 409
    assert api("DELETE", path)[0] == 404


@pytest.mark.parametrize(
    ("asked", "rings_at"),
    [
        (at("2026-11-22T14:00:00"), "2026-11-22T19:00:00+00:00"),
        (at("2026-11-22T14:00:00", timeZoneId="Europe/London"), "2026-11-22T14:00:00+00:00"),
        (at("2026-11-22T14:00:00+01:00"), "2026-11-22T13:00:00+00:00"),
    ],
)
def test_a_time_without_an_offset_is_the_devices(
    api: Api, server: TimersServer, asked: object, rings_at: str
) -> None:
    server.service.zone = "America/New_York"
    assert api("GET", ZONE) == (200, "America/New_York")
    assert api("POST", body=asked)[0] == 200
    (coming,) = server.service.coming_reminders()
    assert coming.rings_at == datetime.fromisoformat(rings_at).timestamp()


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        {},
        REMINDER | {"requestTime": "now"},
        REMINDER | {"trigger": {"type": "SCHEDULED_RELATIVE"}},
        REMINDER | {"trigger": {"type": "SCHEDULED_RELATIVE", "offsetInSeconds": 0}},
        REMINDER | {"trigger": {"type": "SCHEDULED_RELATIVE", "offsetInSeconds": True}},
        REMINDER | {"trigger": {"type": "SCHEDULED_RELATIVE", "offsetInSeconds": 10**30}},
        at("2026-11-22T11:59:59"),
        at("noon"),
        at("2026-11-22T14:00:00", timeZoneId="Mars/Base"),
        at("2026-11-22T14:00:00", recurrence={"recurrenceRules": ["FREQ=DAILY"]}),
        REMINDER | {"alertInfo": {"spokenInfo": {"content": []}}},
        REMINDER | {"alertInfo": {"spokenInfo": {"content": [{"locale": "en-US", "text": " "}]}}},
        REMINDER | {"pushNotification": {"status": "SOMETIMES"}},
    ],
)
def test_what_is_not_as_documented_is_refused(
    api: Api, server: TimersServer, wrong: object
) -> None:
    status, body = api("POST", body=wrong)
    assert (status, set(body)) == (400, {"code", "message"})
    assert server.service.coming_reminders() == []


def test_each_permission_is_its_own(api: Api, server: TimersServer) -> None:
    server.service.reminders_granted = False
    assert api("POST", body=REMINDER)[0] == 401
    assert api("POST", TIMERS, TIMER)[0] == 200
    server.service.reminders_granted, server.service.granted = True, False
    assert api("POST", body=REMINDER)[0] == 200
    assert api("GET", TIMERS)[0] == 401
    assert api("GET", bearer="none")[0] == 401


def test_a_device_without_reminders_refuses_what_is_granted(api: Api, server: TimersServer) -> None:
    server.service.has_reminders = False
    assert api("POST", body=REMINDER)[0] == 403


def test_neither_api_sees_what_is_the_others(api: Api) -> None:
    reminder = api.made().removeprefix(REMINDERS)
    timer = f"/{api('POST', TIMERS, TIMER)[1]['id']}"
    assert api("GET", TIMERS)[1]["totalCount"] == 1
    assert api("GET")[1]["totalCount"] == "1"
    assert [api(how, TIMERS + reminder)[0] for how in ("GET", "DELETE")] == [404, 404]
    assert [api(how, REMINDERS + timer)[0] for how in ("GET", "DELETE")] == [404, 404]
    assert api("DELETE", TIMERS)[0] == 200
    assert api("GET")[1]["totalCount"] == "1"


def test_the_ten_timers_do_not_count_reminders(api: Api) -> None:
    for _ in range(12):
        api.made()
    assert api("POST", TIMERS, TIMER)[0] == 200


@pytest.mark.parametrize("fault", [name for name in ALL_FAULTS if name.startswith("reminders_")])
def test_a_fault_of_the_reminders_leaves_the_timers_alone(
    api: Api, server: TimersServer, fault: str
) -> None:
    server.service.fault = fault
    assert api("GET", TIMERS)[0] == 200
    if ALL_FAULTS[fault][0]:
        asked = f"{server.url}{REMINDERS}"
        answer = api.http.call("POST", asked, {"Authorization": "Bearer x"}, b"{}")
        assert (answer.status, answer.body.decode()) == ALL_FAULTS[fault]


def test_a_reminder_is_announced_once_in_alexas_words(
    api: Api, server: TimersServer, clock: MovableClock
) -> None:
    said: list[str] = []
    bell = Ringer(
        server.service.database,
        lambda ended: said.append(ended.words),
        lambda ended, when: said.append(f"{ended.words} missed {when:%H:%M}"),
        clock,
    )
    api.made()
    clock.forward(minutes=120)
    assert (bell.announce_due(), bell.announce_due()) == (1, 0)
    api.made()
    clock.forward(minutes=180)
    bell.announce_due()
    words = f"Here's your reminder: {TEXT}."
    assert said == [words, f"{words} missed 16:00"]


def test_a_running_timer_of_an_older_file_is_carried_over(tmp_path: Path) -> None:
    path = tmp_path / "timers.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as rows:
        rows.execute(
            "CREATE TABLE timers (id TEXT PRIMARY KEY, label TEXT, announcement TEXT NOT NULL,"
            " locale TEXT NOT NULL, seconds INTEGER NOT NULL, status TEXT NOT NULL, rings_at REAL,"
            " left REAL, created REAL NOT NULL, updated REAL NOT NULL)"
        )
        values = ("1", "ice", "Ice off.", "en-US", 1200, "ON", 1200.0, None, 0.0, 0.0)
        rows.execute("INSERT INTO timers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        rows.execute("PRAGMA user_version = 1")
    for _ in range(2):
        database = TimerDatabase(path)
        assert (database.notice, database.live(60)) == (None, [Timer(*values)])
        database.close()
