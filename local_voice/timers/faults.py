"""What the Timers and the Reminders API may answer when it does not do what was asked, by name."""

_HTML = "<html><body><h1>Bad gateway</h1></body></html>"

NO_ANSWER = 0
"""A status that stands for no answer at all."""

FAULT_KINDS: dict[str, dict[str, tuple[int, str]]] = {
    "errors the API documents, and those seen in the field": {
        "unauthorized": (401, '{"code": "UNAUTHORIZED", "message": "No permission for timers."}'),
        "forbidden": (403, '{"code": "FORBIDDEN", "message": "Access denied."}'),
        "too_many": (403, '{"code": "MAX_TIMERS_EXCEEDED", "message": "Timer limit reached."}'),
        "not_found": (404, '{"code": "TIMER_NOT_FOUND", "message": "No such timer."}'),
        "bad_duration": (
            400,
            '{"code": "INVALID_DURATION_FORMAT", "message": "Invalid duration."}',
        ),
        "duplicate_label": (400, '{"code": "DUPLICATE_LABEL", "message": "The label is in use."}'),
        "already_paused": (400, '{"code": "TIMER_ALREADY_PAUSED", "message": "Already paused."}'),
        "not_paused": (400, '{"code": "TIMER_IS_NOT_PAUSED", "message": "Not paused."}'),
        "throttled": (429, '{"code": "THROTTLED", "message": "Too many requests."}'),
        "server_error": (500, '{"code": "INTERNAL_ERROR", "message": "Internal error."}'),
        "unavailable": (503, '{"code": "UNAVAILABLE", "message": "Service unavailable."}'),
        "device_offline": (504, '{"code": "DEVICE_OFFLINE", "message": "The device is offline."}'),
    },
    "errors whose body is no error object": {
        "empty_body": (500, ""),
        "html_body": (502, _HTML),
        "unauthorized_empty": (401, ""),
        "forbidden_html": (403, _HTML),
        "null_body": (500, "null"),
    },
    "success that says nothing of use": {
        "empty_answer": (200, ""),
        "html_answer": (200, _HTML),
        "null_answer": (200, "null"),
        "list_answer": (200, "[]"),
        "wrong_types": (200, '{"id": {"a": 1}, "status": ["ON"], "duration": 7, "triggerTime": 5}'),
        "unknown_status": (200, '{"id": "1", "status": "SNOOZED", "duration": "PT20M"}'),
        "no_id": (200, '{"status": "OFF"}'),
        "no_trigger_time": (200, '{"id": "1", "status": "ON", "duration": "PT20M"}'),
        "garbage_trigger_time": (200, '{"id": "1", "status": "ON", "triggerTime": "soon"}'),
        "no_rest": (200, '{"id": "1", "status": "PAUSED"}'),
        "negative_rest": (
            200,
            '{"id": "1", "status": "PAUSED", "remainingTimeWhenPaused": "PT-5M"}',
        ),
        "garbage_rest": (200, '{"id": "1", "status": "PAUSED", "remainingTimeWhenPaused": "?"}'),
    },
    "no answer": {
        "timeout": (NO_ANSWER, "no answer within 2 s"),
        "refused": (NO_ANSWER, "connection refused"),
    },
}
"""By its kind, a fault's name to HTTP status and body. The codes DUPLICATE_LABEL, THROTTLED and so
on are invented: Amazon documents the statuses, and of the codes only MAX_TIMERS_EXCEEDED,
TIMER_ALREADY_PAUSED, TIMER_IS_NOT_PAUSED and INVALID_DURATION_FORMAT have been seen."""

FAULTS = {name: fault for kind in FAULT_KINDS.values() for name, fault in kind.items()}

_ALIKE = (
    *("unauthorized", "forbidden", "not_found", "throttled", "server_error", "unavailable"),
    *("device_offline", "html_answer", "list_answer"),
    *("wrong_types", "timeout"),
)
_REMINDERS = "reminders_"

_OF_REMINDERS: dict[str, tuple[int, str]] = {
    **{_REMINDERS + name: FAULTS[name] for name in _ALIKE},
    "reminders_bad_request": (400, '{"code": "INVALID_REQUEST", "message": "Invalid trigger."}'),
    "reminders_too_many": (403, '{"code": "MAX_REMINDERS_EXCEEDED", "message": "Too many."}'),
    "reminders_no_token": (200, '{"status": "ON", "version": "1"}'),
}

ALL_KINDS = {**FAULT_KINDS, "for reminders and the time zone alone": _OF_REMINDERS}
ALL_FAULTS = {name: fault for kind in ALL_KINDS.values() for name, fault in kind.items()}
"""FAULTS, which strike every call, and those that strike reminders and the time zone alone. That
MAX_REMINDERS_EXCEEDED is the code of a full account is a guess: Amazon documents no codes."""


def strikes(fault: str, *, reminders: bool) -> bool:
    """Whether a call fails by it; `reminders`: the call is none of the Timers API."""
    return reminders or not fault.startswith(_REMINDERS)
