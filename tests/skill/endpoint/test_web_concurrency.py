"""Two processes of the web app on one SQLite file, under the requests of fifty users at once."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

import pytest
from ask_sdk_model import RequestEnvelope
from ask_sdk_model.services.api_client_request import ApiClientRequest
from ask_sdk_model.services.api_client_response import ApiClientResponse

from local_voice.timers.database import TimerDatabase
from local_voice.timers.service import AlexaService
from skill.alexa.envelope import EnvelopeSerializer
from skill.alexa.turns import read_turn
from skill.storage.sqlite import SqliteStore
from tests.support.at_terminal import killed_if_late
from tests.support.places import ROOT
from tests.support.requests import Json, envelope, intent, speech_of
from tests.support.timers_server import running

PROCESSES = 2
USERS = 50
ROUNDS = 3
AT_ONCE = 8  # users who talk at the same moment
JSON = {"Content-Type": "application/json"}
LONGEST_WAIT = 20  # seconds; only a failing test waits so long
SERVER = """
import socket
from skill.endpoint.loopback import check_local
from skill.endpoint.server import Server
from skill.web import create_app
server = Server(create_app(unsigned=True), socket.create_server(("127.0.0.1", 0)), check_local)
print(server.port, flush=True)
server.run_until_signal()
"""


class DeviceOfEach(AlexaService):
    """The Timers API for many users: each has timers of their own, told apart by the token."""

    def __init__(self) -> None:
        super().__init__(TimerDatabase(":memory:"))
        self.devices: dict[str, AlexaService] = {}
        self._lock = threading.Lock()

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        return self.device_of(dict(request.headers)["Authorization"]).invoke(request)

    def device_of(self, authorization: str) -> AlexaService:
        with self._lock:
            if authorization not in self.devices:
                self.devices[authorization] = AlexaService(TimerDatabase(":memory:"))
            return self.devices[authorization]

    def close(self) -> None:
        for device in (self, *self.devices.values()):
            device.database.close()


class Web(NamedTuple):
    """The processes, by their ports, and what they share."""

    ports: list[int]
    store: Path
    log: Path
    api_endpoint: str
    devices: DeviceOfEach


@contextmanager
def process(store: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A web app with state in `store`; its first line tells its port."""
    settings = {"BACK_SPASM_GUIDE_STORE": f"sqlite:{store}", "PYTHONPATH": str(ROOT)}
    with (
        log.open("ab") as errors,
        subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, "-c", SERVER],
            env=os.environ | settings,
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as web,
    ):
        try:
            yield web
        finally:
            web.kill()


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    store, log, devices = tmp_path / "new" / "users.db", tmp_path / "log", DeviceOfEach()
    with ExitStack() as stack:
        stack.callback(devices.close)
        api = stack.enter_context(running(devices))
        started = [stack.enter_context(process(store, log)) for _ in range(PROCESSES)]
        ports = []
        for web in started:
            with killed_if_late(web.pid):
                line = web.stdout and web.stdout.readline()
            assert line, log.read_text()
            ports.append(int(line))
        yield Web(ports, store, log, api.url, devices)


class Person:
    """A user whose requests go to one process and the next in turn, as behind a balancer."""

    def __init__(self, web: Web, number: int) -> None:
        self.web = web
        self.name = f"amzn1.ask.account.{number}"
        self.turn = number
        self.requests = 0

    def say(self, request: Json) -> str:
        sent = envelope(request, {}, self.name)
        sent["context"]["System"] |= {
            "apiEndpoint": self.web.api_endpoint,
            "apiAccessToken": self.name,
        }
        self.turn += 1
        self.requests += 1
        port = self.web.ports[self.turn % PROCESSES]
        connection = HTTPConnection("127.0.0.1", port, timeout=LONGEST_WAIT)
        connection.request("POST", "/alexa", json.dumps(sent), JSON)
        answer = connection.getresponse()
        assert answer.status == 200
        heard = speech_of(json.loads(answer.read()))
        connection.close()
        return heard

    def say_at_once(self, *requests: Json) -> list[str]:
        with ThreadPoolExecutor(len(requests)) as pool:
            return list(pool.map(self.say, requests))

    @property
    def device(self) -> AlexaService:
        return self.web.devices.device_of(f"Bearer {self.name}")

    @property
    def key(self) -> str:
        """The key under which the store keeps this user."""
        sent = json.dumps(envelope(user=self.name))
        return read_turn(EnvelopeSerializer().deserialize(sent, RequestEnvelope)).user


def rounds(person: Person) -> None:
    """Rounds of ice; each answer tells what the answer before has left."""
    welcome, started = person.say_at_once(
        {"type": "LaunchRequest"}, intent("StartIceTimerIntent", duration="PT15M")
    )
    assert "Welcome to the back spasm guide." in welcome
    assert "is set for fifteen minutes" in started
    for _ in range(ROUNDS):
        assert "Welcome back" in person.say({"type": "LaunchRequest"})
        assert "minutes left" in person.say(intent("IceTimerStatusIntent"))
        assert "I added five minutes" in person.say(intent("ExtendIceTimerIntent", duration="PT5M"))
        assert "keeps running" in person.say(intent("AMAZON.StopIntent"))
        assert "is off" in person.say(intent("CancelIceTimerIntent"))
        assert "no ice timer running" in person.say(intent("IceTimerStatusIntent"))
        assert "is set for ten" in person.say(intent("StartIceTimerIntent", duration="PT10M"))


def test_fifty_users_lose_nothing_and_meet_no_lock(
    web: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [Person(web, number) for number in range(USERS)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(rounds, people))
    requests = sum(person.requests for person in people)
    assert requests == USERS * (2 + 7 * ROUNDS)
    store = SqliteStore(web.store)
    kept = {person.key: store.load(person.key) for person in people}
    assert len(kept) == USERS
    for person in people:
        state = kept[person.key]
        (timer,) = person.device.live()
        assert state.introduced
        assert (state.timers["ice"].id, state.timers["ice"].total) == (timer.id, 600)
    log = web.log.read_text()
    for trouble in ("locked", "not recalled", "not remembered", "failed", "Error"):
        assert trouble not in log
    assert log.count("answered type=") == requests
    with capsys.disabled():
        print(f"\n{USERS} users, {requests} requests, {PROCESSES} processes: nothing lost")  # noqa: T201 - the figure is asked for


def test_what_one_process_forgets_the_other_has_forgotten_too(web: Web) -> None:
    person = Person(web, 0)
    assert "Welcome to the back spasm guide." in person.say({"type": "LaunchRequest"})
    assert "Welcome back" in person.say({"type": "LaunchRequest"})
    assert person.say({"type": "AlexaSkillEvent.SkillDisabled"}) == ""
    for _ in range(PROCESSES):
        assert "no ice timer" in person.say(intent("IceTimerStatusIntent"))
    assert "Welcome to the back spasm guide." in person.say({"type": "LaunchRequest"})
