"""The stage: the same local Alexa, with settings, time and a ringer of its own."""

from queue import SimpleQueue
from typing import Any

from local_voice.alexa.envelope import Json
from local_voice.simulator.board import Event
from local_voice.simulator.stage import Stage

LONGEST_WAIT = 20.0  # seconds; only a failing test waits so long


def next_of(events: SimpleQueue[Event], name: str) -> Json:
    while (event := events.get(timeout=LONGEST_WAIT)).name != name:
        pass
    return event.data


def context_of(entry: Json) -> Any:  # noqa: ANN401 - JSON
    return entry["request"]["context"]


def test_a_turn_shows_what_alexa_understood(stage: Stage) -> None:
    entry = stage.say("start an ice timer for ten minutes")
    assert entry["intent"] == "StartIceTimerIntent"
    assert entry["slots"] == [{"name": "duration", "value": "PT10M", "id": None}]
    assert entry["score"] == 1.0
    assert entry["calls"] == [{"method": "POST", "path": "/v1/alerts/timers", "status": 200}]
    assert "set for ten minutes" in entry["speech"]
    assert entry["request"]["request"]["type"] == "IntentRequest"
    assert entry["response"]["response"]["outputSpeech"]["ssml"] == entry["ssml"]


def test_settings_reach_the_request(stage: Stage) -> None:
    stage.set({"locale": "en-GB", "permission": "denied", "shape": "none"})
    entry = stage.say("start an ice timer")
    assert entry["request"]["request"]["locale"] == "en-GB"
    assert "DENIED" in str(context_of(entry)["System"]["user"]["permissions"])
    assert (
        "Alexa.Presentation.APL" not in context_of(entry)["System"]["device"]["supportedInterfaces"]
    )
    assert "not allowed" in entry["speech"]


def test_permission_given_in_the_talk_shows_in_the_settings(stage: Stage) -> None:
    stage.set({"permission": "unasked"})
    assert stage.say("start an ice timer")["asks_consent"] is True
    stage.say("I approve")
    assert stage.scene()["settings"]["permission"] == "granted"


def test_a_touch_does_what_the_word_does(stage: Stage) -> None:
    shown = stage.say("start an ice timer")
    assert stage.scene()["screen"] == shown["id"]
    entry = stage.touch(["PauseIceTimerIntent"])
    assert entry["speech"].startswith("Paused")
    request = entry["request"]["request"]
    assert request["type"] == "Alexa.Presentation.APL.UserEvent"
    assert request["token"] == shown["response"]["response"]["directives"][0]["token"]
    assert entry["touched"] == ["PauseIceTimerIntent"]


def test_each_shape_is_told_to_the_skill(stage: Stage) -> None:
    stage.set({"shape": "480x480"})
    viewport = context_of(stage.open())["Viewport"]
    assert (viewport["shape"], viewport["pixelWidth"]) == ("ROUND", 480)


def test_a_fault_is_played_and_shows_in_the_calls(stage: Stage) -> None:
    stage.set({"fault": "device_offline"})
    assert [call["status"] for call in stage.say("start an ice timer")["calls"]] == [504]
    stage.set({"fault": "none"})
    assert [call["status"] for call in stage.say("start an ice timer")["calls"]] == [200]


def test_a_timer_rings_when_the_time_is_put_past_its_end(stage: Stage) -> None:
    stage.say("start an ice timer for ten minutes")
    events = stage.board.subscribe()
    stage.forward(599)
    assert len(stage.scene()["timers"]) == 1
    stage.forward(2)
    ring = next_of(events, "entry")
    assert ring["kind"] == "ring"
    assert ring["speech"]
    assert stage.scene()["timers"] == []


def test_a_timer_rings_by_itself_under_time_lapse(stage: Stage) -> None:
    stage.say("start an ice timer for ten minutes")
    events = stage.board.subscribe()
    stage.set({"time_lapse": "300"})
    assert next_of(events, "entry")["kind"] == "ring"


def test_a_new_session_forgets_what_was_asked(stage: Stage) -> None:
    stage.open()
    stage.say("how long should I ice my back")
    assert stage.scene()["session"]["attributes"]
    stage.leave()
    assert stage.scene()["session"] is None


def test_somebody_new_is_welcomed_as_such(stage: Stage) -> None:
    first = stage.open()["speech"]
    assert stage.open()["speech"] != first
    stage.begin_anew({})
    assert stage.open()["speech"] == first
