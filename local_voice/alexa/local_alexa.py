"""Alexa's part in a talk: understands, keeps the session, asks for permission, calls the skill.

Every face of the local voice talks to this one class. Its answers only ever come out of a response
envelope of the skill.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ask_sdk_core.skill import CustomSkill

from local_voice.alexa.envelope import (
    Device,
    Session,
    consent_response,
    envelope,
    intent_request,
    launch_request,
    new_session,
    user_event_request,
)
from local_voice.alexa.exchange import Exchange
from local_voice.alexa.transport import send
from local_voice.files import Json
from local_voice.model import FALLBACK
from local_voice.model.interaction_model import Intent, InteractionModel
from local_voice.resolver import NotUnderstood, Resolved, Resolver, SlotMatch
from local_voice.resolver.understanding import Understanding
from local_voice.timers.service import AlexaService
from skill.alexa import REMINDERS_SCOPE
from skill.clock import Clock, system_clock

CONSENT_QUESTION = "Do you allow the {name} to set timers? Say, I approve. Or say no."
REMINDERS_QUESTION = "Do you allow the {name} to update your reminders? Say, I approve. Or say no."
_CONSENT_ANSWERS = {
    **dict.fromkeys(
        ("i approve", "approve", "yes", "yeah", "yep", "sure", "ok", "okay", "i do"), "ACCEPTED"
    ),
    **dict.fromkeys(("no", "nope", "no thanks", "i do not", "i don't", "never"), "DENIED"),
}
SAY_AGAIN = "I did not hear that well. Please say it again."
MUCH_NOISE = "There is much noise here. Press the key, or type."
_YES = {word for word, answer in _CONSENT_ANSWERS.items() if answer == "ACCEPTED"}
_NO = {word for word, answer in _CONSENT_ANSWERS.items() if answer == "DENIED"}
MOST_RUNNERS_UP = 3
_OPEN = r"(?:open|launch|start|begin|run|load|use|play|talk to|speak to)"
_ASK = r"(?:ask|tell|use|open|launch|start|talk to)"
_THE_FIRST = {"yes", "yeah", "yep", "the first", "first", "the first one", "first one", "one"}
_THE_SECOND = {"no", "nope", "the second", "second", "the second one", "second one", "the other"}


class LocalAlexa:
    """One device and its user, talking to one skill. `session` is `None` between sessions.

    With `asks_back` a close call between two intents is asked about before the skill hears of it.
    `doubtful` is what was just read back: who then says it again has said yes.
    """

    def __init__(  # the six parts of Alexa's that are played
        self,
        skill: CustomSkill,
        model: InteractionModel,
        understanding: Understanding | Resolver,
        service: AlexaService,
        device: Device,
        clock: Clock = system_clock,
    ) -> None:
        self.device = device
        self.service = service
        self.session: Session | None = None
        self._skill = skill
        self._model = model
        self._understanding = understanding
        self.clock = clock
        self.asks_back = False
        self._consent_token: str | None = None
        self._consent_scope = ""
        self._close_call: Resolved | None = None
        self._rendered = ""
        self.doubtful = ""

    def open(self) -> Exchange:
        """Open the skill by its name."""
        self.session = None
        return self._exchange("", "LaunchRequest", {}, 1.0, launch_request())

    def say(self, utterance: str) -> Exchange:
        """Say something to the skill; opens a session when none is open."""
        doubtful, self.doubtful = self.doubtful, ""
        if doubtful and _plain(utterance) in _NO:
            return self._asks(SAY_AGAIN, Resolved(utterance, "", {}, 0.0))
        if doubtful and _plain(utterance) in _YES:
            utterance = doubtful
        if self._consent_token is not None:
            return self._answer_consent(utterance)
        words = without_invocation(utterance, self._model.invocation_name)
        if words is None:
            return self.open()
        heard = self._chosen(utterance) or self._understanding.resolve(words)
        self._close_call = None
        if isinstance(heard, NotUnderstood):
            heard = Resolved(utterance, FALLBACK, {}, heard.score)
        if heard.alternative and self.asks_back:
            return self._ask_which(heard)
        request = intent_request(self._model.intents[heard.intent], heard.slots)
        return self._exchange(utterance, heard.intent, heard.slots, heard.score, request)

    def read_back(self, utterance: str, words: str) -> Exchange:
        """Ask whether `words` of an utterance were heard right; after a yes it counts as said."""
        self.doubtful = utterance
        return self._asks(f"Did you say {words}?", Resolved(utterance, "", {}, 0.0))

    def ask_again(self, guess: str, *, noisy: bool) -> Exchange:
        """Ask for something that was not heard surely. `guess`: what it may have been, or ""."""
        return self._asks(MUCH_NOISE if noisy else SAY_AGAIN, Resolved(guess, "", {}, 0.0))

    def runners_up(self, exchange: Exchange) -> list[tuple[str, float]]:
        """The intents that came next to what was understood, with their scores."""
        if exchange.intent not in self._model.intents or not exchange.utterance:
            return []
        words = without_invocation(exchange.utterance, self._model.invocation_name) or ""
        ranked = self._understanding.ranking(words)
        return [pair for pair in ranked if pair[0] != exchange.intent][:MOST_RUNNERS_UP]

    def hear(self, intent: Intent, slots: Mapping[str, SlotMatch | None]) -> Exchange:
        """Take words as understood: for what a sample makes of a request, whatever its words."""
        request = intent_request(intent, slots)
        return self._exchange("", intent.name, slots, 1.0, request)

    def touch(self, arguments: Sequence[object]) -> Exchange:
        """Touch, on the document that was rendered last, what sends `arguments`."""
        request = user_event_request(self._rendered, arguments)
        return self._exchange("", str(request["type"]), {}, 1.0, request)

    def leave(self) -> None:
        """End the session without a word, as when nobody answers a reprompt."""
        self.session = None
        self._consent_token = None
        self._close_call = None
        self.doubtful = ""

    def _ask_which(self, heard: Resolved) -> Exchange:
        self._close_call = heard
        intents = self._model.intents
        question = did_you_mean(intents[heard.intent], intents[heard.alternative or heard.intent])
        return self._asks(question, heard)

    def _asks(self, question: str, heard: Resolved) -> Exchange:
        """A question of Alexa's own: the skill hears nothing of it."""
        return Exchange(
            heard.utterance, heard.intent, heard.slots, heard.score, {}, {}, alexa_asks=question
        )

    def _chosen(self, utterance: str) -> Resolved | None:
        """What was meant in the close call, if this utterance says which; else it stands alone."""
        if self._close_call is None:
            return None
        first, words = self._close_call, _plain(utterance)
        if words in _THE_FIRST:
            return replace(first, alternative=None)
        if words in _THE_SECOND and first.alternative:
            return Resolved(first.utterance, first.alternative, {}, first.score)
        return None

    def _answer_consent(self, utterance: str) -> Exchange:
        token, self._consent_token = self._consent_token or "", None
        status = _CONSENT_ANSWERS.get(_plain(utterance), "NOT_ANSWERED")
        if status == "ACCEPTED":
            self.device.allow(self._consent_scope, "granted")
        elif status == "DENIED":
            self.device.allow(self._consent_scope, "denied")
        request = consent_response(token, self._consent_scope, status)
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
        self.service.reminders_granted = self.device.reminders in ("granted", "unsupported")
        self.service.has_reminders = self.device.reminders != "unsupported"
        self.service.calls.clear()
        sent = envelope(request, session, self.device, self.clock())
        answer = send(self._skill, sent)
        calls = list(self.service.calls)
        exchange = Exchange(utterance, intent, slots, score, sent, answer, calls)
        self._consent_token, self._consent_scope = exchange.consent_token, exchange.consent_scope
        if self._consent_token is not None:
            of_reminders = self._consent_scope == REMINDERS_SCOPE
            asks = REMINDERS_QUESTION if of_reminders else CONSENT_QUESTION
            question = asks.format(name=self._model.invocation_name)
            exchange = replace(exchange, alexa_asks=question)
        self._rendered = exchange.rendered_token or self._rendered
        attributes = answer.get("sessionAttributes") or {}
        ended = exchange.session_ended
        self.session = None if ended else Session(session.id, attributes, new=False)
        return exchange


