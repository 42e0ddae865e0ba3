"""Orders to a timer as Alexa sends them, intent and slots: the words that come back."""

import pytest

from local_voice.alexa.transport import send
from tests.support.requests import envelope, intent, skill_for, speech_of

ICE = ("StartIceTimerIntent", {"duration": "PT12M"})
HEAT = ("StartHeatTimerIntent", {"duration": "PT10M"})
BOTH = (ICE, HEAT)

ORDERS = [
    # what runs, the order, what is said
    ((), ("StartIceTimerIntent", {}), "Your ice timer is set for twenty minutes."),
    ((), ("StartHeatTimerIntent", {}), "Your heat timer is set for fifteen minutes."),
    ((), ("StartHeatTimerIntent", {"duration": "PT2H"}), "Shall I set fifteen minutes?"),
    ((), ("StartIceTimerIntent", {"duration": "?"}), "Sorry, I did not catch how long."),
    ((), ("StartIceTimerIntent", {"time": "18:00"}), "I count minutes, not the time of day."),
    ((), ("ChangeTimerIntent", {"duration": "PT9M"}), "Your ice timer is set for nine minutes."),
    ((), ("ShortenTimerIntent", {"duration": "PT5M"}), "There is no ice timer running."),
    ((), ("CancelIceTimerIntent", {"timer": "heat"}), "There is no heat timer running."),
    ((), ("LeaveTimerIntent", {}), "All right."),
    ((), ("TimerHelpIntent", {}), "Say, start an ice timer, or, start a heat timer"),
    ((ICE,), ("CancelIceTimerIntent", {"named": "PT12M"}), "Your ice timer is off."),
    ((ICE,), ("CancelIceTimerIntent", {"named": "PT5M"}), "Your ice timer is off."),
    ((ICE,), ("ShortenTimerIntent", {"duration": "PT5M"}), "now has seven minutes left."),
    ((ICE,), ("ShortenTimerIntent", {"duration": "PT12M"}), "Shall I cancel it?"),
    ((ICE,), ("ShortenTimerIntent", {}), "How many minutes shall I take off?"),
    ((ICE,), ("ExtendIceTimerIntent", {}), "How many minutes shall I add?"),
    ((ICE,), ("ExtendIceTimerIntent", {"duration": "PT5M"}), "I added five minutes."),
    ((ICE,), ("ChangeTimerIntent", {"duration": "PT15M"}), "now has fifteen minutes left."),
    ((ICE,), ("ChangeTimerIntent", {"duration": "PT1H"}), "Thirty minutes in all is the most"),
    ((ICE,), ("LeaveTimerIntent", {}), "All right, it keeps running."),
    ((ICE,), ("PauseIceTimerIntent", {"timer": "ice"}), "Paused, with twelve minutes left."),
    (BOTH, ("IceTimerStatusIntent", {}), "Which one, ice or heat?"),
    (BOTH, ("IceTimerStatusIntent", {"timer": "heat"}), "Your heat timer has ten minutes left."),
    (BOTH, ("IceTimerStatusIntent", {"named": "PT10M"}), "Your heat timer has ten minutes left."),
    (BOTH, ("CancelIceTimerIntent", {"timer": "both"}), "is off. Your heat timer is off."),
    (BOTH, ("CancelIceTimerIntent", {"named": "PT12M"}), "Your ice timer is off."),
    (BOTH, ("ShortenTimerIntent", {"duration": "PT5M", "timer": "heat"}), "has five minutes left."),
    (BOTH, ("PauseIceTimerIntent", {"timer": "both"}), "Paused, with twelve minutes left."),
    (BOTH, ("LeaveTimerIntent", {}), "All right, nothing was changed."),
    (BOTH, ("ChangeTimerIntent", {"duration": "PT5M"}), "Which one, ice or heat?"),
    (BOTH, ("AMAZON.StopIntent", {}), "ice timer keeps running. Your heat timer keeps running."),
]  # fmt: skip


@pytest.mark.parametrize(("running", "order", "said"), ORDERS)
def test_an_order_by_its_slots(
    running: tuple[tuple[str, dict[str, str]], ...], order: tuple[str, dict[str, str]], said: str
) -> None:
    skill = skill_for()
    for name, slots in running:
        send(skill, envelope(intent(name, **slots), attributes={}))
    answer = send(skill, envelope(intent(order[0], **order[1]), attributes={}))
    assert said in speech_of(answer)


WHICH = [
    ("WhichTimerIntent", {"timer": "heat"}),
    ("StartHeatTimerIntent", {}),
    ("HeatIntent", {}),
]


@pytest.mark.parametrize(("name", "slots"), WHICH)
def test_which_one_is_answered_by_its_name_alone(name: str, slots: dict[str, str]) -> None:
    skill = skill_for()
    for order, own in BOTH:
        send(skill, envelope(intent(order, **own), attributes={}))
    asked = send(skill, envelope(intent("ShortenTimerIntent", duration="PT3M"), attributes={}))
    answer = send(skill, envelope(intent(name, **slots), attributes=asked["sessionAttributes"]))
    assert "I took off three minutes. Your heat timer now has seven minutes" in speech_of(answer)


def test_a_bare_length_completes_the_order_that_was_asked_about() -> None:
    skill = skill_for()
    for order, own in BOTH:
        send(skill, envelope(intent(order, **own), attributes={}))
    asked = send(skill, envelope(intent("ShortenTimerIntent", timer="heat"), attributes={}))
    bare = envelope(
        intent("StartIceTimerIntent", duration="PT4M"), attributes=asked["sessionAttributes"]
    )
    assert "Your heat timer now has six minutes left." in speech_of(send(skill, bare))
