"""Alexa's request envelope, read with a steady hand.

The SDK's own reading looks every class up by name for each request, and raises on a request type,
enum value or viewport shape it does not know. This one builds just the parts this skill looks at,
takes whatever is missing or of the wrong type for absent, and lets an unknown request type through
as a plain request, so that it can be answered with silence. For screens it takes none of the SDK's
classes: they stand in one package, and the first import of it takes 16 ms.
"""

import json
import re
from itertools import islice
from typing import Any

from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import (
    Application,
    Context,
    Device,
    Intent,
    IntentRequest,
    Permissions,
    PermissionStatus,
    Request,
    RequestEnvelope,
    Scope,
    Session,
    Slot,
    SupportedInterfaces,
    User,
)
from ask_sdk_model.canfulfill import CanFulfillIntentRequest
from ask_sdk_model.interfaces.system import SystemState
from ask_sdk_model.slu.entityresolution import (
    Resolution,
    Resolutions,
    Status,
    StatusCode,
    Value,
    ValueWrapper,
)

SCREEN = "Alexa.Presentation.APL"
TOUCH = f"{SCREEN}.UserEvent"
CONSENT = "Connections.Response"

# Amazon's three, or any port of this very computer.
_ENDPOINT = re.compile(
    r"https://api(\.eu|\.fe)?\.amazonalexa\.com"
    r"|https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?"
)
# Far more than the model has; names may go back.
_MOST_SLOTS, _MOST_VALUES, _LONGEST_NAME = 16, 8, 64


class OtherRequest(Request):
    """A request of a type that this skill does not act on."""

    def __init__(self, locale: str | None) -> None:
        super().__init__(locale=locale)


class Touch(Request):
    """A touch of the screen. `arguments` is what its button carries."""

    def __init__(self, locale: str | None, arguments: list[Any]) -> None:
        super().__init__(locale=locale)
        self.arguments = arguments


class PlainJson(dict[str, Any]):
    """A JSON object with nothing but JSON in it. Not to be changed: answers share it."""


class EnvelopeSerializer(DefaultSerializer):
    """The SDK's serializer, with a reading of request envelopes that knows no surprises."""

    def deserialize(self, payload: str | None, obj_type: Any) -> Any:  # noqa: ANN401  # the SDK's
        """Raises `SerializationException` for an envelope that is not a JSON object."""
        if obj_type is not RequestEnvelope:
            return super().deserialize(payload, obj_type)
        try:
            data = json.loads(payload or "")
        except (ValueError, RecursionError) as error:
            raise SerializationException(f"not JSON: {type(error).__name__}") from error
        if not isinstance(data, dict) or not isinstance(data.get("request"), dict):
            raise SerializationException("not a request envelope: it has no request")
        return read_envelope(data)

    def serialize(self, obj: Any) -> Any:  # noqa: ANN401  # the SDK's
        """As the SDK does, but for what is JSON already: four hundred values for a screen."""
        return obj if isinstance(obj, PlainJson) else super().serialize(obj)


def read_envelope(data: dict[str, Any]) -> RequestEnvelope:
    session, system = data.get("session"), _table(_table(data, "context"), "System")
    if "application" not in system:  # the SDK looks nowhere else for the skill's id
        system = {**system, "application": _table(_table(data, "session"), "application")}
    return RequestEnvelope(
        version=_text(data, "version"),
        session=_session(session) if isinstance(session, dict) else None,
        context=Context(system=_system(system)),
        request=_request(_table(data, "request")),
    )


def _session(data: dict[str, Any]) -> Session:
    return Session(
        new=data.get("new") is True,
        session_id=_text(data, "sessionId"),
        user=User(user_id=_text(_table(data, "user"), "userId")),
        attributes=_table(data, "attributes"),
        application=Application(_text(_table(data, "application"), "applicationId")),
    )


