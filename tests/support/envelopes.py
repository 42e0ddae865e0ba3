"""Envelopes that Alexa may send, what hostile hands can make of them, and what answers must be."""

import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from tests.support.requests import SCOPE, Json, envelope, intent, naming, speech_of

LARGEST_ANSWER = 24 * 1024  # bytes that Alexa takes
LONGEST_SPEECH = 8000  # characters that Alexa takes
MEMBERS = {
    *("outputSpeech", "card", "reprompt", "directives", "shouldEndSession"),
    *("canFulfillIntent", "apiResponse", "type"),
}
CONSENT: Json = {
    "type": "Connections.Response",
    "name": "AskFor",
    "token": "PT15M",
    "status": {"code": "200", "message": "OK"},
    "payload": {
        "permissionScopes": [{"permissionScope": SCOPE, "status": "ACCEPTED"}],
        "isCardThrown": False,
    },
}
REQUESTS: dict[str, Json] = {
    "a question": envelope(),
    "two situations": envelope(naming("SituationIntent", "situation", "pregnant", "kidney")),
    "a timer": envelope(intent("StartIceTimerIntent", duration="PT15M")),
    "a yes": envelope(intent("AMAZON.YesIntent")),
    "a consent": envelope(CONSENT),
    "a launch": envelope({"type": "LaunchRequest"}),
    "an end": envelope({"type": "SessionEndedRequest", "reason": "USER_INITIATED"}),
    "an event": envelope({"type": "AlexaSkillEvent.SkillDisabled"}),
    "another skill's question": envelope({"type": "CanFulfillIntentRequest"}),
}
STRANGE: dict[str, object] = {
    "null": None,
    "true": True,
    "zero": 0,
    "minus one": -1,
    "a fraction": 1.5,
    "a huge number": 10**300,
    "infinity": float("inf"),
    "not a number": float("nan"),
    "no text": "",
    "a text": "UNKNOWN_VALUE",
    "NUL": "\x00",
    "half a character": "\ud800",
    "an emoji": "\U0001f600",
    "markup": "</speak><audio src='x'/>&",
    "a newline": "x\r\ny: z",
    "a long text": "x" * 100_000,
    "no list": [],
    "a list of nothing": [None],
    "a list of lists": [[], [[]]],
    "a list of objects": [{}, {"value": 3}],
    "no object": {},
    "a strange object": {"x": None, "": {"": []}, "\ud800": 1},
}


def check(answer: Any) -> None:  # noqa: ANN401 - JSON
    """Assert that Alexa takes this answer, and that nobody learns from it of trouble inside."""
    assert len(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")) < LARGEST_ANSWER
    assert answer["version"] == "1.0"
    assert set(answer["response"]) <= MEMBERS
    assert answer["response"].get("shouldEndSession") in (True, False, None)
    assert "went wrong" not in speech_of(answer)
    for speech in (answer["response"], answer["response"].get("reprompt") or {}):
        if "outputSpeech" in speech:
            assert speech["outputSpeech"]["type"] == "SSML"
            assert len(speech["outputSpeech"]["ssml"]) < LONGEST_SPEECH
            assert ET.fromstring(speech["outputSpeech"]["ssml"]).tag == "speak"  # noqa: S314 - ours
    for directive in answer["response"].get("directives") or ():
        assert directive["type"]


def paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every key and every item within."""
    items: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(value, dict):
        items = iter(value.items())
    elif isinstance(value, list):
        items = iter(enumerate(value))
    for key, inner in items:
        yield (*path, key)
        yield from paths(inner, (*path, key))


def changed(sent: Json, path: tuple[str | int, ...], value: object = ...) -> Json:
    """A copy with the value put in at the path, or with that key removed."""
    copy: Any = json.loads(json.dumps(sent))
    place = copy
    for key in path[:-1]:
        place = place[key]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    whole: Json = copy
    return whole
