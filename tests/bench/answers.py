"""A question's whole way in process, beside the SDK's own empty skill on the same envelopes."""

import json
from itertools import cycle

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model import RequestEnvelope, Response

from local_voice.alexa.envelope import Device
from local_voice.alexa.transport import send
from local_voice.app import local_alexa
from local_voice.files import Json
from local_voice.timers.database import TimerDatabase
from skill.app import build_skill
from skill.storage.store import MemoryStore
from tests.bench.timing import in_turn, row
from tests.whole.test_facts import QUESTIONS

LINES = 1000


class EmptyHandler(AbstractRequestHandler):
    def can_handle(self, handler_input: HandlerInput) -> bool:  # noqa: ARG002  # the SDK's signature
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        return handler_input.response_builder.speak("Hello.").response


def empty_skill() -> CustomSkill:
    """What the SDK does for a skill that does nothing."""
    builder = SkillBuilder()
    builder.add_request_handler(EmptyHandler())
    return builder.create()


def run() -> None:
    alexa = local_alexa(Device(), MemoryStore(), TimerDatabase(":memory:"))
    alexa.open()
    questions = QUESTIONS
    requests = [_request(alexa.say(question).request) for question in questions]
    lines, ours, theirs = cycle(questions), cycle(requests), cycle(requests)
    guide, empty = build_skill(store=MemoryStore()), empty_skill()
    asked: list[str] = []

    def ask() -> None:
        alexa.leave()
        asked.append(next(lines))
        alexa.say(asked[-1])

    def invoke_empty() -> None:
        envelope = empty.serializer.deserialize(json.dumps(next(theirs)), RequestEnvelope)
        empty.serializer.serialize(empty.invoke(envelope, None))

    times = in_turn(
        {"ask": ask, "guide": lambda: send(guide, next(ours)), "empty": invoke_empty}, LINES
    )
    slowest = max(range(LINES), key=lambda number: times["ask"][number])
    print(f"{LINES} lines, in process; the ratio is to the SDK's own empty skill")
    print(row("a line of ask: understood, answered, read", times["ask"], times["empty"]))
    print(row("the guide: envelope in, envelope out", times["guide"], times["empty"]))
    print(row("the SDK's own empty skill: the same", times["empty"]))
    print(f"  slowest single answer: {asked[slowest - LINES]!r}")


def _request(envelope: Json) -> Json:
    """The envelope as it opens a session, so that each call is like the first."""
    envelope["session"] |= {"new": True, "attributes": {}}
    return envelope
