"""Whatever the Timers API does, the person hears what they can do instead, and nothing is lost.

The whole skill behind its envelope, its real HTTP client, and a real HTTP server on loopback.
"""

import json
import time
from collections.abc import Iterator
from itertools import product
from xml.etree import ElementTree as ET

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_core.skill import CustomSkill
from ask_sdk_model.services.api_client import ApiClient
from ask_sdk_model.services.api_client_request import ApiClientRequest
from ask_sdk_model.services.api_client_response import ApiClientResponse
from ask_sdk_model.services.api_configuration import ApiConfiguration
from ask_sdk_model.services.timer_management.timer_management_service_client import (
    TimerManagementServiceClient,
)

from local_voice.alexa.transport import send
from local_voice.timers.database import TimerDatabase
from local_voice.timers.faults import ALL_FAULTS, FAULTS
from local_voice.timers.service import AlexaService
from skill.alexa.api_client import SECONDS, HttpApiClient, Pace
from skill.alexa.session import from_attributes
from skill.alexa.timers import AlexaTimers
from skill.app import build_skill
from skill.bounded_http import HttpClient
from skill.errors import TimersUnavailable
from skill.storage.store import MemoryStore, UserState
from skill.timers.rules import Timer
from tests.support.clock import MovableClock
from tests.support.guides import guides
from tests.support.requests import Json, envelope, intent
from tests.support.timers_server import WIRE_FAULTS, TimersServer, closed_port, running

PROMISE = 3.0  # seconds within which everybody hears something
ASKED = "?"
HANGS = ("hang", "drip_head", "drip_body")
KINDS = ("unauthorized", "too_many", "device_offline", "not_found", "server_error")
"""A fault for each kind of TimerError; the sixth, TimersNotSupported, is a request's own."""

READ = ("start", "status")
"""An action of each sort whose answer is read: what is set, and what is looked up."""

ACTIONS: dict[str, tuple[Json, str]] = {
    # what is asked, and what to say to the device itself when it is refused
    "start": (intent("StartIceTimerIntent", duration="PT15M"), "set a fifteen minute timer"),
    "status": (intent("IceTimerStatusIntent"), "how much time is left on my timer"),
    "pause": (intent("PauseIceTimerIntent"), "pause the timer"),
    "resume": (intent("ResumeIceTimerIntent"), "resume the timer"),
    "extend": (
        intent("ExtendIceTimerIntent", duration="PT5M"),
        "add five minutes to my timer",
    ),
    "cancel": (intent("CancelIceTimerIntent"), "cancel the timer"),
}
OWN_CALL: dict[str, str] = {
    # the call by which an action is done, after the timer has been looked up
    "start": "POST timers",
    "status": "GET timers/ID",
    "pause": "POST timers/ID/pause",
    "resume": "POST timers/ID/resume",
    "extend": "POST timers",
    "cancel": "DELETE timers/ID",
}
CAUSES = {
    "unauthorized": "I am not allowed to set timers here.",
    "unauthorized_empty": "I am not allowed to set timers here.",
    "forbidden": "I am not allowed to set timers here.",
    "forbidden_html": "I am not allowed to set timers here.",
    "too_many": "You have too many timers already.",
    "device_offline": "I can't reach your device's timers.",
}
OTHER_CAUSE = "The timer did not answer me."
GONE = "There is no ice timer running. Shall I start a twenty minute ice timer?"
FAILURES = [
    (fault, action)
    for fault, action in product(KINDS, OWN_CALL)
    if action != "status" and (fault, action) != ("not_found", "cancel")  # which is done, then
]
DONE_ALL_THE_SAME = [
    # the answer says that there was nothing to do, or is one that nobody reads
    ("already_paused", "pause", "Paused, with twenty minutes left."),
    ("not_paused", "resume", "Your ice timer is running again, with twenty minutes left."),
    ("not_found", "cancel", "Your ice timer is off."),
    ("html_answer", "pause", "Paused, with twenty minutes left."),
    ("html_answer", "resume", "Your ice timer is running again, with twenty minutes left."),
    ("html_answer", "cancel", "Your ice timer is off."),
]


