"""The ears of a talk, and what becomes of it when they fail."""

from collections.abc import Iterator
from threading import Event

import pytest

from local_voice.errors import ListeningUnavailable
from local_voice.listener import Heard, Listener, Microphone, Unsure
from local_voice.terminal.inputs import HandsFree
from tests.local_voice.listener.test_microphone import SILENCE


class Broken(Listener):
    """Hears one thing, and then fails in a way that nobody has thought of."""

    def __init__(self) -> None:
        pass

    def hands_free(self, _microphone: Microphone) -> Iterator[Heard | Unsure]:
        yield Heard("stop")
        raise RuntimeError("the decoder is upset")


def test_any_failure_of_hands_free_is_told() -> None:
    calls = [Event(), Event()]
    coming = iter(calls)
    ears = HandsFree(Broken(), Microphone([SILENCE]), lambda: next(coming).set())
    assert all(call.wait(30) for call in calls)
    assert ears.hear() == Heard("stop")
    with pytest.raises(ListeningUnavailable, match=r"the listening broke off \(.*is upset.*\);"):
        ears.hear()
