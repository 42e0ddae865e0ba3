"""A request to DynamoDB as AWS wants it: JSON, and signed with Signature Version 4. Pure.

boto3 does the same, and costs every cold start of a Lambda function 300 ms, more than all the rest.
Here it is the one kind of request that the store makes: POST to the root, in one hash.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

_ALGORITHM = "AWS4-HMAC-SHA256"
_VERSION = "DynamoDB_20120810"


class Account(NamedTuple):
    """Whose DynamoDB it is, and where. `token` is empty for keys that last."""

    region: str
    endpoint: str
    key_id: str
    secret: str
    token: str = ""


def signed(
    account: Account, operation: str, parameters: Mapping[str, Any], now: datetime
) -> tuple[dict[str, str], bytes]:
    """The headers and the body of `operation`, such as "GetItem"; good for five minutes."""
    body = json.dumps(parameters).encode()
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    headers = {
        "content-type": "application/x-amz-json-1.0",
        "host": urlsplit(account.endpoint).netloc,
        "x-amz-date": stamp,
        **({"x-amz-security-token": account.token} if account.token else {}),
        "x-amz-target": f"{_VERSION}.{operation}",
    }
    names = ";".join(headers)  # in the order of the alphabet, as they stand
    listed = "".join(f"{name}:{value}\n" for name, value in headers.items())
    canonical = f"POST\n/\n\n{listed}\n{names}\n{_digest(body)}"
    scope = f"{stamp[:8]}/{account.region}/dynamodb/aws4_request"
    key = f"AWS4{account.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    to_sign = f"{_ALGORITHM}\n{stamp}\n{scope}\n{_digest(canonical.encode())}"
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    headers["authorization"] = (
        f"{_ALGORITHM} Credential={account.key_id}/{scope}, "
        f"SignedHeaders={names}, Signature={signature}"
    )
    return headers, body


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
