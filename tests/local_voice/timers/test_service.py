"""The local twin of the Timers API: paths, states, limits, errors, and what survives."""

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_model.services.api_client_request import ApiClientRequest

from local_voice.timers.database import Timer, TimerDatabase
from local_voice.timers.faults import FAULTS
from local_voice.timers.service import AlexaService, Call
from skill.errors import StoreError
from tests.soak import kills
from tests.support.clock import MovableClock
from tests.support.places import ROOT

TIMERS = "https://api.amazonalexa.com/v1/alerts/timers"
TEXT = "Time to take the ice off your back."


@pytest.fixture
def service(clock: MovableClock, tmp_path: Path) -> Iterator[AlexaService]:
    database = TimerDatabase(tmp_path / "data" / "timers.db")
    yield AlexaService(database, clock)
    database.close()


def wanted(duration: str = "PT20M", label: str | None = None) -> dict[str, Any]:
    body = {
        "duration": duration,
        "creationBehavior": {"displayExperience": {"visibility": "VISIBLE"}},
        "triggeringBehavior": {
            "operation": {
                "type": "ANNOUNCE",
                "textToAnnounce": [{"locale": "en-US", "text": TEXT}],
            },
            "notificationConfig": {"playAudible": True},
        },
    }
    return body if label is None else body | {"timerLabel": label}


def ask(
    service: AlexaService, method: str, path: str = "", body: object = None, bearer: str = "x"
) -> tuple[int, Any]:
    """Return the status and the body's JSON, None when it is empty."""
    headers = [("Authorization", f"Bearer {bearer}")]
    request = ApiClientRequest(headers=headers, url=TIMERS + path, method=method)
    request.body = body  # type: ignore[assignment]  # the SDK says str, and sends a dict
    answer = service.invoke(request)
    return answer.status_code, json.loads(answer.body) if answer.body else None


def created(service: AlexaService, duration: str = "PT20M", label: str | None = None) -> str:
    status, timer = ask(service, "POST", body=wanted(duration, label))
    assert status == 200
    return str(timer["id"])


def announce_all(database: TimerDatabase, now: datetime) -> list[str]:
    said: list[str] = []
    while database.announce_next(now.timestamp(), lambda timer: said.append(timer.announcement)):
        pass
    return said


def test_a_timer_created_runs(service: AlexaService) -> None:
    status, timer = ask(service, "POST", body=wanted(label="ice"))
    assert (status, re.fullmatch(r"[0-9a-f-]{36}", timer.pop("id")) is not None) == (200, True)
    assert timer == {
        "status": "ON",
        "duration": "PT20M",
        "timerLabel": "ice",
        "triggerTime": "2026-11-22T12:20:00.000Z",
        "createdTime": "2026-11-22T12:00:00.000Z",
        "updatedTime": "2026-11-22T12:00:00.000Z",
    }


def test_a_body_may_be_text_as_well(service: AlexaService) -> None:
    assert ask(service, "POST", body=json.dumps(wanted()))[0] == 200
    assert ask(service, "POST", body="{")[0] == 400


def test_a_paused_timer_tells_its_rest_and_no_trigger_time(
    service: AlexaService, clock: MovableClock
) -> None:
    timer_id = created(service)
    clock.forward(seconds=299.5)
    assert ask(service, "POST", f"/{timer_id}/pause") == (200, None)
    clock.forward(seconds=9999)
    _, timer = ask(service, "GET", f"/{timer_id}")
    assert (timer["status"], timer["remainingTimeWhenPaused"]) == ("PAUSED", "PT15M1S")
    assert "triggerTime" not in timer


def test_pausing_and_resuming_lose_no_moment(service: AlexaService, clock: MovableClock) -> None:
    timer_id = created(service)
    for _ in range(50):
        clock.forward(seconds=0.3)
        ask(service, "POST", f"/{timer_id}/pause")
        clock.forward(seconds=17.7)
        ask(service, "POST", f"/{timer_id}/resume")
    assert service.database.next_due() == pytest.approx(clock.now.timestamp() + 1200 - 50 * 0.3)


