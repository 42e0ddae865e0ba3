"""The request envelopes that Alexa would send, as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args
from uuid import uuid4

from local_voice.files import Json
from skill.alexa import REMINDERS_SCOPE, TIMERS_SCOPE

if TYPE_CHECKING:
    # Only for types: the command line takes its choices from here, and must stay quick.
    from local_voice.model.interaction_model import Intent
    from local_voice.resolver import SlotMatch

USER_ID = "amzn1.ask.account.LOCAL"
SKILL_ID = "amzn1.ask.skill.local"

Permission = Literal["granted", "denied", "unasked"]

ReminderPermission = Literal["granted", "denied", "unasked", "unsupported"]
"""The last is a device that has no reminders: it refuses them though its user allows them."""

REMINDER_PERMISSIONS: tuple[ReminderPermission, ...] = get_args(ReminderPermission)


class Viewport(NamedTuple):
    """A screen: its size in density-independent pixels, its shape, what it is, and its density."""

    width: int
    height: int
    shape: str = "RECTANGLE"
    mode: str = "HUB"
    dpi: int = 160


VIEWPORTS: Mapping[str, Viewport] = {
    "480x480": Viewport(480, 480, "ROUND"),
    "960x480": Viewport(960, 480),
    "1024x600": Viewport(1024, 600),
    "1280x800": Viewport(1280, 800),
    "1920x1080": Viewport(1920, 1080),
    "960x540": Viewport(960, 540, mode="TV", dpi=320),
    "800x400": Viewport(800, 400, mode="MOBILE", dpi=320),
}
"""The screens that can be played."""


@dataclass(slots=True)
class Device:
    """The device that is played: its locale, whether it has a screen, what its user has allowed.

    `viewport` is one of `VIEWPORTS`; it counts only where there is a screen. `user` is the user id,
    which the skill never keeps as it is.
    """

    locale: str = "en-US"
    screen: bool = False
    permission: Permission = "granted"
    viewport: str = "1280x800"
    reminders: ReminderPermission = "granted"
    user: str = USER_ID

    def allow(self, scope: str, permission: Permission) -> None:
        """What the user says to the permission that Alexa calls `scope`."""
        if scope == REMINDERS_SCOPE:
            self.reminders = permission
        else:
            self.permission = permission


@dataclass(slots=True)
class Session:
    """One session; `attributes` is what the skill gave us to keep for its next turn."""

    id: str
    attributes: Json
    new: bool = True


def new_session() -> Session:
    return Session(f"amzn1.echo-api.session.{uuid4()}", {})


def launch_request() -> Json:
    return {"type": "LaunchRequest"}


def intent_request(intent: "Intent", slots: "Mapping[str, SlotMatch | None]") -> Json:
    """An IntentRequest with every declared slot, the empty ones included."""
    filled = {
        name: _slot(name, type_name, slots.get(name)) for name, type_name in intent.slots.items()
    }
    described = {"name": intent.name, "confirmationStatus": "NONE", "slots": filled}
    return {"type": "IntentRequest", "intent": described}


def user_event_request(token: str, arguments: Sequence[object]) -> Json:
    """A touch on the document shown under `token`, which sends `arguments`."""
    return {
        "type": "Alexa.Presentation.APL.UserEvent",
        "token": token,
        "arguments": list(arguments),
        "source": {"type": "TouchWrapper", "handler": "Press", "id": ""},
        "components": {},
    }


def consent_response(token: str, asked: str, status: str) -> Json:
    """The answer to the skill's AskFor request for the scope `asked`.

    `status` is ACCEPTED, DENIED or NOT_ANSWERED.
    """
    scope = {"permissionScope": asked, "consentLevel": "ACCOUNT", "status": status}
    return {
        "type": "Connections.Response",
        "name": "AskFor",
        "token": token,
        "status": {"code": "200", "message": "OK"},
        "payload": {"permissionScopes": [scope], "isCardThrown": False},
    }


def envelope(request: Json, session: Session, device: Device, now: datetime) -> Json:
    stamped = {
        "requestId": f"amzn1.echo-api.request.{uuid4()}",
        "timestamp": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "locale": device.locale,
    }
    application, user = {"applicationId": SKILL_ID}, _user(device)
    return {
        "version": "1.0",
        "session": {
            "new": session.new,
            "sessionId": session.id,
            "application": application,
            "attributes": session.attributes,
            "user": user,
        },
        "context": _context(device, application, user),
        "request": {**request, **stamped},
    }


def _context(device: Device, application: Json, user: Json) -> Json:
    interfaces: Json = {}
    context: Json = {
        "System": {
            "application": application,
            "user": user,
            "device": {"deviceId": "local", "supportedInterfaces": interfaces},
            "apiEndpoint": "https://api.amazonalexa.com",
            "apiAccessToken": "local",
        }
    }
    if device.screen:
        interfaces["Alexa.Presentation.APL"] = {"runtime": {"maxVersion": "2024.2"}}
        screen = VIEWPORTS[device.viewport]
        width, height = (side * screen.dpi // 160 for side in screen[:2])
        context["Viewport"] = {
            "experiences": [{"canRotate": False, "canResize": False}],
            "mode": screen.mode,
            "shape": screen.shape,
            "pixelWidth": width,
            "pixelHeight": height,
            "dpi": screen.dpi,
            "currentPixelWidth": width,
            "currentPixelHeight": height,
            "touch": ["SINGLE"],
        }
    return context


def _user(device: Device) -> Json:
    reminders = "granted" if device.reminders == "unsupported" else device.reminders
    said = {TIMERS_SCOPE: device.permission, REMINDERS_SCOPE: reminders}
    scopes = {scope: {"status": word.upper()} for scope, word in said.items() if word != "unasked"}
    return {"userId": device.user} | ({"permissions": {"scopes": scopes}} if scopes else {})


def _slot(name: str, type_name: str, match: "SlotMatch | None") -> Json:
    slot: Json = {"name": name, "confirmationStatus": "NONE"}
    if match is None:
        return slot
    slot |= {"source": "USER"}
    if match.more:
        values = [_simple(type_name, one) for one in (replace(match, more=()), *match.more)]
        return slot | {"slotValue": {"type": "List", "values": values}}
    return slot | {"value": match.value} | _resolutions(type_name, match)


def _simple(type_name: str, match: "SlotMatch") -> Json:
    return {"type": "Simple", "value": match.value, **_resolutions(type_name, match)}


def _resolutions(type_name: str, match: "SlotMatch") -> Json:
    if type_name.startswith("AMAZON."):
        return {}
    authority = f"amzn1.er-authority.echo-sdk.{SKILL_ID}.{type_name}"
    resolution: Json = {"authority": authority, "status": {"code": "ER_SUCCESS_NO_MATCH"}}
    if match.id is not None:
        resolution["status"] = {"code": "ER_SUCCESS_MATCH"}
        resolution["values"] = [{"value": {"name": match.name, "id": match.id}}]
    return {"resolutions": {"resolutionsPerAuthority": [resolution]}}
