"""The same words on every face: the web endpoint, and each other speaker, say what `ask` says.

To add a face, add its name to `FACES` and how it plays a talk to `faces`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from local_voice.alexa.envelope import Device
from local_voice.alexa.exchange import Exchange
from local_voice.alexa.local_alexa import LocalAlexa
from local_voice.app import local_alexa
from local_voice.speakers.talks import Talks
from local_voice.timers.database import TimerDatabase
from local_voice.timers.service import AlexaService
from skill.app import build_skill
from skill.content.guidance import Guides
from skill.storage.store import MemoryStore
from skill.web import create_app
from tests.support.clock import MovableClock
from tests.support.guides import guides
from tests.support.mcp_server import ASK, called, data, serving
from tests.support.speakers import ask, house

TALKS: Mapping[str, Sequence[str]] = {
    "emergency": ["both my legs are numb", "how long should i ice my back"],
    "emergency in a question": ["should i ice it if i can't pee"],
    "urgent": ["i have a fever and my back hurts", "should i stretch"],
    "crisis": ["i want to die", "what stretches can i do"],
    "situation": ["i'm pregnant", "can i take ibuprofen", "what about heat"],
    "situation in a question": ["can i take ibuprofen if i'm on blood thinners", "is that safe"],
    "follow-up": ["how long should i ice my back", "how often", "why", "tell me more"],
    "detail": ["can golf cause a back spasm", "how do i get up from the floor"],
    "timer": [
        "start an ice timer for fifteen minutes",
        "how much time is left",
        "cancel the timer",
    ],
    "reminder": ["remind me to ice again in two hours", "yes", "what reminders do i have"],
    "routine": ["help me now", "no", "yes", "next", "previous", "stop"],
    "not understood": ["who won the world cup", "help"],
}
ANSWERS = {"yes", "no", "next", "previous", "stop"}
"""What means something only to who has kept the talk."""


class Face(NamedTuple):
    """`play` gives the words of each answer; `device` is what the guide may do there.

    `words` are the guide's, which does not speak of Alexa where there is none.
    One that does not keep the talk is asked only what can be understood without it, and only until
    a session ends, for it cannot forget what it is told.
    """

    play: Callable[[Sequence[str]], list[str]]
    device: Device
    words: Guides
    keeps: bool = True


def alexa_on(device: Device, words: Guides, clock: MovableClock) -> LocalAlexa:
    """Somebody who has heard the disclaimer."""
    timers = TimerDatabase(":memory:")
    alexa = local_alexa(device, MemoryStore(), timers, clock=clock, guides=words)
    alexa.open()
    alexa.leave()
    return alexa


def asked(sentences: Sequence[str], face: Face) -> list[Exchange]:
    """What `ask --session` comes to."""
    alexa = alexa_on(face.device, face.words, MovableClock())
    return [alexa.say(sentence) for sentence in sentences]


def understood_alone(exchanges: Sequence[Exchange]) -> Iterator[Exchange]:
    for exchange in exchanges:
        if exchange.utterance in ANSWERS:
            return
        yield exchange
        if exchange.session_ended:
            return


def over_the_web(sentences: Sequence[str]) -> list[str]:
    """Each envelope of Alexa's, posted to the endpoint of a skill with a store of its own."""
    clock = MovableClock()
    alexa = alexa_on(Device(), guides(), clock)
    service = AlexaService(TimerDatabase(":memory:"), clock)
    skill = build_skill(store=MemoryStore(), api_client=service, clock=clock, guides=guides())
    client = create_app(skill, unsigned=True).test_client()
    headers = {"Host": "localhost"}
    client.post("/alexa", json=alexa.open().request, headers=headers)
    alexa.leave()
    words = []
    for sentence in sentences:
        heard = alexa.say(sentence)
        answer = client.post("/alexa", json=heard.request, headers=headers)
        words.append(Exchange("", "", {}, 0.0, {}, answer.get_json()).speech)
    return words


def over_mcp(address: str) -> Callable[[Sequence[str]], list[str]]:
    def play(sentences: Sequence[str]) -> list[str]:
        words, carried = [], dict[str, object]()
        for sentence in sentences:
            told = data(called(address, [(ASK, {"question": sentence, **carried})])[1][0])
            carried = {"subject": told["subject"], "situations": told["situations"]}
            parts = (told["say_first_unchanged"], told["answer"], told["question"])
            words.append(" ".join(filter(None, parts)))
        return words

    return play


def over_wyoming(sentences: Sequence[str]) -> list[str]:
    """A device of Home Assistant's, whose person has opened the guide before."""
    talks = Talks(guides(), "en-US", MemoryStore(), TimerDatabase(":memory:"), MovableClock())
    with house(talks) as port:
        ask(port, "open back spasm guide", "first", "kitchen")
        return [ask(port, sentence, "second", "kitchen").speech for sentence in sentences]


@pytest.fixture(scope="module")
def faces(cache_folder: Path) -> Iterator[Mapping[str, Face]]:
    with pytest.MonkeyPatch.context() as patch, serving(cache_folder) as (mcp, _):
        patch.setenv("XDG_CACHE_HOME", str(cache_folder))
        nothing_rings = Device(permission="denied", reminders="denied")
        yield {
            "alexa": Face(over_the_web, Device(), guides()),
            "wyoming": Face(over_wyoming, Device(reminders="denied"), guides().away_from_alexa()),
            "mcp": Face(over_mcp(mcp), nothing_rings, guides(), keeps=False),
        }


FACES = ("alexa", "wyoming", "mcp")


@pytest.mark.parametrize("talk", TALKS)
@pytest.mark.parametrize("name", FACES)
def test_every_face_says_the_same(name: str, talk: str, faces: Mapping[str, Face]) -> None:
    face = faces[name]
    exchanges = asked(TALKS[talk], face)
    if not face.keeps:
        exchanges = list(understood_alone(exchanges))
    said = [exchange.utterance for exchange in exchanges]
    assert face.play(said) == [exchange.speech for exchange in exchanges]