def test_a_timer_is_paused_and_resumed_once(service: AlexaService) -> None:
    timer_id = created(service)
    assert ask(service, "POST", f"/{timer_id}/resume")[1]["code"] == "TIMER_IS_NOT_PAUSED"
    assert ask(service, "POST", f"/{timer_id}/pause")[0] == 200
    status, error = ask(service, "POST", f"/{timer_id}/pause")
    assert (status, error["code"]) == (400, "TIMER_ALREADY_PAUSED")


def test_the_list_begins_with_the_shortest_rest_and_leaves_out_what_ended(
    service: AlexaService, clock: MovableClock
) -> None:
    created(service, "PT1M")
    long, short = created(service, "PT30M"), created(service, "PT10M")
    paused = created(service, "PT20M")
    ask(service, "POST", f"/{paused}/pause")
    clock.forward(seconds=60)
    _, found = ask(service, "GET")
    assert [timer["id"] for timer in found["timers"]] == [short, paused, long]
    assert found["totalCount"] == 3


def test_one_timer_or_all_can_be_cancelled(service: AlexaService) -> None:
    first, second = created(service), created(service)
    assert ask(service, "DELETE", f"/{first}") == (200, None)
    assert ask(service, "GET", f"/{first}")[0] == 404
    assert ask(service, "GET", f"/{second}")[0] == 200
    assert ask(service, "DELETE") == (200, None)
    assert ask(service, "GET")[1]["totalCount"] == 0


def test_at_the_moment_of_expiry_no_call_swallows_the_alarm(
    service: AlexaService, clock: MovableClock
) -> None:
    timer_id = created(service)
    clock.forward(seconds=1200)
    assert ask(service, "GET", f"/{timer_id}")[1]["status"] == "OFF"
    for method, path in (
        ("DELETE", f"/{timer_id}"),
        ("POST", f"/{timer_id}/pause"),
        ("POST", f"/{timer_id}/resume"),
    ):
        assert ask(service, method, path)[0] == 404
    ask(service, "DELETE")
    assert announce_all(service.database, clock.now) == [TEXT]
    assert announce_all(service.database, clock.now) == []
    assert ask(service, "GET", f"/{timer_id}")[1]["status"] == "OFF"


def test_a_label_is_unique_among_timers_that_live(
    service: AlexaService, clock: MovableClock
) -> None:
    created(service, "PT1M", "ice")
    assert ask(service, "POST", body=wanted(label="ice"))[0] == 400
    created(service)
    created(service)  # without labels there is nothing to clash
    clock.forward(seconds=60)
    created(service, "PT1M", "ice")


@pytest.mark.parametrize(
    ("duration", "status", "code"),
    [
        ("PT1S", 200, None),
        ("PT2H", 200, None),
        ("PT2H1S", 400, "INVALID_REQUEST"),
        ("PT0S", 400, "INVALID_REQUEST"),
        ("twenty minutes", 400, "INVALID_DURATION_FORMAT"),
        ("-PT5M", 400, "INVALID_DURATION_FORMAT"),
        (None, 400, "INVALID_DURATION_FORMAT"),
    ],
)
def test_a_duration_is_one_second_to_two_hours(
    service: AlexaService, duration: str, status: int, code: str | None
) -> None:
    answered, body = ask(service, "POST", body=wanted(duration))
    assert (answered, body.get("code")) == (status, code)


