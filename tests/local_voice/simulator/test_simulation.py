"""The simulation: the same local Alexa, with settings, time and a ringer of its own."""

import re
from queue import SimpleQueue
from typing import Any

import pytest

from local_voice.files import Json
from local_voice.simulator.history import Event
from local_voice.simulator.simulation import Simulation
from skill.alexa import REMINDERS_SCOPE
from skill.alexa.reminders import AlexaReminders

LONGEST_WAIT = 20.0  # seconds; only a failing test waits so long


def next_of(events: SimpleQueue[Event], name: str) -> Json:
    while (event := events.get(timeout=LONGEST_WAIT)).name != name:
        pass
    return event.data


def context_of(entry: Json) -> Any:  # noqa: ANN401 - JSON
    return entry["request"]["context"]


def test_a_turn_shows_what_alexa_understood(simulation: Simulation) -> None:
    entry = simulation.say("start an ice timer for ten minutes")
    assert entry["intent"] == "StartIceTimerIntent"
    assert entry["slots"] == [
        {"name": "duration", "value": "PT10M", "id": None},
        {"name": "time", "value": None, "id": None},
        {"name": "timer", "value": "ice", "id": "ice"},
    ]
    assert entry["score"] == 1.0
    assert entry["calls"] == [{"method": "POST", "path": "/v1/alerts/timers", "status": 200}]
    assert "set for ten minutes" in entry["speech"]
    assert entry["request"]["request"]["type"] == "IntentRequest"
    assert entry["response"]["response"]["outputSpeech"]["ssml"] == entry["ssml"]


def test_settings_reach_the_request(simulation: Simulation) -> None:
    simulation.set({"locale": "en-GB", "permission": "denied", "shape": "none"})
    entry = simulation.say("start an ice timer")
    assert entry["request"]["request"]["locale"] == "en-GB"
    assert "DENIED" in str(context_of(entry)["System"]["user"]["permissions"])
    assert (
        "Alexa.Presentation.APL" not in context_of(entry)["System"]["device"]["supportedInterfaces"]
    )
    assert "not allowed" in entry["speech"]


def test_permission_given_in_the_talk_shows_in_the_settings(simulation: Simulation) -> None:
    simulation.set({"permission": "unasked"})
    assert simulation.say("start an ice timer")["asks_consent"] is True
    simulation.say("I approve")
    assert simulation.state()["settings"]["permission"] == "granted"


def test_a_touch_does_what_the_word_does(simulation: Simulation) -> None:
    shown = simulation.say("start an ice timer")
    assert simulation.state()["screen"] == shown["id"]
    entry = simulation.touch(["PauseIceTimerIntent"])
    assert entry["speech"].startswith("Paused")
    request = entry["request"]["request"]
    assert request["type"] == "Alexa.Presentation.APL.UserEvent"
    assert request["token"] == shown["response"]["response"]["directives"][0]["token"]
    assert entry["touched"] == ["PauseIceTimerIntent"]


def test_each_shape_is_told_to_the_skill(simulation: Simulation) -> None:
    simulation.set({"shape": "480x480"})
    viewport = context_of(simulation.open())["Viewport"]
    assert (viewport["shape"], viewport["pixelWidth"]) == ("ROUND", 480)


def test_a_fault_is_played_and_shows_in_the_calls(simulation: Simulation) -> None:
    simulation.set({"fault": "device_offline"})
    assert [call["status"] for call in simulation.say("start an ice timer")["calls"]] == [504]
    simulation.set({"fault": "none"})
    assert [call["status"] for call in simulation.say("start an ice timer")["calls"]] == [200]


def test_a_timer_rings_when_the_time_is_put_past_its_end(simulation: Simulation) -> None:
    simulation.say("start an ice timer for ten minutes")
    events = simulation.history.subscribe()
    simulation.forward(599)
    assert len(simulation.state()["timers"]) == 1
    simulation.forward(2)
    ring = next_of(events, "entry")
    assert ring["kind"] == "ring"
    assert ring["speech"]
    assert simulation.state()["timers"] == []


def sounded(simulation: Simulation, events: SimpleQueue[Event], times: int) -> None:
    """Wait until the alarm has sounded so often."""
    while next_of(events, "state")["alarms"] != [{"entry": ring_of(simulation), "sounded": times}]:
        pass


