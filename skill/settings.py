"""The skill's settings, each an environment variable, and where it keeps a user's files."""

import os
from functools import partial
from pathlib import Path

from skill.clock import Clock, system_clock
from skill.errors import SettingError, StoreError
from skill.storage.own_files import APP
from skill.storage.store import Store

SKILL_ID_VARIABLE = "BACK_SPASM_GUIDE_SKILL_ID"
CONTENT_VARIABLE = "BACK_SPASM_GUIDE_CONTENT"
PICTURES_VARIABLE = "BACK_SPASM_GUIDE_PICTURES"
STORE_VARIABLE = "BACK_SPASM_GUIDE_STORE"

_ANSWER_SECONDS = 1.0  # DynamoDB takes a few milliseconds; somebody waits for the words


def own_skill_id() -> str:
    """The id that requests must be for: Amazon signs those for anybody's skill alike.

    Raises `SettingError` where there is none.
    """
    setting = os.environ.get(SKILL_ID_VARIABLE, "").strip()
    if not setting:
        remedy = "write the skill's id, such as amzn1.ask.skill.1234"
        raise SettingError(f"{SKILL_ID_VARIABLE} is not set: {remedy}")
    return setting


def own_content() -> Path | None:
    """The clinic's content file, laid over the guide's."""
    setting = os.environ.get(CONTENT_VARIABLE, "")
    return Path(setting) if setting else None


def own_pictures() -> str:
    """The https address of the folder with the cards' pictures; empty where there is none.

    Raises `SettingError` for any other address: Alexa fetches by https alone.
    """
    setting = os.environ.get(PICTURES_VARIABLE, "").rstrip("/")
    if setting and not setting.startswith("https://"):
        raise SettingError(f"{PICTURES_VARIABLE}={setting}: write an address with https://")
    return setting


def default_store(clock: Clock = system_clock) -> Store:
    """Such as "sqlite:/var/lib/guide/users.db" or "dynamodb:back-spasm-guide".

    Without a setting, a file in the user's data folder. Raises `StoreError` for any other setting.
    """
    setting = os.environ.get(STORE_VARIABLE, "")
    kind, _, place = setting.partition(":")
    if kind == "dynamodb" and place:
        return _dynamodb(place, clock)
    if setting and not (kind == "sqlite" and place):
        raise StoreError(f"{STORE_VARIABLE}={setting}: write sqlite:PATH or dynamodb:TABLE")
    from skill.storage.sqlite import SqliteStore  # noqa: PLC0415 - not where there is no such file

    return SqliteStore(Path(place) if place else data_folder() / "users.db")


def data_folder() -> Path:
    """Where the user's files are kept between starts.

    Raises `StoreError` in a Lambda function, which has no such folder.
    """
    try:
        from platformdirs import user_data_path  # noqa: PLC0415 - the Lambda bundle is without it
    except ModuleNotFoundError as error:
        remedy = "write sqlite:PATH or dynamodb:TABLE"
        raise StoreError(f"{STORE_VARIABLE} is not set: {remedy}") from error
    return user_data_path(APP)


def _dynamodb(table: str, clock: Clock) -> Store:
    from skill.bounded_http import HttpClient  # noqa: PLC0415 - only this store calls out
    from skill.storage.aws_account import account_source  # noqa: PLC0415
    from skill.storage.dynamodb import DynamoDbStore  # noqa: PLC0415

    post = partial(HttpClient(_ANSWER_SECONDS).call, "POST")
    return DynamoDbStore(table, account_source(os.environ), post, clock)
