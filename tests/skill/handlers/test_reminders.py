"""Reminders by Alexa's rules: told in full, a yes for each, silence after a no, a way on always."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from ask_sdk_model.services.api_client_request import ApiClientRequest
from ask_sdk_model.services.api_client_response import ApiClientResponse

from local_voice.alexa.transport import send
from local_voice.timers.database import TimerDatabase
from local_voice.timers.faults import ALL_FAULTS
from local_voice.timers.service import AlexaService
from skill.alexa import REMINDERS_SCOPE
from skill.app import build_skill
from skill.storage.store import MemoryStore
from skill.timers.plans import Plan, once_more, seconds_until, series
from tests.conftest import Talk
from tests.support.clock import MovableClock
from tests.support.guides import guides
from tests.support.requests import envelope, intent, speech_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
OFFER = "Shall I remind you to ice again in two hours?"
TO_THE_DEVICE = "You can set one on the device itself. Say, Alexa, remind me in two hours."


@pytest.mark.parametrize(
    ("every", "span", "plan"),
    [
        (None, None, Plan("move", 3600, 4)),
        (1800, 7200, Plan("move", 1800, 4)),
        (3600, 3 * 3600 + 60, Plan("move", 3600, 3)),
        (3600, 600, Plan("move", 3600, 1)),
        (60, None, Plan("move", 1200, 4)),
        (3600, 10**9, Plan("move", 3600, 8)),
    ],
)
def test_a_series_has_an_end_and_leaves_time_to_move(
    every: int | None, span: int | None, plan: Plan
) -> None:
    assert series(every, span) == plan


@pytest.mark.parametrize(
    ("asked", "seconds"), [(None, 7200), (1, 60), (5400, 5400), (10**9, 86400)]
)
def test_the_next_round_of_ice_comes_in_two_hours_unless_said(
    asked: int | None, seconds: int
) -> None:
    assert once_more(asked) == Plan("ice", seconds)


@pytest.mark.parametrize(
    ("time", "zone", "hours"),
    [
        ("18:00", "UTC", 6),
        ("06:00", "UTC", 6),
        ("12:00", "UTC", 12),
        ("11:30", "UTC", 11.5),
        ("18:00", "Asia/Kolkata", 0.5),
        ("18:00", "America/New_York", 11),
        ("EV", "UTC", None),
        ("25:00", "UTC", None),
    ],
)
def test_an_hour_is_the_next_one_on_the_devices_clock(
    time: str, zone: str, hours: float | None
) -> None:
    seconds = seconds_until(time, NOON, ZoneInfo(zone))
    assert seconds == (None if hours is None else hours * 3600)


@pytest.mark.parametrize(
    "text",
    ["", "ice", "ice 7200", "tea 7200 1", "ice x 1", "ice 1 1", "move 3600 99", "ice 7200 1 2"],
)
def test_a_token_that_is_no_plan_sets_nothing(text: str) -> None:
    assert Plan.from_text(text) is None


def test_a_plan_comes_back_through_alexa_as_it_went() -> None:
    plan = Plan("move", 1800, 4)
    assert Plan.from_text(plan.to_text()) == plan


@pytest.mark.parametrize("fault", [name for name in ALL_FAULTS if name.startswith("reminders_")])
def test_whatever_the_reminders_answer_they_hear_a_way_on(
    new_talk: Callable[..., Talk], fault: str
) -> None:
    talk = new_talk()
    talk.say("remind me to ice again")
    talk.alexa.service.fault = fault
    answer = talk.say("yes")
    assert answer.endswith(TO_THE_DEVICE)
    assert "set, once" not in answer
    talk.alexa.service.fault = None
    assert talk.say("what reminders do i have").startswith("You have no reminder from me.")


def test_without_a_time_zone_they_hear_how_to_ask_the_device(new_talk: Callable[..., Talk]) -> None:
    talk = new_talk(fault="reminders_server_error")
    assert talk.say("remind me to move every hour until six pm") == (
        f"The reminders did not answer me. {TO_THE_DEVICE}"
    )


def test_until_six_is_by_the_devices_clock(new_talk: Callable[..., Talk]) -> None:
    talk = new_talk()
    talk.alexa.service.zone = "America/New_York"  # seven in the morning there
    assert talk.say("remind me to get up and move every two hours until six pm") == (
        "I'd remind you five times, every two hours, the last time in ten hours, with the words: "
        "Time to get up and move. Shall I set that?"
    )


class Third(AlexaService):
    """Fails from the third reminder on."""

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        if len(self.calls) == 2:
            self.fault = "reminders_server_error"
        return super().invoke(request)


def test_a_series_that_breaks_off_tells_how_many_were_set() -> None:
    clock = MovableClock()
    service = Third(TimerDatabase(":memory:"), clock)
    skill = build_skill(store=MemoryStore(), api_client=service, clock=clock, guides=guides())
    sent = envelope(intent("RemindToMoveIntent", plan="move 3600 4"))
    scopes = (
        sent["context"]["System"]["user"].setdefault("permissions", {}).setdefault("scopes", {})
    )
    scopes[REMINDERS_SCOPE] = {"status": "GRANTED"}
    assert "I could set only the first two." in speech_of(send(skill, sent))


def test_nothing_is_offered_where_a_reminder_is_set_already(new_talk: Callable[..., Talk]) -> None:
    talk = new_talk()
    talk.say("open back spasm guide")
    talk.say("remind me to ice again")
    talk.say("yes")
    assert OFFER not in talk.say("start an ice timer")


@pytest.mark.parametrize("reminders", ["unasked", "denied"])
def test_nothing_is_offered_that_is_not_allowed(
    new_talk: Callable[..., Talk], reminders: str
) -> None:
    talk = new_talk(reminders=reminders)
    talk.say("open back spasm guide")
    assert talk.say("start an ice timer").endswith("What else would you like to know?")


def test_a_no_is_kept_for_seven_days_over_sessions(new_talk: Callable[..., Talk]) -> None:
    talk = new_talk()
    for hours, offered in ((0, True), (7 * 24 - 1, False), (2, True)):
        talk.clock.forward(minutes=hours * 60)
        talk.say("open back spasm guide")
        assert talk.say("start an ice timer").endswith(OFFER) is offered
        if hours == 0:
            assert talk.say("no") == "All right. What else would you like to know?"
        talk.say("cancel the timer")
        talk.alexa.leave()


def test_a_reminder_that_was_told_is_no_longer_listed(new_talk: Callable[..., Talk]) -> None:
    talk = new_talk()
    talk.say("remind me to ice again in one hour")
    talk.say("yes")
    talk.clock.forward(minutes=59)
    assert talk.say("what reminders do i have") == "You have one reminder from me, in one minute."
    talk.clock.forward(minutes=1)
    assert talk.say("what reminders do i have").startswith("You have no reminder from me.")
