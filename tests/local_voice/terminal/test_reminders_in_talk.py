"""A reminder in the talk: printed once, said twice, its permission asked for by name."""

from datetime import UTC, datetime
from queue import SimpleQueue
from typing import cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from local_voice.clocks import computer_zone
from local_voice.files import Json
from local_voice.speech.voice import Voice
from local_voice.terminal.conversation import Conversation
from local_voice.terminal.terminal import Terminal
from local_voice.timers.database import Timer
from skill.alexa import REMINDERS_SCOPE
from tests.conftest import Talk

COLD_PACK = Timer(
    "1", None, "Time for your cold pack", "en-US", 60, "OFF", 60.0, None, 0.0, 60.0, "{}"
)
WORDS = "Here's your reminder: Time for your cold pack."


class Heard:
    """A voice that is listened to."""

    def __init__(self) -> None:
        self.words: SimpleQueue[str] = SimpleQueue()

    def ring(self, words: str) -> bool:
        self.words.put(words)
        return True


def test_a_reminder_is_printed_once_and_said_twice(
    talk: Talk, capsys: pytest.CaptureFixture[str]
) -> None:
    heard = Heard()
    conversation = Conversation(
        talk.alexa, Terminal(), cast("Voice", heard), emergency_number="911"
    )
    conversation.ring(COLD_PACK)
    assert capsys.readouterr().out == f"Reminder: {WORDS}\n"
    assert heard.words.get(timeout=10) == f"{WORDS} {WORDS}"


def test_a_missed_reminder_is_told_like_a_timer(
    talk: Talk, capsys: pytest.CaptureFixture[str]
) -> None:
    when = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
    Conversation(talk.alexa, Terminal(), None, emergency_number="911").missed(COLD_PACK, when)
    told = f"Reminder: {WORDS} It rang at {when.astimezone():%H:%M}, unheard.\n"
    assert capsys.readouterr().out == told


@pytest.mark.parametrize(
    ("said", "status", "left"),
    [("I approve", "ACCEPTED", "granted"), ("no", "DENIED", "denied"), ("hm", None, "unasked")],
)
def test_the_permission_for_reminders_is_asked_for_by_name(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, said: str, status: str | None, left: str
) -> None:
    scope = {"permissionScope": REMINDERS_SCOPE, "consentLevel": "ACCOUNT"}
    asking = {
        "type": "Connections.SendRequest",
        "name": "AskFor",
        "payload": {"permissionScopes": [scope]},
        "token": "reminder",
    }
    sent: list[Json] = []

    def skill(_skill: object, envelope: Json) -> Json:
        sent.append(envelope["request"])
        return {"response": {"directives": [asking] if len(sent) == 1 else []}}

    monkeypatch.setattr("local_voice.alexa.local_alexa.send", skill)
    talk.alexa.device.reminders = "unasked"
    question = talk.alexa.say("remind me").alexa_asks
    assert question.endswith("to update your reminders? Say, I approve. Or say no.")
    talk.alexa.say(said)
    (answered,) = sent[1]["payload"]["permissionScopes"]
    assert answered == {**scope, "status": status or "NOT_ANSWERED"}
    assert (talk.alexa.device.reminders, talk.alexa.device.permission) == (left, "granted")


def test_a_computer_set_to_no_known_zone_is_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ZoneInfo(computer_zone())

    def unknown() -> str:
        raise ZoneInfoNotFoundError

    monkeypatch.setattr("tzlocal.get_localzone_name", unknown)
    assert computer_zone() == "UTC"
