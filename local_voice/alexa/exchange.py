"""One utterance and what became of it, as everything that shows or tells it wants to read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from local_voice.files import Json
from local_voice.resolver import SlotMatch
from local_voice.speech import ssml
from local_voice.timers.service import Call

RENDER = "Alexa.Presentation.APL.RenderDocument"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One utterance and what became of it.

    `alexa_asks` is a question of Alexa's own: for a permission, or which of two things was meant.
    Then, but for the permission, the skill has not been asked: `request` and `response` are empty.
    """

    utterance: str
    intent: str
    slots: Mapping[str, SlotMatch | None]
    score: float
    request: Json
    response: Json
    calls: list[Call] = field(default_factory=list)
    alexa_asks: str = ""

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
    def gives_steps(self) -> bool:
        """Whether this answer is a step, of the routine or of an exercise."""
        attributes: Json = self.response.get("sessionAttributes") or {}
        return attributes.get("step") is not None

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
    def consent_scope(self) -> str:
        """The permission that is asked for, by Alexa's name, or nothing."""
        for directive in self.directives:
            if directive.get("type") == "Connections.SendRequest":
                return str(directive["payload"]["permissionScopes"][0]["permissionScope"])
        return ""

    @property
    def rendered_token(self) -> str:
        """The token of the APL document that this answer shows, or nothing."""
        return next(
            (str(shown.get("token") or "") for shown in self.directives if shown["type"] == RENDER),
            "",
        )


def _ssml(speech: object) -> str:
    return str(speech.get("ssml") or "") if isinstance(speech, dict) else ""
