"""Saved talks, played and written: the project's transcripts, and its own."""

from pathlib import Path

import pytest

from local_voice.alexa.transcript import read_script
from local_voice.simulator.script import replay, written
from local_voice.simulator.settings import BadSetting
from local_voice.simulator.simulation import Simulation
from tests.support.places import TRANSCRIPTS

TALKS = sorted(TRANSCRIPTS.glob("*.txt"))


@pytest.mark.parametrize("file", TALKS, ids=lambda file: file.stem)
def test_a_transcript_goes_as_written(file: Path, simulation: Simulation) -> None:
    result = replay(simulation, read_script(file.read_text("utf-8")))
    assert result["different"] == []
    assert result["compared"] == result["turns"] > 0


def test_an_answer_that_differs_is_named(simulation: Simulation) -> None:
    result = replay(simulation, read_script("You: stop\nGuide: Never.\nYou: stop\n"))
    (different,) = result["different"]
    assert result["compared"] == 1
    assert result["turns"] == 2
    entry = simulation.history.entry(different)
    assert entry
    assert entry["as_saved"] is False
    assert entry["difference"] == [
        ("-", "Guide: Never."),
        ("+", "Guide: Take care of your back."),
        ("+", "[the session ends]"),
    ]


def test_a_scene_without_a_shape_has_no_screen_and_the_page_keeps_its_own(
    simulation: Simulation,
) -> None:
    simulation.set({"shape": "480x480"})
    replay(simulation, read_script("[scene:]\nYou: ice\n[scene: shape=960x480]\nYou: ice\n"))
    shapes = [entry["setting"]["shape"] for entry in simulation.history.entries()]
    assert shapes == ["none", "960x480"]
    assert simulation.state()["settings"]["shape"] == "480x480"


def test_what_is_saved_is_replayed_as_it_was(simulation: Simulation) -> None:
    simulation.say("open back spasm guide")
    simulation.set({"permission": "unasked"})
    simulation.say("start an ice timer for fifteen minutes")
    simulation.say("I approve")
    simulation.forward(300)
    simulation.say("how much time is left on my timer")
    simulation.set({"fault": "timeout"})
    simulation.say("pause the timer")
    saved = written(simulation.history.entries())
    simulation.history.clear()
    assert "[300 seconds later]" in saved
    assert replay(simulation, read_script(saved)) == {"turns": 5, "compared": 5, "different": []}
    assert written(simulation.history.entries()) == saved


def test_nothing_is_played_of_a_talk_with_a_setting_that_is_none(simulation: Simulation) -> None:
    with pytest.raises(BadSetting):
        replay(simulation, read_script("You: ice\n[scene: permission=perhaps]\nYou: stop\n"))
    assert simulation.history.entries() == []
    assert simulation.clock.time_lapse == 1