class FaultyService(AlexaService):
    """Plays its fault for every call, or for those alone that `only_for` names, in full or not."""

    only_for = ""

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        path = request.url.partition("/v1/alerts/")[2]
        _, _, timer_id = path.partition("/")
        shape = path.replace(timer_id.partition("/")[0], "ID", 1) if timer_id else path
        planned = self.fault
        if self.only_for not in ("", f"{request.method} {shape}"):
            self.fault = None
        try:
            return super().invoke(request)
        finally:
            self.fault = planned


class Person:
    """Somebody with an ice pack and a device; `say` gives the words and the state of the talk."""

    def __init__(self, server: TimersServer, service: FaultyService, clock: MovableClock) -> None:
        self.server, self.service, self.clock = server, service, clock
        self.api_endpoint: str | None
        self.http = HttpClient(SECONDS)
        self.api_client = HttpApiClient(self.http)
        self.store = MemoryStore()
        self.skill: CustomSkill = build_skill(
            store=self.store,
            api_client=self.api_client,
            clock=clock,
            guides=guides(),
        )
        self.attributes: Json
        self.begin_anew()

    def begin_anew(self) -> None:
        """Bring about a world without a fault, a timer or a past."""
        self.service.fault, self.service.only_for = None, ""
        self.service.database.remove_all(0)
        self.server.wire_fault = None
        self.server.requests.clear()
        self.store._states.clear()  # noqa: SLF001 - nobody else may delete everybody
        self.api_endpoint = self.server.url
        self.attributes = {}

    def do(self, action: str) -> str:
        return self.say(ACTIONS[action][0])

    def say(self, request: Json) -> str:
        sent = envelope(request, self.attributes)
        sent["context"]["System"]["apiEndpoint"] = self.api_endpoint
        answer = send(self.skill, sent)
        markup = answer["response"]["outputSpeech"]["ssml"]
        return "".join(ET.fromstring(markup).itertext())  # noqa: S314 - our own

    @property
    def known_timer(self) -> Timer | None:
        (state,) = self.store._states.values() or (UserState(),)  # noqa: SLF001 - keys are opaque
        return state.timers.get("ice")

    def prepare(self, action: str) -> None:
        """Bring about a timer for the action to act upon."""
        if action != "start":
            self.say(intent("StartIceTimerIntent"))
            assert self.known_timer
        if action == "resume":
            self.do("pause")


@pytest.fixture(scope="module")
def one_person() -> Iterator[Person]:
    """Made once: to build the skill takes longer than a whole test."""
    clock, database = MovableClock(), TimerDatabase(":memory:")
    service = FaultyService(database, clock)
    with running(service) as server:
        person = Person(server, service, clock)
        yield person
        person.http.close()
    database.close()


@pytest.fixture
def person(one_person: Person) -> Person:
    one_person.begin_anew()
    return one_person


def instead(action: str) -> str:
    return f"Say, Alexa, {ACTIONS[action][1]}."


def cause(fault: str) -> str:
    return CAUSES.get(fault, OTHER_CAUSE)


@pytest.mark.parametrize("action", ACTIONS)
def test_without_a_fault_each_action_does_what_it_says(person: Person, action: str) -> None:
    person.prepare(action)
    assert "Alexa" not in person.do(action)
    assert OWN_CALL[action] in {_shape(request) for request in person.server.requests}


def _shape(request: str) -> str:
    method, _, path = request.partition(" ")
    parts = path.removeprefix("/v1/alerts/").split("/")
    return f"{method} {'/'.join([parts[0], *(['ID'] if parts[1:] else []), *parts[2:]])}"


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "not_found"])
def test_whatever_is_answered_they_hear_what_to_say_instead_and_the_timer_is_still_known(
    person: Person, fault: str
) -> None:
    person.prepare("status")
    before = person.known_timer
    person.service.fault = fault
    for action in READ:
        heard = person.do(action)
        assert heard.startswith(cause(fault))
        assert heard.endswith(instead(action))
        assert person.known_timer == before
    person.service.fault = None
    assert "twenty minutes left" in person.do("status")


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("fault", [kind for kind in KINDS if kind != "not_found"])
def test_when_every_call_fails_they_hear_what_to_say_instead_and_the_timer_is_still_known(
    person: Person, fault: str, action: str
) -> None:
    person.prepare(action)
    before = person.known_timer
    person.service.fault = fault
    heard = person.do(action)
    assert heard.startswith(cause(fault))
    assert heard.endswith(instead(action))
    assert person.known_timer == before


