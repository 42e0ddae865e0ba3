"""Every transcript through the web app, all logs on: nothing in them tells what was said, or whom.

Every logger is at its most talkative, those of the libraries too.
"""

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ask_sdk_core.skill import CustomSkill

from skill.web import create_app
from tests.conftest import Talk
from tests.support.places import TRANSCRIPTS
from tests.support.transcripts import played

PRIVATE = {"userId", "deviceId", "apiAccessToken", "value", "ssml", "text", "sessionId", "reprompt"}
"""The keys of envelopes under which something is told that no log may tell."""


def private(envelope: object, key: str = "") -> Iterator[str]:
    """Every text under a private key, and every word said, anywhere in an envelope."""
    if isinstance(envelope, dict):
        for name, value in envelope.items():
            yield from private(value, name)
    elif isinstance(envelope, list):
        for value in envelope:
            yield from private(value, key)
    elif isinstance(envelope, str) and envelope and key in PRIVATE:
        yield envelope


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Sends what is said through the web app; collects what the envelopes hold that is private."""
    collected: set[str] = set()

    def post(skill: CustomSkill, sent: dict[str, Any]) -> dict[str, Any]:
        web = create_app(skill, unsigned=True).test_client()
        answer: dict[str, Any] = web.post("/alexa", json=sent).get_json()
        collected.update(private(sent), private(answer))
        return answer

    monkeypatch.setattr("local_voice.alexa.local_alexa.send", post)
    return collected


def test_no_log_tells_what_was_said_or_by_whom(
    new_talk: Callable[..., Talk], secrets: set[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = set()
    for file in sorted(TRANSCRIPTS.glob("*.txt")):
        script = file.read_text("utf-8")
        assert played(script, new_talk) == script
        said |= {line.partition(": ")[2] for line in script.splitlines() if line[:4] == "You:"}
    logged = caplog.text
    assert logged.count("answered type=") > len(said) > 60
    for secret in secrets | {utterance for utterance in said if " " in utterance}:
        found = re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", logged, re.IGNORECASE)
        assert found is None, f"{secret!r} in {logged[found.start() - 80 : found.end()]!r}"
