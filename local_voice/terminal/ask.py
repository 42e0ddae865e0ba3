"""`ask`: one utterance, or one a line, answered on standard output for people or for programs."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from local_voice.alexa.exchange import Exchange
from local_voice.alexa.local_alexa import LocalAlexa


def answers(alexa: LocalAlexa, lines: Iterable[str], *, one_session: bool) -> Iterator[Exchange]:
    """What becomes of each line that is not blank; each its own session unless `one_session`."""
    for line in lines:
        if line.strip():
            yield alexa.say(line.strip())
            if not one_session:
                alexa.leave()


def as_json(exchange: Exchange) -> str:
    """One JSON object on one line."""
    filled = {name: match.value for name, match in exchange.slots.items() if match}
    row: dict[str, Any] = {
        "utterance": exchange.utterance,
        "intent": exchange.intent,
        "slots": filled,
        "score": round(exchange.score, 3),
        "speech": exchange.speech,
        "ssml": exchange.ssml,
        "reprompt": exchange.reprompt,
        "session_ended": exchange.session_ended,
        "directives": [directive.get("type") for directive in exchange.directives],
        "api_calls": [call._asdict() for call in exchange.calls],
        "request": exchange.request,
        "response": exchange.response,
    }
    return json.dumps(row, ensure_ascii=False)
