"""Saved conversations, read and written."""

from local_voice.simulator.script import Later, Setting, Utterance, read_script

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