def _system(data: dict[str, Any]) -> SystemState:
    user, device = _table(data, "user"), _table(data, "device")
    return SystemState(
        application=Application(_text(_table(data, "application"), "applicationId")),
        user=User(_text(user, "userId"), permissions=_permissions(_table(user, "permissions"))),
        device=Device(_text(device, "deviceId"), supported_interfaces=_interfaces(device)),
        api_endpoint=_endpoint(_text(data, "apiEndpoint")),
        api_access_token=_text(data, "apiAccessToken"),
    )


def _endpoint(text: str | None) -> str | None:
    """Where Alexa's APIs are, or their local twin: nobody sends the user's token elsewhere."""
    return text if text and _ENDPOINT.fullmatch(text) else None


def _interfaces(device: dict[str, Any]) -> SupportedInterfaces:
    screen = _table(device, "supportedInterfaces").get(SCREEN)
    known = screen if isinstance(screen, dict) else None
    return SupportedInterfaces(alexa_presentation_apl=known)  # type: ignore[arg-type]  # as it was sent


def _permissions(data: dict[str, Any]) -> Permissions:
    scopes = _table(data, "scopes")
    known = {status.value: status for status in PermissionStatus}
    return Permissions(
        scopes={name: Scope(known.get(str(_table(scopes, name).get("status")))) for name in scopes}
    )


def _request(data: dict[str, Any]) -> Request:
    kind, locale = _text(data, "type"), _text(data, "locale")
    request: Request
    if kind == "IntentRequest":
        request = IntentRequest(locale=locale, intent=_intent(_table(data, "intent")))
    elif kind == "CanFulfillIntentRequest":
        request = CanFulfillIntentRequest(locale=locale, intent=_intent(_table(data, "intent")))
    elif kind == CONSENT:
        request = _consent(data, locale)
    elif kind == TOUCH:
        arguments = data.get("arguments")
        request = Touch(locale, arguments if isinstance(arguments, list) else [])
    else:
        request = OtherRequest(locale)
    request.object_type = kind
    return request


def _consent(data: dict[str, Any], locale: str | None) -> Request:
    from ask_sdk_model.interfaces.connections import (  # noqa: PLC0415 - few talks come to it
        ConnectionsResponse,
        ConnectionsStatus,
    )

    return ConnectionsResponse(
        locale=locale,
        name=_text(data, "name"),
        status=ConnectionsStatus(code=str(_table(data, "status").get("code"))),
        payload=_table(data, "payload"),
        token=_text(data, "token"),
    )


def _intent(data: dict[str, Any]) -> Intent:
    slots = islice(_table(data, "slots").items(), _MOST_SLOTS)
    return Intent(
        name=_text(data, "name"),
        slots={
            name: _slot(name, slot)
            for name, slot in slots
            if isinstance(slot, dict) and len(name) <= _LONGEST_NAME
        },
    )


def _slot(name: str, data: dict[str, Any]) -> Slot:
    authorities = _rows(_table(data, "resolutions"), "resolutionsPerAuthority")
    resolutions = Resolutions([_resolution(row) for row in authorities]) if authorities else None
    slot = Slot(name=name, value=_text(data, "value"), resolutions=resolutions)
    several = _rows(_table(data, "slotValue"), "values")[:_MOST_VALUES]
    slot.slot_value = [_slot(name, value) for value in several]  # type: ignore[assignment]
    return slot


def _resolution(data: dict[str, Any]) -> Resolution:
    matched = _text(_table(data, "status"), "code") == StatusCode.ER_SUCCESS_MATCH.value
    values = [_table(row, "value") for row in _rows(data, "values")]
    return Resolution(
        authority=_text(data, "authority"),
        status=Status(StatusCode.ER_SUCCESS_MATCH if matched else StatusCode.ER_SUCCESS_NO_MATCH),
        values=[ValueWrapper(Value(name=_text(v, "name"), id=_text(v, "id"))) for v in values],
    )


def _table(data: dict[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _rows(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = data.get(key)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _text(data: dict[str, Any], key: str) -> str | None:
    value = data.get(key)
    return value if isinstance(value, str) else None
