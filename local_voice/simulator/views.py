"""What a page is shown of an exchange, a timer and a session: plain JSON. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from local_voice.alexa.envelope import Session
from local_voice.alexa.exchange import Exchange
from local_voice.files import Json
from local_voice.resolver import SlotMatch
from local_voice.timers.database import Timer


def turn(
    exchange: Exchange,
    setting: Mapping[str, str],
    touched: Sequence[object],
    saved: Sequence[str],
) -> Json:
    """An entry for the history; `as_saved` is None where nothing was saved to compare with."""
    lines = transcript_lines(exchange)
    return {
        "kind": "turn",
        "heard": exchange.utterance,
        "touched": list(touched),
        "intent": exchange.intent,
        "slots": [_slot(name, match) for name, match in exchange.slots.items()],
        "score": round(exchange.score, 3),
        "speech": exchange.speech,
        "ssml": exchange.ssml,
        "reprompt": exchange.reprompt,
        "asks_consent": exchange.consent_token is not None,
        "alexa_asks": exchange.alexa_asks,
        "ended": exchange.session_ended,
        "calls": [call._asdict() for call in exchange.calls],
        "lines": lines,
        "saved": list(saved),
        "as_saved": list(saved) == lines if saved else None,
        "request": exchange.request,
        "response": exchange.response,
        "setting": dict(setting),
    }


def transcript_lines(exchange: Exchange) -> list[str]:
    """What an exchange came to, as a saved conversation has it."""
    return [
        *(
            f"[call {call.method} {_without_id(call.path)} {call.status}]"
            for call in exchange.calls
        ),
        f"Guide: {exchange.speech}",
        *(["[asks for the permission]"] if exchange.consent_token is not None else []),
        *(["[the session ends]"] if exchange.session_ended else []),
    ]


def session(now: Session | None) -> Json | None:
    return None if now is None else asdict(now)


def timers(live: Sequence[Timer]) -> list[Json]:
    return [
        {
            "id": timer.id,
            "label": label(timer),
            "seconds": timer.seconds,
            "rings_at": None if timer.rings_at is None else timer.rings_at * 1000,
            "left": timer.left,
        }
        for timer in live
    ]


def ring(timer: Timer) -> Json:
    """An entry for the history; `times` is how often its words are heard."""
    times = 1 if timer.reminder is None else 2
    return {"kind": "ring", "label": label(timer), "speech": timer.words, "times": times}


def label(timer: Timer) -> str:
    return timer.label or (timer.kind if timer.reminder is None else timer.announcement)


def milliseconds(moment: datetime) -> float:
    return moment.timestamp() * 1000


def _slot(name: str, match: SlotMatch | None) -> Json:
    return {
        "name": name,
        "value": match.value if match else None,
        "id": match.id if match else None,
    }


def _without_id(path: str) -> str:
    return re.sub(r"(timers|reminders)/[^/]+", r"\1/ID", path).removeprefix("/v1/alerts")
