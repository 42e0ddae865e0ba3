"""The guide as an agent that listens again after a question and sets timers on the device."""

from collections.abc import Mapping
from typing import Any

from homeassistant.components import conversation
from homeassistant.components.conversation import ConversationInput, ConversationResult
from homeassistant.components.intent import async_device_supports_timers
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.helpers import intent
from homeassistant.util.ulid import ulid_now
from wyoming.client import AsyncTcpClient
from wyoming.event import Event
from wyoming.intent import Intent

DOMAIN = "back_spasm_guide"


async def exchange(place: Mapping[str, Any], asked: Event) -> list[Event]:
    """What the guide answers to one event; raises OSError where it does not."""
    answers = []
    async with AsyncTcpClient(place[CONF_HOST], place[CONF_PORT]) as guide:
        await guide.write_event(asked)
        while event := await guide.read_event():
            answers.append(event)
            if answers[0].type != "intents-start" or event.type == "intents-stop":
                return answers
    raise ConnectionError("The guide gave no answer.")


async def async_setup_entry(hass, entry) -> bool:
    conversation.async_set_agent(hass, entry, GuideAgent(hass, entry.data))
    return True


async def async_unload_entry(hass, entry) -> bool:
    conversation.async_unset_agent(hass, entry)
    return True


class GuideAgent(conversation.AbstractConversationAgent):
    supported_languages = ("en", "en-GB", "en-CA", "en-AU", "en-IN")  # as the guide tells them

    def __init__(self, hass, place: Mapping[str, Any]) -> None:
        self.hass, self.place = hass, place

    async def async_process(self, said: ConversationInput) -> ConversationResult:
        talk, answer = said.conversation_id or ulid_now(), intent.IntentResponse(said.language)
        known, asks = {"conversation_id": talk, "device_id": said.device_id}, False
        try:
            known["timers"] = await self._timers(said)
            heard = {"text": said.text, "language": said.language, "context": known}
            events = await exchange(self.place, Event("transcript", heard))  # in any release
            for event in events:
                if Intent.is_type(event.type):
                    await self._do(said, Intent.from_event(event))
            first = next(event.data for event in events if "text" in event.data)
            answer.async_set_speech(first["text"])
            asks = first.get("context", {}).get("continue_conversation", False)
        except (OSError, intent.IntentError) as error:
            answer.async_set_error(intent.IntentResponseErrorCode.FAILED_TO_HANDLE, str(error))
        return ConversationResult(answer, talk, asks)

    async def _timers(self, said: ConversationInput) -> dict[str, Any] | None:
        """Those of the device by name; None where it can keep none."""
        if not said.device_id or not async_device_supports_timers(self.hass, said.device_id):
            return None
        status = await self._do(said, Intent("HassTimerStatus"))
        own = [it for it in status.speech_slots["timers"] if it["device_id"] == said.device_id]
        return {
            it["name"]: {"left": it["total_seconds_left"], "runs": it["is_active"]} for it in own
        }

    async def _do(self, said: ConversationInput, order: Intent) -> intent.IntentResponse:
        slots = {entity.name: {"value": entity.value} for entity in order.entities}
        asked = (order.name, slots, said.text, said.context, said.language)
        return await intent.async_handle(self.hass, DOMAIN, *asked, device_id=said.device_id)
