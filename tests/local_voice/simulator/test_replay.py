"""Saved conversations played on the stage: the project's own transcripts, and its own savings."""

from pathlib import Path

import pytest

from local_voice.simulator.replay import replay
from local_voice.simulator.script import read_script, written
from local_voice.simulator.settings import BadSetting
from local_voice.simulator.stage import Stage
from tests.support.places import TRANSCRIPTS

TALKS = sorted(TRANSCRIPTS.glob("*.txt"))


@pytest.mark.parametrize("file", TALKS, ids=lambda file: file.stem)
def test_a_transcript_goes_as_written(file: Path, stage: Stage) -> None:
    stage.set({"shape": "none"})
    result = replay(stage, read_script(file.read_text("utf-8")))
    assert result["different"] == []
    assert result["compared"] == result["turns"] > 0


def test_an_answer_that_differs_is_named(stage: Stage) -> None:
    result = replay(stage, read_script("You: stop\nGuide: Never.\nYou: stop\n"))
    (different,) = result["different"]
    assert result["compared"] == 1
    assert result["turns"] == 2
    entry = stage.board.entry(different)
    assert entry
    assert entry["saved"] == ["Guide: Never."]
    assert entry["as_saved"] is False


def test_what_is_saved_is_replayed_as_it_was(stage: Stage) -> None:
    stage.say("open back spasm guide")
    stage.set({"permission": "unasked"})
    stage.say("start an ice timer for fifteen minutes")
    stage.say("I approve")
    stage.forward(300)
    stage.say("how much time is left on my timer")
    stage.set({"fault": "timeout"})
    stage.say("pause the timer")
    saved = written(stage.board.entries())
    stage.board.clear()
    assert "[300 seconds later]" in saved
    assert replay(stage, read_script(saved)) == {"turns": 5, "compared": 5, "different": []}
    assert written(stage.board.entries()) == saved


def test_time_runs_on_as_before_after_a_replay(stage: Stage) -> None:
    with pytest.raises(BadSetting):
        replay(stage, read_script("[scene: permission=perhaps]\nYou: stop\n"))
    assert stage.clock.time_lapse == 1