@pytest.mark.parametrize("action", [action for action in ACTIONS if action != "start"])
def test_a_timer_that_the_device_knows_nothing_of_is_gone(person: Person, action: str) -> None:
    person.prepare(action)
    person.service.fault = "not_found"
    assert person.do(action) == GONE
    assert person.known_timer is None


def test_where_nothing_need_be_found_a_404_is_a_missing_permission(person: Person) -> None:
    person.service.fault = "not_found"
    heard = person.do("start")
    assert heard.startswith(CAUSES["unauthorized"])
    assert heard.endswith(instead("start"))


@pytest.mark.parametrize(("fault", "action"), FAILURES)
def test_when_the_action_itself_fails_they_hear_what_to_say_instead_and_nothing_is_lost(
    person: Person, fault: str, action: str
) -> None:
    person.prepare(action)
    before = person.known_timer
    person.service.fault, person.service.only_for = fault, OWN_CALL[action]
    heard = person.do(action)
    no_such_path = fault == "not_found" and OWN_CALL[action] == "POST timers"
    assert heard.startswith(cause("unauthorized" if no_such_path else fault))
    assert heard.endswith(instead(action))
    assert person.known_timer == before
    live = person.service.live()
    assert [timer.id for timer in live] == ([before.id] if before else [])


@pytest.mark.parametrize(("fault", "action", "words"), DONE_ALL_THE_SAME)
def test_what_is_done_all_the_same_is_said(
    person: Person, fault: str, action: str, words: str
) -> None:
    person.prepare(action)
    person.service.fault, person.service.only_for = fault, OWN_CALL[action]
    assert person.do(action).startswith(words)


def test_a_repeated_extension_after_a_failure_adds_once(person: Person) -> None:
    person.prepare("extend")
    person.service.fault, person.service.only_for = "server_error", OWN_CALL["extend"]
    person.do("extend")
    person.service.fault = None
    assert person.do("extend").startswith(
        "I added five minutes. Your ice timer now has twenty-five"
    )
    assert [timer.seconds for timer in person.service.live()] == [1500]


@pytest.mark.parametrize("fault", KINDS)
def test_a_longer_timer_is_the_one_known_even_when_the_shorter_stays(
    person: Person, fault: str
) -> None:
    person.prepare("extend")
    person.service.fault, person.service.only_for = fault, OWN_CALL["cancel"]
    assert person.do("extend").startswith("I added five minutes.")
    known = person.known_timer
    assert known
    assert known.total == 1500
    person.service.fault = None
    assert "twenty-five minutes left" in person.do("status")


def test_a_paused_timer_that_is_extended_stays_paused(person: Person) -> None:
    person.prepare("resume")
    person.clock.forward(minutes=3)
    assert person.do("extend").startswith(
        "I added five minutes. Your ice timer now has twenty-five"
    )
    person.clock.forward(minutes=3)
    assert person.do("status").startswith(
        "Your ice timer is paused, with twenty-five minutes left."
    )
    assert len(person.service.live()) == 1


@pytest.mark.parametrize("fault", ["server_error", "timeout", "html_answer", "unauthorized"])
def test_to_start_over_that_fails_keeps_the_timer_that_runs(person: Person, fault: str) -> None:
    person.prepare("pause")
    before = person.known_timer
    person.service.fault, person.service.only_for = fault, OWN_CALL["start"]
    heard = person.say(intent("StartIceTimerIntent", duration="PT15M", start_over="yes"))
    assert heard.endswith(instead("start"))
    assert person.known_timer == before
    assert [timer.id for timer in person.service.live()] == [before and before.id]


