"""Requests as Alexa sends them, in full, and the skill to send them to, without a local Alexa."""

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from ask_sdk_core.skill import CustomSkill
from ask_sdk_model.services.api_client import ApiClient
from ask_sdk_model.services.api_client_request import ApiClientRequest
from ask_sdk_model.services.api_client_response import ApiClientResponse

from local_voice.timers.database import TimerDatabase
from local_voice.timers.service import AlexaService
from skill.app import build_skill
from skill.errors import StoreError
from skill.storage.store import MemoryStore, Store, UserState
from tests.support.clock import MovableClock
from tests.support.guides import guides

Json = dict[str, Any]
SCOPE = "alexa::alerts:timers:skill:readwrite"
SKILL_ID = "amzn1.ask.skill.11111111-2222-3333-4444-555555555555"
USER_ID = "amzn1.ask.account.SECRETUSER"

COMMON: Json = {
    "requestId": "amzn1.echo-api.request.1",
    "timestamp": "2026-11-22T09:00:00Z",
    "locale": "en-US",
}
GOLF: Json = {
    "type": "IntentRequest",
    "dialogState": "COMPLETED",
    "intent": {
        "name": "TriggersIntent",
        "confirmationStatus": "NONE",
        "slots": {
            "activity": {
                "name": "activity",
                "value": "golfing",
                "confirmationStatus": "NONE",
                "source": "USER",
                "resolutions": {
                    "resolutionsPerAuthority": [
                        {
                            "authority": "amzn1.er-authority.echo-sdk.x.Activity",
                            "status": {"code": "ER_SUCCESS_MATCH"},
                            "values": [{"value": {"name": "golf", "id": "golf"}}],
                        }
                    ]
                },
                "slotValue": {"type": "Simple", "value": "golfing"},
            }
        },
    },
}

ATTRIBUTES: Json = {
    "launched": True,
    "subject": "ice",
    "part": "more",
    "step": 2,
    "steps": "routine",
    "asked": "",
    "fallbacks": 1,
    "offer": {"yes": "StartIceTimerIntent", "no": "", "slots": {"duration": "PT20M"}},
    "last": ["Ice it.", "Shall I start a timer?", "Say yes or no."],
    "heard": [],
}


def envelope(request: Json | None = None, attributes: object = None, user: str = USER_ID) -> Json:
    """Every part that a device with a screen sends; by default somebody asks about golf."""
    application = {"applicationId": SKILL_ID}
    person = {"userId": user, "permissions": {"scopes": {SCOPE: {"status": "GRANTED"}}}}
    sent: Json = {
        "version": "1.0",
        "session": {
            "new": False,
            "sessionId": "amzn1.echo-api.session.1",
            "application": application,
            "attributes": ATTRIBUTES if attributes is None else attributes,
            "user": person,
        },
        "context": {
            "System": {
                "application": application,
                "user": person,
                "device": {
                    "deviceId": "amzn1.ask.device.1",
                    "supportedInterfaces": {
                        "Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.2"}}
                    },
                },
                "unit": {"unitId": "amzn1.ask.unit.1"},
                "apiEndpoint": "https://api.amazonalexa.com",
                "apiAccessToken": "token",
            },
            "Viewport": {
                "experiences": [{"arcMinuteWidth": 246, "canRotate": False, "canResize": False}],
                "mode": "HUB",
                "shape": "RECTANGLE",
                "pixelWidth": 1280,
                "pixelHeight": 800,
                "dpi": 160,
                "currentPixelWidth": 1280,
                "currentPixelHeight": 800,
                "touch": ["SINGLE"],
            },
        },
        "request": COMMON | (request or GOLF),
    }
    copied: Json = json.loads(json.dumps(sent))  # no part is shared
    return copied


def intent(name: str, **slots: str) -> Json:
    """An intent request; the slots are of Alexa's own types, which resolve to no entity."""
    filled = {slot: {"name": slot, "value": value} for slot, value in slots.items()}
    return {"type": "IntentRequest", "intent": {"name": name, "slots": filled}}


def naming(name: str, slot: str, *ids: str) -> Json:
    """An intent request whose slot resolves to these entities; several come in a list."""

    def value(identity: str) -> Json:
        entity = {"value": {"name": identity, "id": identity}}
        resolution = {"status": {"code": "ER_SUCCESS_MATCH"}, "values": [entity]}
        resolutions = {"resolutionsPerAuthority": [resolution]}
        return {"type": "Simple", "value": identity, "resolutions": resolutions}

    values = [value(identity) for identity in ids]
    filled = values[0] if len(ids) == 1 else {"slotValue": {"type": "List", "values": values}}
    slots = {slot: {**filled, "name": slot}}
    return {"type": "IntentRequest", "intent": {"name": name, "slots": slots}}


class NoCalls(ApiClient):
    """A network on which every call fails the test."""

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        raise AssertionError(f"called {request.method} {request.url}")


class DownStore:
    """A store that cannot be reached."""

    def load(self, user: str, within: float = math.inf) -> UserState:  # noqa: ARG002
        raise StoreError("down")

    def change(
        self,
        user: str,  # noqa: ARG002
        change: Callable[[UserState], UserState],  # noqa: ARG002
        within: float = math.inf,  # noqa: ARG002
    ) -> None:
        raise StoreError("down")

    def forget(self, user: str) -> None:  # noqa: ARG002
        raise StoreError("down")


def skill_for(
    store: Store | None = None,
    api_client: ApiClient | None = None,
    skill_id: str | None = None,
) -> CustomSkill:
    clock = MovableClock()
    return build_skill(
        skill_id=skill_id,
        store=store or MemoryStore(),
        api_client=api_client or AlexaService(TimerDatabase(":memory:"), clock),
        clock=clock,
        guides=guides(),
    )


def speech_of(answer: Mapping[str, Any]) -> str:
    """The SSML of a response envelope, empty when nothing is said."""
    return str((answer["response"].get("outputSpeech") or {}).get("ssml", ""))
