"""DynamoDB on loopback, played by moto, with a table for the skill's users."""

import contextlib
import json
import math
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

from moto.moto_server.werkzeug_app import create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

from skill.bounded_http import HttpClient
from skill.clock import Clock, system_clock
from skill.storage.aws_signature import Account, signed
from skill.storage.dynamodb import DynamoDbStore
from skill.storage.dynamodb_table import Post

Json = dict[str, Any]


@dataclass(frozen=True)
class DynamoDb:
    """A server at `account.endpoint`."""

    account: Account
    post: Post

    @property
    def settings(self) -> dict[str, str]:
        """The environment variables of a function that uses it."""
        return {
            "AWS_REGION": self.account.region,
            "AWS_ENDPOINT_URL_DYNAMODB": self.account.endpoint,
            "AWS_ACCESS_KEY_ID": self.account.key_id,
            "AWS_SECRET_ACCESS_KEY": self.account.secret,
        }

    def call(self, operation: str, **parameters: object) -> Json:
        headers, body = signed(self.account, operation, parameters, system_clock())
        answered = self.post(self.account.endpoint + "/", headers, body, math.inf)
        assert answered.status == 200, answered.body
        answer: Json = json.loads(answered.body)
        return answer

    def new_table(self) -> str:
        """A table as the README says to make it."""
        name = f"guide-{uuid4()}"
        self.call(
            "CreateTable",
            TableName=name,
            AttributeDefinitions=[{"AttributeName": "user", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "user", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        )
        expiry = {"AttributeName": "expires", "Enabled": True}
        self.call("UpdateTimeToLive", TableName=name, TimeToLiveSpecification=expiry)
        return name

    def store(self, table: str, clock: Clock = system_clock) -> DynamoDbStore:
        """Patient: the server takes one call at a time, and each a hundred times as long as AWS."""
        return DynamoDbStore(table, lambda: self.account, self.post, clock, patience=30)

    def items(self, table: str) -> list[Json]:
        items: list[Json] = self.call("Scan", TableName=table)["Items"]
        return items


class _Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def running() -> Iterator[DynamoDb]:
    """Serve in a thread until the block ends; one call at a time, for moto has no locks."""
    app = create_backend_app("dynamodb")
    server = make_server("127.0.0.1", 0, app, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.005,), daemon=True)
    thread.start()
    http = HttpClient(seconds=30)
    account = Account("us-east-1", f"http://127.0.0.1:{server.port}", "AKIDEXAMPLE", "secret")
    try:
        yield DynamoDb(account, partial(http.call, "POST"))
    finally:
        http.close()
        server.shutdown()
        server.server_close()
        thread.join()
