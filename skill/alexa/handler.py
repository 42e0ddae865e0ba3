"""The SDK's one request handler: whatever comes goes through the skill's own table."""

import logging
from pathlib import PurePath
from typing import Any

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import RequestEnvelope, Response
from ask_sdk_model.services.api_configuration import ApiConfiguration

from skill.alexa import session
from skill.alexa.api_client import Pace
from skill.alexa.reminders import AlexaReminders
from skill.alexa.responses import can_fulfill, write_response
from skill.alexa.timers import AlexaTimers
from skill.alexa.turns import read_turn, request_type
from skill.clock import Clock
from skill.content.guidance import Guides
from skill.conversation.replies import asking, ending
from skill.conversation.turn import Reply, Services, Turn
from skill.handlers.router import handler_of, respond
from skill.storage.store import Memory, Store
from skill.timers.device import Timers

_log = logging.getLogger(__name__)

_ANSWERED_ALOUD = {"LaunchRequest", "Connections.Response"}


class GuideHandler(AbstractRequestHandler):
    def __init__(
        self,
        guides: Guides,
        store: Store,
        clock: Clock,
        pictures: str,
        timers: Timers | None = None,
    ) -> None:
        """`pictures`: where the cards' pictures are, or nothing. `timers`: by default Alexa's."""
        self._guides = guides
        self._store = store
        self._clock = clock
        self._pictures = pictures
        self._timers = timers

    def can_handle(self, handler_input: HandlerInput) -> bool:  # noqa: ARG002  # the SDK's signature
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        envelope = handler_input.request_envelope
        turn = read_turn(envelope)
        pace, factory = Pace(), handler_input.service_client_factory
        services = Services(
            guide=self._guides.speaking(turn.locale),
            memory=Memory(self._store, turn.user),
            clock=self._clock,
            timers=self._timers or AlexaTimers(factory.get_timer_management_service(), pace),
            reminders=_reminders(factory.api_configuration, envelope, pace),
        )
        if request_type(envelope) == "CanFulfillIntentRequest":
            _keep(handler_input, {})  # else all that was sent goes back
            return can_fulfill(turn, ours=handler_of(turn.name, services) is not None)
        reply = _safe_reply(turn, services)
        _keep(handler_input, session.to_attributes(reply.dialog))
        return write_response(reply, has_screen=turn.has_screen, pictures=self._pictures)


def _reminders(api: ApiConfiguration, envelope: RequestEnvelope, pace: Pace) -> AlexaReminders:
    system = envelope.context and envelope.context.system
    device = system.device.device_id if system and system.device else None
    return AlexaReminders(api.api_client, api.api_endpoint, api.authorization_value, device, pace)


def _keep(handler_input: HandlerInput, attributes: dict[str, Any]) -> None:
    """As the session's attributes; some requests come outside of any session."""
    if handler_input.request_envelope.session is not None:
        handler_input.attributes_manager.session_attributes = attributes


def _safe_reply(turn: Turn, services: Services) -> Reply:
    """The reply; when something inside went wrong, words that say so and ask what to go on with."""
    try:
        return respond(turn, services)
    except Exception as error:  # noqa: BLE001  # somebody in pain shall hear neither silence nor code
        _log.error("%s at %s", type(error).__name__, _place(error))
    if not turn.name.endswith("Intent") and turn.name not in _ANSWERED_ALOUD:
        return ending(turn)
    phrases = services.guide.phrases
    return asking(turn, services, phrases.trouble, phrases.welcome_question, None)


def _place(error: Exception) -> str:
    """Where it went wrong, and no more: a full traceback can carry what somebody said."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{PurePath(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
