"""Which store the setting BACK_SPASM_GUIDE_STORE names. Only the one that is named is imported."""

import os
from collections.abc import Mapping
from pathlib import Path

from ask_sdk_model.services.api_client import ApiClient
from ask_sdk_model.services.api_client_request import ApiClientRequest

from skill.clock import Clock, system_clock
from skill.errors import StoreError, TimersUnavailable
from skill.storage.store import Store

STORE_SETTING = "BACK_SPASM_GUIDE_STORE"

_ANSWER_SECONDS = 1.0  # DynamoDB takes a few milliseconds; somebody waits for the words


def default_store(clock: Clock = system_clock) -> Store:
    """Such as "sqlite:/var/lib/guide/users.db" or "dynamodb:back-spasm-guide".

    Without a setting, a file in the user's state folder. Raises `StoreError` for any other setting.
    """
    setting = os.environ.get(STORE_SETTING, "")
    kind, _, place = setting.partition(":")
    if kind == "dynamodb" and place:
        return _dynamodb(place, clock)
    if setting and not (kind == "sqlite" and place):
        raise StoreError(f"{STORE_SETTING}={setting}: write sqlite:PATH or dynamodb:TABLE")
    from skill.storage.sqlite import SqliteStore  # noqa: PLC0415 - not where there is no such file

    return SqliteStore(Path(place) if place else _state_folder() / "users.db")


def _state_folder() -> Path:
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "back-spasm-guide"


def _dynamodb(table: str, clock: Clock) -> Store:
    from skill.alexa.api_client import HttpApiClient  # noqa: PLC0415 - only this store calls out
    from skill.storage.aws_signature import Account  # noqa: PLC0415
    from skill.storage.dynamodb import DynamoDbStore  # noqa: PLC0415

    client = HttpApiClient(seconds=_ANSWER_SECONDS)
    return DynamoDbStore(table, Account.of(os.environ), Poster(client), clock)


class Poster:
    """The client that already bounds time and size and keeps connections, for the store's calls."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    def __call__(self, url: str, headers: Mapping[str, str], body: str) -> tuple[int, str]:
        request = ApiClientRequest(list(headers.items()), body, url, "POST")
        try:
            answer = self._client.invoke(request)
        except TimersUnavailable as error:
            raise StoreError(str(error)) from error
        return answer.status_code, answer.body
