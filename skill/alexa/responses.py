"""A reply as Alexa's response."""

from ask_sdk_model import Response
from ask_sdk_model.canfulfill import (
    CanFulfillIntent,
    CanFulfillIntentValues,
    CanFulfillSlot,
    CanFulfillSlotValues,
    CanUnderstandSlotValues,
)
from ask_sdk_model.interfaces.connections import SendRequestDirective
from ask_sdk_model.ui import AskForPermissionsConsentCard, Reprompt, SsmlOutputSpeech

from skill.alexa.turns import TIMERS_SCOPE
from skill.conversation import Reply, Turn
from skill.spoken import ssml


def write_response(reply: Reply) -> Response:
    words = reply.words
    spoken = " ".join(filter(None, (words.speech, words.question)))
    response = Response(should_end_session=not words.question)
    if spoken:
        response.output_speech = SsmlOutputSpeech(ssml=ssml(spoken))
    if words.question:
        again = words.reprompt or words.question
        response.reprompt = Reprompt(output_speech=SsmlOutputSpeech(ssml=ssml(again)))
    if reply.ask_consent:
        response.directives = [_ask_for_timers(reply.ask_consent)]
        response.should_end_session = None  # Alexa asks, and the session goes on with the answer
    if reply.consent_card:
        response.card = AskForPermissionsConsentCard(permissions=[TIMERS_SCOPE])
    return response


def can_fulfill(turn: Turn, *, ours: bool) -> Response:
    """Whether this skill would answer the intent, and which of its slots it understands."""
    slots = {
        name: CanFulfillSlot(
            can_understand=CanUnderstandSlotValues.YES if ours else CanUnderstandSlotValues.NO,
            can_fulfill=CanFulfillSlotValues.YES if ours else CanFulfillSlotValues.NO,
        )
        for name in turn.slots
    }
    can = CanFulfillIntentValues.YES if ours else CanFulfillIntentValues.NO
    return Response(can_fulfill_intent=CanFulfillIntent(can_fulfill=can, slots=slots or None))


def _ask_for_timers(token: str) -> SendRequestDirective:
    payload: dict[str, object] = {
        "@type": "AskForPermissionsConsentRequest",
        "@version": "2",
        "permissionScopes": [{"permissionScope": TIMERS_SCOPE, "consentLevel": "ACCOUNT"}],
    }
    return SendRequestDirective(name="AskFor", payload=payload, token=token)
