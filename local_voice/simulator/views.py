"""What a page is shown of an exchange, a timer and a session: plain JSON. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from local_voice.alexa.envelope import Session
from local_voice.alexa.exchange import Exchange
from local_voice.alexa.transcript import difference, lines_of
from local_voice.files import Json
from local_voice.resolver import SlotMatch
from local_voice.timers.database import Timer


def turn(
    exchange: Exchange,
    setting: Mapping[str, str],
    touched: Sequence[object],
    saved: Sequence[str],
    others: Sequence[tuple[str, float]],
) -> Json:
    """An entry for the history.

    `others` are the runners-up; `as_saved` is None where nothing was saved to compare with.
    """
    lines, before = lines_of(exchange), list(saved)
    return {
        "kind": "turn",
        "heard": exchange.utterance,
        "touched": list(touched),
        "intent": exchange.intent,
        "slots": [_slot(name, match) for name, match in exchange.slots.items()],
        "score": round(exchange.score, 3),
        "others": [{"intent": intent, "score": round(score, 3)} for intent, score in others],
        "speech": exchange.speech,
        "ssml": exchange.ssml,
        "reprompt": exchange.reprompt,
        "asks_consent": exchange.consent_token is not None,
        "alexa_asks": exchange.alexa_asks,
        "ended": exchange.session_ended,
        "calls": [call._asdict() for call in exchange.calls],
        "lines": lines,
        "as_saved": before == lines if saved else None,
        "difference": difference(before, lines) if saved else [],
        "request": exchange.request,
        "response": exchange.response,
        "setting": dict(setting),
    }


def question(exchange: Exchange, setting: Mapping[str, str]) -> Json:
    """An entry for what Alexa asks by itself, of which the skill hears nothing."""
    return {
        "kind": "question",
        "heard": exchange.utterance,
        "speech": exchange.alexa_asks,
        "setting": dict(setting),
    }


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
    """An entry for the history, which rings until it `rings` no more.

    `times` is how often a sounding says its words, `sounded` how often it has sounded.
    """
    return {
        "kind": "ring",
        "timer": timer.id,
        "label": label(timer),
        "speech": timer.words,
        "times": 1 if timer.reminder is None else 2,
        "sounded": 1,
        "rings": True,
    }


def alarms(ringing: Sequence[Json]) -> list[Json]:
    return [{"entry": entry["id"], "sounded": entry["sounded"]} for entry in ringing]


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
