"""Alexa's request as a turn of the talk."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from ask_sdk_model import Intent, Request, RequestEnvelope, Slot, User
from ask_sdk_model.interfaces.system import SystemState
from ask_sdk_model.permission_status import PermissionStatus
from ask_sdk_model.slu.entityresolution import StatusCode

from skill.alexa import REMINDERS_SCOPE, TIMERS_SCOPE
from skill.alexa.envelope import CONSENT, TOUCH
from skill.alexa.session import from_attributes
from skill.conversation.display import TOUCHES
from skill.conversation.turn import Consent, Dialog, SlotValue, Turn

OLDEST_APL = (1, 4)
"""The version of APL that a device must know: that of the documents in `screens`."""

_VERSION = re.compile(r"[0-9]{1,4}\.[0-9]{1,4}")


def read_turn(envelope: RequestEnvelope) -> Turn:
    request, session = envelope.request, envelope.session
    system = envelope.context.system if envelope.context else None
    user = system.user if system else None
    intent = getattr(request, "intent", None) or Intent()
    name = intent.name or request_type(envelope)
    touched = _touched(request) if name == TOUCH else ""
    return Turn(
        name=touched.partition(" ")[0] or name,
        locale=(request and request.locale) or "",
        user=_opaque(user.user_id if user else None),
        new_session=bool(session and session.new),
        slots=_said(TOUCHES[touched]) if touched else _slots(intent.slots or {}),
        dialog=from_attributes(session.attributes) if session else Dialog(),
        timers_allowed=_allowed(user, TIMERS_SCOPE),
        reminders_allowed=_allowed(user, REMINDERS_SCOPE),
        consent=_consent(request) if request_type(envelope) == CONSENT else None,
        has_screen=_has_screen(system),
    )


def request_type(envelope: RequestEnvelope) -> str:
    return (envelope.request and envelope.request.object_type) or ""


def _touched(request: Request | None) -> str:
    """The intent that a touch stands for; nothing for one that no button of ours carries."""
    arguments = getattr(request, "arguments", None) or [""]
    return arguments[0] if isinstance(arguments[0], str) and arguments[0] in TOUCHES else ""


def _said(slots: Mapping[str, str]) -> dict[str, SlotValue]:
    return {name: SlotValue(value) for name, value in slots.items()}


def _has_screen(system: SystemState | None) -> bool:
    """Whether there is one that can draw our documents: an older one gets the card alone."""
    interfaces = system.device.supported_interfaces if system and system.device else None
    apl: Any = interfaces.alexa_presentation_apl if interfaces else None
    runtime = apl.get("runtime") if isinstance(apl, dict) else getattr(apl, "runtime", None)
    newest = (
        runtime.get("maxVersion")
        if isinstance(runtime, dict)
        else getattr(runtime, "max_version", None)
    )
    if not (isinstance(newest, str) and _VERSION.fullmatch(newest)):
        return False
    return tuple(map(int, newest.split("."))) >= OLDEST_APL


def _opaque(user_id: str | None) -> str:
    """A key for the store that does not give the user id away; empty without one."""
    return hashlib.sha256(user_id.encode(errors="surrogatepass")).hexdigest() if user_id else ""


def _slots(slots: Mapping[str, Slot]) -> dict[str, SlotValue]:
    """The filled slots only: Alexa sends the empty ones too."""
    read = {name: _slot_value(slot) for name, slot in slots.items()}
    return {name: value for name, value in read.items() if value.said}


def _slot_value(slot: Slot) -> SlotValue:
    """One of several values has them in a list, and no value of its own."""
    listed = getattr(slot.slot_value, "values", slot.slot_value)  # the SDK has an object for a list
    several: Any = listed if isinstance(listed, list) and listed else [slot]
    ids = tuple(filter(None, map(_entity_id, several)))
    return SlotValue(several[0].value or "", _entity_id(several[0]), ids)


def _entity_id(slot: Slot) -> str | None:
    authorities = slot.resolutions and slot.resolutions.resolutions_per_authority
    for authority in authorities or ():
        matched = authority.status and authority.status.code is StatusCode.ER_SUCCESS_MATCH
        if matched and authority.values and authority.values[0].value:
            return authority.values[0].value.id
    return None


def _allowed(user: User | None, name: str) -> bool | None:
    permissions = user.permissions if user else None
    scope = (permissions.scopes or {}).get(name) if permissions else None
    if scope is None or scope.status is None:
        return None
    return bool(scope.status is PermissionStatus.GRANTED)


def _consent(request: Any) -> Consent:  # noqa: ANN401 - the SDK's ConnectionsResponse
    """Understands every shape that was seen: the status beside the scopes, or inside each of them.

    One that says no is a no, whatever the others say.
    """
    payload = request.payload or {}
    scopes = payload.get("permissionScopes")
    parts = [payload, *(scopes if isinstance(scopes, list) else [])]
    said = {str(part["status"]) for part in parts if isinstance(part, dict) and "status" in part}
    went_well = bool(request.status and request.status.code == "200")
    return Consent(
        accepted=said == {"ACCEPTED"} and went_well,
        card_shown=payload.get("isCardThrown") is True,
        token=request.token or "",
    )
