"""A talk as text: read step by step, refused where it is none, and compared line by line."""

import pytest

from local_voice.alexa.transcript import (
    LONGEST_UTTERANCE,
    MOST_LINES,
    Later,
    NoTranscript,
    Setting,
    Utterance,
    difference,
    read_script,
)

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


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("# nobody speaks\n", "nothing is said in this file"),
        ("[scene:]\n[5 minutes later]\n", "nothing is said in this file"),
        ("You: ice\0\n", "this is no text"),
        ("\ufffdPNG\r\n\x1a\n", "this is no text"),
        ("caf\ufffd\n", "this is no text"),
        ("ice \ud800\n", "this is no text"),
        ("yes\n" * (MOST_LINES + 1), f"has {MOST_LINES + 1} lines"),
        ("You: " + "ice" * LONGEST_UTTERANCE, "“iceiceiceiceiceiceic…” is longer than"),
    ],
)
def test_what_is_no_talk_is_refused_in_one_line(text: str, complaint: str) -> None:
    with pytest.raises(NoTranscript, match=complaint) as refused:
        read_script(text)
    assert "\n" not in str(refused.value)


def test_a_file_of_windows_is_read() -> None:
    assert read_script("\ufeffYou: ice\r\nGuide: Yes.\r\n") == [
        Utterance("ice", saved=["Guide: Yes."])
    ]


def test_each_line_that_differs_is_told_beside_those_that_do_not() -> None:
    saved = ["[call POST /timers 200]", "Guide: Yes.", "[the session ends]"]
    assert difference(saved, saved) == [(" ", line) for line in saved]
    assert difference(saved, ["[call POST /timers 200]", "Guide: No."]) == [
        (" ", "[call POST /timers 200]"),
        ("-", "Guide: Yes."),
        ("-", "[the session ends]"),
        ("+", "Guide: No."),
    ]