def _without(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda body: body.pop(key)


def _operation(**changes: object) -> Callable[[dict[str, Any]], None]:
    return lambda body: body["triggeringBehavior"]["operation"].update(changes)


@pytest.mark.parametrize(
    "spoil",
    [
        _without("creationBehavior"),
        _without("triggeringBehavior"),
        lambda body: body["triggeringBehavior"].pop("notificationConfig"),
        lambda body: body["triggeringBehavior"]["notificationConfig"].update(playAudible="yes"),
        lambda body: body["creationBehavior"]["displayExperience"].update(visibility="LOUD"),
        lambda body: body.update(timerLabel="x" * 257),
        _operation(type="LAUNCH_TASK"),
        _operation(textToAnnounce=[]),
        _operation(textToAnnounce=[{"locale": "en-US", "text": "<speak>Off</speak>"}]),
        _operation(textToAnnounce=[{"locale": "en-US", "text": " "}]),
        _operation(textToAnnounce=[{"text": "Off"}]),
    ],
)
def test_a_request_amazon_would_refuse_is_refused(
    service: AlexaService, spoil: Callable[[dict[str, Any]], None]
) -> None:
    body = wanted()
    spoil(body)
    status, error = ask(service, "POST", body=body)
    assert (status, set(error)) == (400, {"code", "message"})
    assert service.live() == []


def test_there_is_room_for_ten_timers(service: AlexaService) -> None:
    for number in range(10):
        created(service, label=f"ice {number}")
    status, error = ask(service, "POST", body=wanted())
    assert (status, error["code"]) == (403, "MAX_TIMERS_EXCEEDED")


def test_nothing_goes_without_permission_or_token(service: AlexaService) -> None:
    timer_id = created(service)
    assert ask(service, "GET", f"/{timer_id}", bearer="")[0] == 401
    service.granted = False
    assert ask(service, "POST", body=wanted())[0] == 401
    assert ask(service, "DELETE", f"/{timer_id}")[0] == 401
    service.granted = True
    assert ask(service, "GET", f"/{timer_id}")[0] == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/unknown", 404),
        ("DELETE", "/unknown", 404),
        ("POST", "/unknown/pause", 404),
        ("GET", "/a/b/c", 404),
        ("PUT", "", 405),
        ("POST", "/unknown", 405),
        ("GET", "/unknown/pause", 405),
    ],
)
def test_a_wrong_path_or_method_is_an_error(
    service: AlexaService, method: str, path: str, status: int
) -> None:
    assert ask(service, method, path)[0] == status


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_played_until_it_is_taken_back(service: AlexaService, fault: str) -> None:
    status, body = FAULTS[fault]
    service.fault = fault
    request = ApiClientRequest(headers=[], url=TIMERS, method="GET")
    if status == 0:
        with pytest.raises(ConnectionError):
            service.invoke(request)
    else:
        answer = service.invoke(request)
        assert (answer.status_code, answer.body) == (status, body)
    service.fault = None
    assert ask(service, "GET")[0] == 200
    assert service.calls[0] == Call("GET", "/v1/alerts/timers", status)


def test_calls_are_listed_and_changes_are_told(service: AlexaService) -> None:
    changes: list[int] = []
    service.on_change = lambda: changes.append(len(service.calls))
    timer_id = created(service)
    ask(service, "GET", f"/{timer_id}")
    ask(service, "POST", f"/{timer_id}/pause")
    ask(service, "POST", f"/{timer_id}/pause")
    assert service.calls == [
        ("POST", "/v1/alerts/timers", 200),
        ("GET", f"/v1/alerts/timers/{timer_id}", 200),
        ("POST", f"/v1/alerts/timers/{timer_id}/pause", 200),
        ("POST", f"/v1/alerts/timers/{timer_id}/pause", 400),
    ]
    assert len(changes) == 2


def test_a_timer_survives_the_program(clock: MovableClock, tmp_path: Path) -> None:
    database = TimerDatabase(tmp_path / "timers.db")
    timer_id = created(AlexaService(database, clock))
    database.close()
    clock.forward(seconds=60)
    again = TimerDatabase(tmp_path / "timers.db")
    _, timer = ask(AlexaService(again, clock), "GET", f"/{timer_id}")
    again.close()
    assert (timer["status"], timer["triggerTime"]) == ("ON", "2026-11-22T12:20:00.000Z")
    assert again.notice is None


