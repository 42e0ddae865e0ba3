"""A Lambda runtime in a few lines, for systems for which Amazon's own is not published.

`python -m tests.support.lambda_runtime skill.aws.handler` asks the runtime API until it is gone.
"""

import importlib
import json
import os
import sys
from http.client import HTTPConnection
from typing import Any

_INVOCATION = "/2018-06-01/runtime/invocation"


def _ask(method: str, path: str, body: object = None) -> tuple[str, Any]:
    connection = HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    connection.request(method, _INVOCATION + path, None if body is None else json.dumps(body))
    answer = connection.getresponse()
    return answer.headers["Lambda-Runtime-Aws-Request-Id"] or "", json.load(answer)


def main(name: str) -> None:
    module, _, function = name.rpartition(".")
    handler = getattr(importlib.import_module(module), function)
    while True:
        request_id, event = _ask("GET", "/next")
        try:
            _ask("POST", f"/{request_id}/response", handler(event, None))
        except Exception as error:  # noqa: BLE001 - the API is told, as by Amazon's own
            _ask("POST", f"/{request_id}/error", {"errorType": type(error).__name__})


if __name__ == "__main__":
    main(sys.argv[1])
