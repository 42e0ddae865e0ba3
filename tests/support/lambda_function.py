"""The function as it ships, but for the time, which is the envelope's own: tests move it."""

from datetime import UTC, datetime

from skill.app import build_skill
from skill.aws import Json, handler_for

_now = datetime.now(UTC)
_handle = handler_for(build_skill(clock=lambda: _now))


def handler(event: Json, context: object) -> Json:
    global _now  # noqa: PLW0603 - one process, one function, one time
    _now = datetime.fromisoformat(event["request"]["timestamp"])
    return _handle(event, context)
