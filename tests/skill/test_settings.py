"""The setting names the store; a setting that names none is told so."""

from pathlib import Path

import pytest

from skill.errors import SettingError, StoreError
from skill.settings import PICTURES_VARIABLE, STORE_VARIABLE, default_store, own_pictures
from skill.storage.dynamodb import DynamoDbStore
from skill.storage.sqlite import SqliteStore
from skill.storage.store import UserState
from tests.support.dynamodb_server import DynamoDb
from tests.support.timers_server import closed_port

KNOWN = UserState(introduced=True)


def test_a_path_names_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STORE_VARIABLE, f"sqlite:{tmp_path / 'a:b' / 'users.db'}")
    default_store().change("anna", lambda _: KNOWN)
    assert SqliteStore(tmp_path / "a:b" / "users.db").load("anna") == KNOWN


def test_without_a_setting_it_is_a_file_in_the_users_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(STORE_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    default_store().change("anna", lambda _: KNOWN)
    assert SqliteStore(tmp_path / "back-spasm-guide" / "users.db").load("anna") == KNOWN


@pytest.mark.parametrize(
    "setting", ["sqlite", "sqlite:", "dynamodb", "dynamodb:", "users.db", ":", "redis:x", " "]
)
def test_a_setting_that_names_no_store_is_told_so(
    setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STORE_VARIABLE, setting)
    with pytest.raises(StoreError, match=r"write sqlite:PATH or dynamodb:TABLE$"):
        default_store()


def test_a_table_is_reached_where_aws_says(
    dynamodb: DynamoDb, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = dynamodb.new_table()
    for name, value in {STORE_VARIABLE: f"dynamodb:{table}", **dynamodb.settings}.items():
        monkeypatch.setenv(name, value)
    default_store().change("anna", lambda _: KNOWN)
    assert dynamodb.store(table).load("anna") == KNOWN


def test_a_table_that_cannot_be_reached_is_a_store_error(
    dynamodb: DynamoDb, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {STORE_VARIABLE: "dynamodb:guide", **dynamodb.settings}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"http://127.0.0.1:{closed_port()}")
    store = default_store()
    assert isinstance(store, DynamoDbStore)
    with pytest.raises(StoreError, match=r"^dynamodb:guide: the call failed"):
        store.load("anna")


def test_a_table_without_an_account_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STORE_VARIABLE, "dynamodb:guide")
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(StoreError, match="AWS_REGION is not set"):
        default_store()


@pytest.mark.parametrize("setting", ["http://guide.example.org", "guide.example.org", "/pages"])
def test_pictures_that_alexa_could_not_fetch_are_told_so(
    setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PICTURES_VARIABLE, setting)
    with pytest.raises(SettingError, match=r"write an address with https://$"):
        own_pictures()
