"""What the talk says to what was not heard surely: typing is offered where somebody can type."""

import pytest

from local_voice.listener import Unsure
from local_voice.terminal.conversation import Conversation
from local_voice.terminal.terminal import Terminal
from tests.conftest import Talk

AGAIN = "Alexa: I did not hear that well. Please say it again."
NOISE = "Alexa: There is much noise here. Press the key, or type."
TYPE_IT = " You can also type it."


@pytest.mark.parametrize(
    ("may_type", "heard", "told"),
    [
        (True, [Unsure("banana")], ["You: banana?", AGAIN]),
        (True, [Unsure(None), Unsure(None)], [AGAIN, AGAIN + TYPE_IT]),
        (False, [Unsure(None), Unsure(None)], [AGAIN, AGAIN]),
        (True, [Unsure(None, noisy=True)], [NOISE]),
    ],
)
def test_what_is_unsure_is_asked_for_again(
    talk: Talk,
    capsys: pytest.CaptureFixture[str],
    may_type: bool,
    heard: list[Unsure],
    told: list[str],
) -> None:
    conversation = Conversation(
        talk.alexa, Terminal(), None, emergency_number="911", may_type=may_type
    )
    for unsure in heard:
        assert conversation.turn(unsure)
    assert capsys.readouterr().out.splitlines() == told