def test_a_timer_paused_in_its_very_last_moment_is_spoken_of(person: Person) -> None:
    person.prepare("pause")
    known = person.known_timer
    assert known
    answer = {"id": known.id, "status": "PAUSED", "remainingTimeWhenPaused": "PT0S"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ALL_FAULTS, "no_rest", (200, json.dumps(answer)))
        person.service.fault = "no_rest"
        assert person.do("status").startswith("Your ice timer is paused, with no time left.")
        assert person.do("pause").startswith("Your ice timer is paused, with no time left.")


# The wire


@pytest.mark.parametrize("action", READ)
@pytest.mark.parametrize("fault", [fault for fault in WIRE_FAULTS if fault not in HANGS])
def test_after_a_broken_answer_they_hear_what_to_say_instead(
    person: Person, fault: str, action: str
) -> None:
    person.prepare(action)
    before = person.known_timer
    person.server.wire_fault = fault
    heard = person.do(action)
    assert heard.startswith(OTHER_CAUSE)
    assert heard.endswith(instead(action))
    assert person.known_timer == before


@pytest.mark.parametrize("action", READ)
def test_when_nobody_listens_they_hear_what_to_say_instead(person: Person, action: str) -> None:
    person.prepare(action)
    person.api_endpoint = f"http://127.0.0.1:{closed_port()}"
    assert person.do(action).endswith(instead(action))


@pytest.mark.parametrize("endpoint", [None, "", "no address", "http://evil.example", "https://["])
@pytest.mark.parametrize("action", READ)
def test_without_an_address_to_call_they_hear_what_to_say_instead(
    person: Person, endpoint: str | None, action: str
) -> None:
    person.prepare(action)
    person.api_endpoint = endpoint
    assert person.do(action).endswith(instead(action))


@pytest.mark.parametrize("action", ACTIONS)
def test_without_a_token_they_hear_what_to_say_instead(person: Person, action: str) -> None:
    person.prepare(action)
    calls = len(person.server.requests)
    sent = envelope(ACTIONS[action][0], {})
    sent["context"]["System"] |= {"apiEndpoint": person.server.url, "apiAccessToken": None}
    markup = send(person.skill, sent)["response"]["outputSpeech"]["ssml"]
    assert "This device can't take a timer from me." in markup
    assert instead(action) in markup
    assert len(person.server.requests) == calls


@pytest.mark.parametrize("action", ["start", "extend"])
def test_a_server_that_hangs_is_given_up_within_the_promise(person: Person, action: str) -> None:
    person.prepare(action)
    before = person.known_timer
    person.server.wire_fault = "hang"
    started = time.monotonic()
    heard = person.do(action)
    assert time.monotonic() - started < PROMISE
    assert heard.startswith(OTHER_CAUSE)
    assert heard.endswith(instead(action))
    assert person.known_timer == before


def test_many_slow_calls_together_stay_within_the_promise(person: Person) -> None:
    """By a stop watch of its own, on which each call takes most of its two seconds."""
    person.prepare("extend")
    known = person.known_timer
    assert known
    seconds = 0.0

    class Slow(ApiClient):
        def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
            nonlocal seconds
            seconds += 1.9
            return person.api_client.invoke(request)

    def stop_watch() -> float:
        return seconds

    configuration = ApiConfiguration(DefaultSerializer(), Slow(), "token", person.server.url)
    client = TimerManagementServiceClient(configuration)
    for operation in ("find", "pause", "resume", "cancel"):
        seconds = 0.0
        timers = AlexaTimers(client, Pace(stop_watch))
        timers.find(known.id)
        for again in (operation, "find"):
            with pytest.raises(TimersUnavailable, match="too slow"):
                getattr(timers, again)(known.id)
        with pytest.raises(TimersUnavailable, match="too slow"):
            timers.create(1200, "ice", "Time.", "en-US")
        assert seconds < PROMISE


def test_after_a_refusal_the_talk_goes_on(person: Person) -> None:
    person.attributes = {**envelope()["session"]["attributes"]}
    person.service.fault = "server_error"
    heard = person.do("start")
    assert instead("start") in heard
    assert heard.endswith(ASKED)
    assert from_attributes(person.attributes).launched
