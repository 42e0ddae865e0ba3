"""What was heard but not surely: it is read back, and what is answered decides."""

import pytest

from local_voice.alexa.local_alexa import MUCH_NOISE, SAY_AGAIN
from tests.conftest import Talk

FIFTEEN = "set a timer for fifteen minutes"


def read_back(talk: Talk) -> str | None:
    return talk.alexa.read_back(FIFTEEN, "fifteen minutes").alexa_asks


@pytest.mark.parametrize("yes", ["yes", "Yes.", "yeah", "sure"])
def test_after_a_yes_it_counts_as_said(talk: Talk, yes: str) -> None:
    assert read_back(talk) == "Did you say fifteen minutes?"
    answer = talk.alexa.say(yes)
    assert answer.utterance == FIFTEEN
    assert answer.speech.startswith("Your ice timer is set for fifteen minutes.")


def test_who_says_it_again_has_said_yes(talk: Talk) -> None:
    read_back(talk)
    assert talk.alexa.doubtful == FIFTEEN
    assert talk.say(FIFTEEN).startswith("Your ice timer is set for fifteen minutes.")
    assert not talk.alexa.doubtful


def test_after_a_no_it_is_asked_for_again_and_nothing_is_done(talk: Talk) -> None:
    read_back(talk)
    assert talk.alexa.say("no").alexa_asks == SAY_AGAIN
    assert talk.say("how much time is left on the timer").startswith("There is no ice timer")


def test_whatever_else_is_said_counts_as_said(talk: Talk) -> None:
    read_back(talk)
    assert talk.say("what is a back spasm").startswith("A back spasm is a sudden tightening")
    assert talk.alexa.say("yes").utterance == "yes"


def test_who_leaves_is_not_asked_any_longer(talk: Talk) -> None:
    read_back(talk)
    talk.alexa.leave()
    assert talk.alexa.say("yes").utterance == "yes"


def test_what_was_not_heard_surely_is_asked_for_again(talk: Talk) -> None:
    assert talk.alexa.ask_again("banana", noisy=False).alexa_asks == SAY_AGAIN
    assert talk.alexa.ask_again("", noisy=True).alexa_asks == MUCH_NOISE
