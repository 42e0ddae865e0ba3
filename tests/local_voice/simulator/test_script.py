"""Saved conversations, read, played and written: the project's transcripts, and its own."""

from pathlib import Path

import pytest

from local_voice.simulator.script import Later, Setting, Utterance, read_script, replay, written
from local_voice.simulator.settings import BadSetting
from local_voice.simulator.simulation import Simulation
from tests.support.places import TRANSCRIPTS

TALKS = sorted(TRANSCRIPTS.glob("*.txt"))

TALK = """\
A remark, and a blank line.

[scene: permission=denied visit=first]
You: start an ice timer
[call POST /timers 401]
Guide: I am not allowed to.
[the session ends]
[7 minutes later]
[set: fault=timeout]
[touch ["pause", 1]]
Guide: Paused.
[1 second later]
"""


def test_a_transcript_is_read_step_by_step() -> None:
    assert read_script(TALK) == [
        Setting({"permission": "denied", "visit": "first"}, anew=True),
        Utterance(
            "start an ice timer",
            saved=["[call POST /timers 401]", "Guide: I am not allowed to.", "[the session ends]"],
        ),
        Later(420),
        Setting({"fault": "timeout"}, anew=False),
        Utterance(touched=("pause", 1), saved=["Guide: Paused."]),
        Later(1),
    ]


def test_plain_lines_are_utterances_and_remarks() -> None:
    assert read_script("# ice\n\nhow long should I ice\n yes \n") == [
        Utterance("how long should I ice"),
        Utterance("yes"),
    ]


def test_nothing_said_is_no_step() -> None:
    assert read_script("# nobody speaks\n") == []


@pytest.mark.parametrize("file", TALKS, ids=lambda file: file.stem)
def test_a_transcript_goes_as_written(file: Path, simulation: Simulation) -> None:
    simulation.set({"shape": "none"})
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
    assert entry["saved"] == ["Guide: Never."]
    assert entry["as_saved"] is False


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


def test_time_runs_on_as_before_after_a_replay(simulation: Simulation) -> None:
    with pytest.raises(BadSetting):
        replay(simulation, read_script("[scene: permission=perhaps]\nYou: stop\n"))
    assert simulation.clock.time_lapse == 1