def test_an_announcement_that_fails_is_made_later(
    service: AlexaService, clock: MovableClock
) -> None:
    created(service)
    clock.forward(seconds=1200)

    def fail(timer: Timer) -> None:
        raise OSError(timer.id)

    with pytest.raises(OSError, match="-"):
        service.database.announce_next(clock.now.timestamp(), fail)
    assert announce_all(service.database, clock.now) == [TEXT]


def test_an_announcement_may_look_at_timers_but_not_change_them(
    service: AlexaService, clock: MovableClock
) -> None:
    timer_id = created(service)
    clock.forward(seconds=1200)
    seen: list[object] = []

    def look(_: Timer) -> None:
        seen.append(ask(service, "GET", f"/{timer_id}")[1]["status"])
        seen.append(ask(service, "POST", body=wanted())[0])

    service.database.announce_next(clock.now.timestamp(), look)
    assert seen == ["OFF", 500]
    assert ask(service, "POST", body=wanted())[0] == 200


def test_ended_timers_are_forgotten_after_a_day(service: AlexaService, clock: MovableClock) -> None:
    ended = created(service)
    clock.forward(seconds=1200)
    announce_all(service.database, clock.now)
    clock.forward(seconds=86_401)
    created(service)
    assert ask(service, "GET", f"/{ended}")[0] == 404


@pytest.mark.parametrize(
    "content", [b"not a database at all " * 500, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_damaged_file_is_set_aside_and_said_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "timers.db"
    path.write_bytes(content)
    notices: list[str] = []
    for _ in range(2):  # a second one must not overwrite the first
        path.write_bytes(content)
        database = TimerDatabase(path)
        assert database.next_due() is None
        database.close()
        notices.append(database.notice or "")
    kept = sorted(tmp_path.glob("timers.db.broken-*"))
    assert [file.read_bytes() for file in kept] == [content, content]
    assert [file.name in notice for file, notice in zip(kept, notices, strict=True)] == [True] * 2


def test_a_file_of_another_format_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "timers.db"
    other = sqlite3.connect(path)
    other.execute("PRAGMA user_version = -1")
    other.close()
    database = TimerDatabase(path)
    database.close()
    assert database.notice is not None
    assert "format is -1" in database.notice


def test_a_place_that_cannot_be_written_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="see that it can be written"):
        TimerDatabase(tmp_path / "file" / "timers.db")
    with pytest.raises(StoreError, match="see that it can be written"):
        TimerDatabase(tmp_path)


def test_a_closed_database_answers_with_an_error(clock: MovableClock) -> None:
    database = TimerDatabase(":memory:")
    database.close()
    assert ask(AlexaService(database, clock), "GET")[0] == 500


RACE = """
import sys
from local_voice.timers.database import Timer, TimerDatabase
sys.stdin.readline()
database = TimerDatabase(sys.argv[1])
me = sys.argv[2]
for number in range(20):
    name = f"{me}-{number}"
    database.add(Timer(name, name, "off", "en-US", 1, "ON", 1.0, None, 1.0, 1.0), lambda _: None)
while database.announce_next(2.0, lambda timer: print(timer.id, flush=True)):
    pass
database.close()
"""


def test_of_several_processes_one_announces(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, "-c", RACE, str(tmp_path / "timers.db"), str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = "".join(process.communicate(timeout=30)[0] for process in processes).split()
    assert [process.returncode for process in processes] == [0] * 4
    assert sorted(said) == sorted(f"{me}-{number}" for me in range(4) for number in range(20))


def test_a_timer_outlives_kill_and_is_announced_once() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak.kills", "--trials", "10"],
        capture_output=True,
        check=False,
        cwd=ROOT,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "trials=10 " in done.stdout
    assert " lost=0 " in done.stdout


def test_the_trials_would_notice_what_is_lost_or_comes_twice() -> None:
    said = ["CREATED a", "RING a", "CREATED b", "CREATED c", "RING c", "MISSED c", "MISSED d"]
    assert kills.tally(said) == {
        "acknowledged": 3,
        "rung": 2,
        "missed": 2,
        "twice": 1,
        "lost": 1,
    }