def without_invocation(utterance: str, invocation_name: str) -> str | None:
    """What is said to the skill; None when it is only called by its name.

    Alexa takes the wake word and the invocation off before a skill hears anything.

    >>> without_invocation("Alexa, ask back spasm guide how long to ice", "back spasm guide")
    'how long to ice'
    >>> without_invocation("open back spasm guide", "back spasm guide")
    """
    name = r"(?:the\s+|my\s+)?" + r"\s+".join(map(re.escape, invocation_name.split()))
    text = re.sub(r"^\s*(?:hey\s+)?alexa\b[\s,]*", "", utterance, flags=re.IGNORECASE)
    if re.fullmatch(rf"(?:{_OPEN}\s+)?{name}[\s.!?]*", text, re.IGNORECASE):
        return None
    lead = rf"^{_ASK}\s+{name}\b[\s,]*(?:(?:to|and|for|about)\s+(?=\S))?"
    return re.sub(lead, "", text, flags=re.IGNORECASE).strip()


def did_you_mean(first: Intent, second: Intent) -> str:
    """Each intent is named by its first sample without a slot, as somebody would say it."""
    names = [next((s for s in intent.samples if "{" not in s), "") for intent in (first, second)]
    return f"Did you mean, {names[0]}? Or, {names[1]}?"


def _plain(utterance: str) -> str:
    return " ".join(utterance.lower().replace(",", " ").replace(".", " ").split())
