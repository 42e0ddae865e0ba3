"""The skill as an AWS Lambda function: set its handler to `skill.aws.handler`.

AWS itself sees to it that requests are Alexa's; which skill they are for is checked here. The logs
never carry what was said.
"""

import gc
import logging
from collections.abc import Callable
from typing import Any, cast

# Loading modules leaves next to nothing to collect; the collector's runs are 5 % of a cold start.
gc.disable()

from ask_sdk_core.skill import CustomSkill  # noqa: E402 - see above

from skill.alexa.envelope import read_envelope  # noqa: E402 - see above
from skill.app import build_skill  # noqa: E402 - see above
from skill.settings import own_skill_id  # noqa: E402 - see above

Json = dict[str, Any]
Handler = Callable[[object, object], Json]

_log = logging.getLogger(__name__)


def handler_for(skill: CustomSkill) -> Handler:
    """The function that AWS calls for each request, warmed up.

    It answers whatever comes: a request for another skill, or one that is none, with an envelope
    that says nothing and changes nothing.
    """

    def handle(event: object, context: object) -> Json:
        try:
            envelope = read_envelope(event if isinstance(event, dict) else {})
            return cast("Json", skill.serializer.serialize(skill.invoke(envelope, context)))
        except Exception as error:  # noqa: BLE001 - its words and traceback can quote the request
            _log.error("refused: %s", type(error).__name__)
            return {"version": "1.0", "response": {}}

    _warm_up(handle, skill.skill_id)
    return handle


def _warm_up(handle: Handler, skill_id: str | None) -> None:
    """Somebody without a name asks about ice: what the first answer does once is done now."""
    application = {"applicationId": skill_id}
    handle(
        {
            "context": {"System": {"application": application}},
            "request": {"type": "IntentRequest", "intent": {"name": "IceIntent"}},
        },
        None,
    )


def __getattr__(name: str) -> Handler:
    """`handler` is built when AWS asks this module for it, once a container: no user waits for it.

    Raises `SettingError`, `ContentError` or `StoreError` when a setting is missing or wrong.
    """
    if name != "handler":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    gc.disable()
    built = globals()[name] = handler_for(build_skill(skill_id=own_skill_id()))
    gc.freeze()  # all this stays: no answer waits while the collector goes through it
    gc.enable()
    return built


gc.enable()
