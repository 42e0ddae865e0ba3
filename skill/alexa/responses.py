"""A reply as Alexa's response."""

from ask_sdk_model import Directive, Response
from ask_sdk_model.canfulfill import (
    CanFulfillIntent,
    CanFulfillIntentValues,
    CanFulfillSlot,
    CanFulfillSlotValues,
    CanUnderstandSlotValues,
)
from ask_sdk_model.ui import (
    AskForPermissionsConsentCard,
    Card,
    Image,
    Reprompt,
    SimpleCard,
    SsmlOutputSpeech,
    StandardCard,
)

from skill.alexa import REMINDERS_SCOPE, TIMERS_SCOPE
from skill.conversation.display import AnswerScreen, Display, PositionsScreen
from skill.conversation.spoken import ssml
from skill.conversation.turn import REMINDERS, TIMERS, Reply, Turn

POSITIONS_PICTURES = ("positions-small.png", "positions-large.png")
"""The two ways to lie, 720 by 480 and 1200 by 800 pixels, as Alexa's cards take them."""

_SCOPES = {TIMERS: TIMERS_SCOPE, REMINDERS: REMINDERS_SCOPE}


def write_response(reply: Reply, *, has_screen: bool, pictures: str = "") -> Response:
    """`pictures` is the https address of the folder with the cards' pictures, or nothing."""
    words = reply.words
    spoken = " ".join(filter(None, (words.speech, words.question)))
    response = Response(should_end_session=not words.question)
    if spoken:
        response.output_speech = SsmlOutputSpeech(ssml=ssml(spoken))
    if words.question:
        again = words.reprompt or words.question
        response.reprompt = Reprompt(output_speech=SsmlOutputSpeech(ssml=ssml(again)))
    response.card = _card(reply.display, pictures)
    if has_screen and reply.display:
        from skill.alexa.screens import render  # noqa: PLC0415  # heavy, and only for screens

        response.directives = [render(reply.display)]  # type: ignore[list-item]  # JSON already
        # Left open without listening, a session keeps its screen up and can be touched.
        response.should_end_session = False if words.question else None
    if reply.ask_consent:
        scope = _SCOPES[reply.consent_for]
        response.directives = [_ask_for(scope, reply.ask_consent)]
        response.should_end_session = None  # Alexa asks, and the session goes on with the answer
    if reply.consent_card:
        response.card = AskForPermissionsConsentCard(permissions=[_SCOPES[reply.consent_for]])
    return response


def _card(display: Display | None, pictures: str) -> Card | None:
    """Advice to read again in the Alexa app. Nothing is kept there of what somebody said."""
    if pictures and isinstance(display, PositionsScreen) and display.kept:
        text = f"{display.text}\n\n{' · '.join(display.sources)}".strip()
        small, large = (f"{pictures}/{name}" for name in POSITIONS_PICTURES)
        return StandardCard(display.title, text, Image(small, large))
    if isinstance(display, AnswerScreen | PositionsScreen) and display.sources and display.kept:
        return SimpleCard(display.title, f"{display.text}\n\n{' · '.join(display.sources)}")
    return None


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


def _ask_for(scope: str, token: str) -> Directive:
    from ask_sdk_model.interfaces.connections import (  # noqa: PLC0415 - asked once, if ever
        SendRequestDirective,
    )

    payload: dict[str, object] = {
        "@type": "AskForPermissionsConsentRequest",
        "@version": "2",
        "permissionScopes": [{"permissionScope": scope, "consentLevel": "ACCOUNT"}],
    }
    return SendRequestDirective(name="AskFor", payload=payload, token=token)