def ring_of(simulation: Simulation) -> int:
    (ring,) = [entry for entry in simulation.history.entries() if entry["kind"] == "ring"]
    return int(ring["id"])


def test_an_alarm_sounds_again_until_it_is_stopped(simulation: Simulation) -> None:
    simulation.say("start an ice timer for ten minutes")
    events = simulation.history.subscribe()
    simulation.forward(600)
    for times in (1, 2, 3):
        sounded(simulation, events, times)
        simulation.forward(10)
    simulation.hush()
    assert simulation.state()["alarms"] == []
    simulation.forward(200)
    simulation.say("hello")
    assert [entry["kind"] for entry in simulation.history.entries()] == ["turn", "ring", "turn"]


def test_an_alarm_that_nobody_hears_ends_after_three_minutes_and_says_so(
    simulation: Simulation,
) -> None:
    simulation.say("start an ice timer for ten minutes")
    events = simulation.history.subscribe()
    simulation.forward(1200)  # also where its end is long past
    sounded(simulation, events, 1)
    simulation.forward(180)
    while (told := next_of(events, "entry"))["kind"] != "note":
        pass
    assert re.fullmatch(r"It rang for three minutes, from \d\d:\d\d\.", told["speech"])
    assert simulation.state()["alarms"] == []


@pytest.mark.parametrize("change", ["say", "another_person", "other_speed"])
def test_what_somebody_does_stops_an_alarm(change: str, simulation: Simulation) -> None:
    simulation.say("start an ice timer for ten minutes")
    simulation.forward(600)
    assert len(simulation.state()["alarms"]) == 1
    match change:
        case "say":
            simulation.say("thanks")
        case "another_person":
            simulation.begin_anew({})
        case _:
            simulation.set({"time_lapse": "60"})
    assert simulation.state()["alarms"] == []


def test_a_timer_rings_by_itself_under_time_lapse(simulation: Simulation) -> None:
    simulation.say("start an ice timer for ten minutes")
    events = simulation.history.subscribe()
    simulation.set({"time_lapse": "300"})
    assert next_of(events, "entry")["kind"] == "ring"


def test_a_new_session_forgets_what_was_asked(simulation: Simulation) -> None:
    simulation.open()
    simulation.say("how long should I ice my back")
    assert simulation.state()["session"]["attributes"]
    simulation.leave()
    assert simulation.state()["session"] is None


def test_somebody_new_is_welcomed_as_such(simulation: Simulation) -> None:
    first = simulation.open()["speech"]
    assert simulation.open()["speech"] != first
    simulation.begin_anew({})
    assert simulation.open()["speech"] == first


def remind(simulation: Simulation, seconds: int = 7200) -> None:
    """Set a reminder, as the skill would."""
    service = simulation._alexa.service  # noqa: SLF001 - no page sets one but by talking
    AlexaReminders(service, "https://api.example", "token", "local").create(
        seconds, "Time for your cold pack", "en-US", simulation.clock()
    )


def test_a_reminder_is_shown_beside_the_timers_and_told_twice(simulation: Simulation) -> None:
    simulation.say("start an ice timer")
    remind(simulation)
    state = simulation.state()
    assert [timer["label"] for timer in state["reminders"]] == ["Time for your cold pack"]
    assert len(state["timers"]) == 1
    simulation.forward(7300)
    *_, told = simulation.history.entries()
    assert (told["kind"], told["times"]) == ("ring", 2)
    assert told["speech"] == "Here's your reminder: Time for your cold pack."
    assert simulation.state()["reminders"] == []


def test_another_person_has_no_reminder(simulation: Simulation) -> None:
    remind(simulation)
    simulation.begin_anew({})
    assert simulation.state()["reminders"] == []


def test_permission_for_reminders_is_a_setting_of_its_own(simulation: Simulation) -> None:
    simulation.set({"permission": "unasked", "reminders": "denied"})
    scopes = context_of(simulation.say("hello"))["System"]["user"]["permissions"]["scopes"]
    assert scopes == {REMINDERS_SCOPE: {"status": "DENIED"}}
    simulation.set({"reminders": "unsupported"})
    assert "GRANTED" in str(context_of(simulation.say("hello"))["System"]["user"]["permissions"])
