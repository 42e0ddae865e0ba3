"""Whose table it is and where: as the environment says, else as AWS's own chain finds."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from botocore.endpoint_provider import EndpointProvider
from botocore.session import Session

from skill.errors import StoreError
from skill.settings import STORE_VARIABLE, default_store
from skill.storage.aws_account import account_source, endpoint_of
from skill.storage.store import UserState
from tests.support.dynamodb_server import DynamoDb

KEYS = {"AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "s"}
KNOWN = UserState(introduced=True)
REGIONS = {
    region
    for partition in Session().get_available_partitions()
    for region in Session().get_available_regions("dynamodb", partition, allow_non_regional=False)
} | {"cn-north-1", "us-gov-west-1", "us-iso-east-1", "us-isob-east-1", "eusc-de-east-1"}


@pytest.fixture(autouse=True)
def nothing_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*KEYS, "AWS_DEFAULT_REGION", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


# Where


def theirs(region: str, *, dual_stack: bool, fips: bool) -> str:
    """What AWS's own rules say, for an account whose number is not known."""
    data = Session().get_component("data_loader")
    rules = data.load_service_model("dynamodb", "endpoint-rule-set-1")
    provider = EndpointProvider(rules, data.load_data("partitions"))
    found = provider.resolve_endpoint(Region=region, UseDualStack=dual_stack, UseFIPS=fips)
    return str(found.url)


@pytest.mark.parametrize("switch", ["", "AWS_USE_DUALSTACK_ENDPOINT", "AWS_USE_FIPS_ENDPOINT"])
def test_each_regions_endpoint_is_that_of_the_sdk_of_aws(switch: str) -> None:
    asked = {"dual_stack": "DUAL" in switch, "fips": "FIPS" in switch}
    settings = {switch: "true"} if switch else {}
    ours = {region: endpoint_of(region, settings) for region in sorted(REGIONS)}
    assert ours == {region: theirs(region, **asked) for region in sorted(REGIONS)}
    assert ours["cn-north-1"].endswith((".amazonaws.com.cn", ".api.amazonwebservices.com.cn"))


def test_a_given_endpoint_comes_first_and_the_one_for_dynamodb_before_the_one_for_all() -> None:
    both = {"AWS_ENDPOINT_URL": "http://127.0.0.1:1/"}
    assert endpoint_of("eu-west-1", both) == "http://127.0.0.1:1"
    both["AWS_ENDPOINT_URL_DYNAMODB"] = "http://127.0.0.1:2"
    assert endpoint_of("eu-west-1", both) == "http://127.0.0.1:2"
    both["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
    assert endpoint_of("eu-west-1", both) == "https://dynamodb.eu-west-1.amazonaws.com"


# Whose


def test_keys_of_the_environment_are_taken_without_botocore() -> None:
    account = account_source(KEYS | {"AWS_SESSION_TOKEN": "t"})()
    assert account == ("eu-west-1", "https://dynamodb.eu-west-1.amazonaws.com", "id", "s", "t")


def test_a_profile_has_keys_and_region(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "credentials").write_text(
        "[clinic]\naws_access_key_id = profiled\naws_secret_access_key = secret\n"
    )
    (tmp_path / "config").write_text("[profile clinic]\nregion = ap-south-1\n")
    settings = {
        "AWS_PROFILE": "clinic",
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials"),
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    account = account_source(settings)()
    assert (account.key_id, account.secret, account.region) == ("profiled", "secret", "ap-south-1")


class Container(BaseHTTPRequestHandler):
    """Hands out keys as ECS, EKS and a restored Lambda function do; each lasts a minute."""

    handed_out = 0

    def do_GET(self) -> None:
        Container.handed_out += 1
        expires = datetime.now(UTC) + timedelta(minutes=1)
        keys = {
            "AccessKeyId": f"key {Container.handed_out}",
            "SecretAccessKey": "secret",
            "Token": "token",
            "Expiration": expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(keys).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def container(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Container)
    thread = threading.Thread(target=server.serve_forever, args=(0.005,), daemon=True)
    thread.start()
    place = f"http://127.0.0.1:{server.server_port}/keys"
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", place)
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    yield
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.usefixtures("container")
def test_a_role_of_a_container_gives_keys_and_they_are_renewed() -> None:
    accounts = account_source({"AWS_REGION": "eu-west-1"})
    first, second = accounts(), accounts()
    assert (first.secret, first.token) == ("secret", "token")
    assert int(second.key_id.split()[1]) > int(first.key_id.split()[1])


@pytest.mark.usefixtures("container")
def test_a_talk_over_a_role_is_kept(dynamodb: DynamoDb, monkeypatch: pytest.MonkeyPatch) -> None:
    table = dynamodb.new_table()
    monkeypatch.setenv(STORE_VARIABLE, f"dynamodb:{table}")
    monkeypatch.setenv("AWS_ENDPOINT_URL", dynamodb.account.endpoint)
    monkeypatch.setenv("AWS_REGION", dynamodb.account.region)
    default_store().change("anna", lambda _: KNOWN)
    assert dynamodb.store(table).load("anna") == KNOWN


def test_where_no_keys_are_found_one_line_says_what_to_do() -> None:
    with pytest.raises(StoreError, match=r"^no keys for AWS were found: set AWS_ACCESS_KEY_ID"):
        account_source({"AWS_REGION": "eu-west-1"})


def test_where_no_region_is_found_one_line_says_what_to_do() -> None:
    with pytest.raises(StoreError, match="AWS_REGION is not set"):
        account_source({})


@pytest.mark.parametrize("name", KEYS)
def test_without_botocore_the_missing_variable_and_the_extra_are_named(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "botocore.session", None)
    with pytest.raises(StoreError, match=rf"^{name} is not set: .*back-spasm-guide\[aws\]"):
        account_source({**KEYS, name: ""})


@pytest.mark.usefixtures("container")
def test_keys_that_cannot_be_renewed_are_a_store_error(monkeypatch: pytest.MonkeyPatch) -> None:
    accounts = account_source({"AWS_REGION": "eu-west-1"})
    monkeypatch.setattr(Container, "do_GET", lambda answering: answering.send_error(500))
    monkeypatch.setattr("botocore.utils.ContainerMetadataFetcher.SLEEP_TIME", 0)
    with pytest.raises(StoreError, match="the keys for AWS cannot be renewed"):
        accounts()


def test_botocore_is_loaded_only_where_it_is_needed() -> None:
    loaded = (
        "import sys; from skill.storage.aws_account import account_source;"
        f"account_source({KEYS!r})(); print([m for m in sys.modules if m.startswith('boto')])"
    )
    run = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
