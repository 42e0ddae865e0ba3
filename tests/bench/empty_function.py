"""What the SDK's guide shows first, as a Lambda function: a skill that does nothing."""

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model import Response


class EmptyHandler(AbstractRequestHandler):
    def can_handle(self, handler_input: HandlerInput) -> bool:  # noqa: ARG002  # the SDK's signature
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        return handler_input.response_builder.speak("Hello.").response


_builder = SkillBuilder()
_builder.add_request_handler(EmptyHandler())
handler = _builder.lambda_handler()
