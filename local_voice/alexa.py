"""Alexa's part in a talk: understands, keeps the session, asks for permission, calls the skill.

Every face of the local voice talks to this one class. Its answers only ever come out of a response
envelope of the skill.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ask_sdk_core.skill import CustomSkill

from local_voice import ssml
from local_voice.alexa_service import AlexaService, Call
from local_voice.envelope import (
    Device,
    Json,
    Session,
    consent_response,
    envelope,
    intent_request,
    launch_request,
    new_session,
    user_event_request,
)
from local_voice.interaction_model import InteractionModel
from local_voice.invocation import read_invocation
from local_voice.resolver import NotUnderstood, Resolved, Resolver, SlotMatch
from local_voice.transport import send
from skill.clock import Clock, system_clock

FALLBACK = "AMAZON.FallbackIntent"
RENDER = "Alexa.Presentation.APL.RenderDocument"
CONSENT_QUESTION = (
    "Alexa asks: do you allow the back spasm guide to set timers? Say, I approve. Or say no."
)
_CONSENT_ANSWERS = {
    **dict.fromkeys(
        ("i approve", "approve", "yes", "yeah", "yep", "sure", "ok", "okay", "i do"), "ACCEPTED"
    ),
    **dict.fromkeys(("no", "nope", "no thanks", "i do not", "i don't", "never"), "DENIED"),
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One utterance and what became of it."""

    utterance: str
    intent: str
    slots: Mapping[str, SlotMatch | None]
    score: float
    request: Json
    response: Json
    calls: list[Call] = field(default_factory=list)

    @property
    def _answer(self) -> Json:
        answer: Json = self.response.get("response", {})
        return answer

    @property
    def ssml(self) -> str:
        return _ssml(self._answer.get("outputSpeech"))

    @property
    def speech(self) -> str:
        return ssml.plain_text(self.ssml)

    @property
    def reprompt(self) -> str:
        reprompt = self._answer.get("reprompt") or {}
        return ssml.plain_text(_ssml(reprompt.get("outputSpeech")))

    @property
    def session_ended(self) -> bool:
        return self._answer.get("shouldEndSession") is True

    @property
    def directives(self) -> list[Json]:
        directives: list[Json] = self._answer.get("directives") or []
        return directives

    @property
    def consent_token(self) -> str | None:
        """The token of the skill's request for permission, if this answer makes one."""
        for directive in self.directives:
            if directive.get("type") == "Connections.SendRequest":
                return str(directive.get("token") or "")
        return None

    @property
    def rendered_token(self) -> str:
        """The token of the APL document that this answer shows, or nothing."""
        return next(
            (str(shown.get("token") or "") for shown in self.directives if shown["type"] == RENDER),
            "",
        )


class LocalAlexa:
    """One device and its user, talking to one skill. `session` is `None` between sessions."""

    def __init__(  # the six parts of Alexa's that are played
        self,
        skill: CustomSkill,
        model: InteractionModel,
        resolver: Resolver,
        service: AlexaService,
        device: Device,
        clock: Clock = system_clock,
    ) -> None:
        self.device = device
        self.service = service
        self.session: Session | None = None
        self._skill = skill
        self._model = model
        self._resolver = resolver
        self._clock = clock
        self._consent_token: str | None = None
        self._rendered = ""

    def open(self) -> Exchange:
        """Open the skill by its name."""
        self.session = None
        return self._exchange("", "LaunchRequest", {}, 1.0, launch_request())

    def say(self, utterance: str) -> Exchange:
        """Say something to the skill; opens a session when none is open."""
        if self._consent_token is not None:
            return self._answer_consent(utterance)
        invocation = read_invocation(utterance, self._model.invocation_name)
        if invocation.opens:
            return self.open()
        heard = self._resolver.resolve(invocation.rest)
        if isinstance(heard, NotUnderstood):
            heard = Resolved(utterance, FALLBACK, {}, heard.score)
        request = intent_request(self._model.intents[heard.intent], heard.slots)
        return self._exchange(utterance, heard.intent, heard.slots, heard.score, request)

    def touch(self, arguments: Sequence[object]) -> Exchange:
        """Touch, on the document that was rendered last, what sends `arguments`."""
        request = user_event_request(self._rendered, arguments)
        return self._exchange("", str(request["type"]), {}, 1.0, request)

    def leave(self) -> None:
        """End the session without a word, as when nobody answers a reprompt."""
        self.session = None
        self._consent_token = None

    def _answer_consent(self, utterance: str) -> Exchange:
        token, self._consent_token = self._consent_token or "", None
        answer = " ".join(utterance.lower().replace(",", " ").replace(".", " ").split())
        status = _CONSENT_ANSWERS.get(answer, "NOT_ANSWERED")
        if status == "ACCEPTED":
            self.device.permission = "granted"
        elif status == "DENIED":
            self.device.permission = "denied"
        request = consent_response(token, status)
        return self._exchange(utterance, "Connections.Response", {}, 1.0, request)

    def _exchange(
        self,
        utterance: str,
        intent: str,
        slots: Mapping[str, SlotMatch | None],
        score: float,
        request: Json,
    ) -> Exchange:
        session = self.session or new_session()
        self.service.granted = self.device.permission == "granted"
        self.service.calls.clear()
        sent = envelope(request, session, self.device, self._clock())
        answer = send(self._skill, sent)
        calls = list(self.service.calls)
        exchange = Exchange(utterance, intent, slots, score, sent, answer, calls)
        self._consent_token = exchange.consent_token
        self._rendered = exchange.rendered_token or self._rendered
        attributes = answer.get("sessionAttributes") or {}
        ended = exchange.session_ended
        self.session = None if ended else Session(session.id, attributes, new=False)
        return exchange


def _ssml(speech: object) -> str:
    return str(speech.get("ssml") or "") if isinstance(speech, dict) else ""
