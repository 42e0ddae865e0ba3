"""AWS Lambda's part, played on loopback: its runtime API, and a process that runs a function."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from queue import Queue
from typing import Any

from tests.support.places import ROOT

PATIENCE = 30
"""Seconds to wait for an answer before the function counts as dead."""

THIS_PYTHON = "python{}.{}".format(*sys.version_info)
"""As Lambda would name it: a bundle for it runs here as it would there, compiled ahead."""

RUNTIME = "awslambdaric" if find_spec("awslambdaric") else "tests.support.lambda_runtime"
"""Amazon's own runtime client, where there is one: it is published for Linux alone."""

Json = dict[str, Any]


class FunctionError(Exception):
    """The function raised, or could not be loaded; its text is what the runtime reported."""


class RuntimeApi(ThreadingHTTPServer):
    """What a Lambda function's process talks to: gives it events, takes answers and errors."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _RuntimeApiHandler)
        self.events = Queue[bytes | None]()
        self.answers = Queue[tuple[bool, bytes]]()

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet: a function that is killed cuts its connection."""

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def invoke(self, event: object) -> Any:  # noqa: ANN401 - JSON
        """The function's answer to `event`. Raises `FunctionError`."""
        self.events.put(json.dumps(event).encode())
        went_well, body = self.answers.get(timeout=PATIENCE)
        if not went_well:
            raise FunctionError(body.decode())
        return json.loads(body)


class _RuntimeApiHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer waits 40 ms for an acknowledgement
    server: RuntimeApi

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        event = self.server.events.get()
        if event is None:  # the end: the runtime gives up when its API is gone
            self.close_connection = True
            return
        headers = {
            "Lambda-Runtime-Aws-Request-Id": "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
            "Lambda-Runtime-Deadline-Ms": "4000000000000",
            "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:1:function:guide",
            "Content-Type": "application/json",
        }
        self._answer(200, event, headers)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(202, b"{}", {})
        self.server.answers.put((self.path.endswith("/response"), body))

    def _answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextlib.contextmanager
def running(
    handler: str,
    settings: Mapping[str, str],
    folder: Path = ROOT,
    python: Sequence[str] = (sys.executable,),
) -> Iterator[RuntimeApi]:
    """A fresh process of the function `handler`, such as "skill.aws.handler", until the block ends.

    `settings` are its environment variables, beside those of this process. `folder` is where its
    code lies, as /var/task on AWS.
    """
    api = RuntimeApi()
    thread = threading.Thread(target=api.serve_forever, args=(0.005,), daemon=True)
    thread.start()
    process = subprocess.Popen(  # noqa: S603 - the interpreter itself
        [*python, "-m", RUNTIME, handler],
        env={**os.environ, "AWS_LAMBDA_RUNTIME_API": api.address, **settings},
        cwd=folder,
        stdout=subprocess.DEVNULL,  # a pipe that nobody reads would fill up, and halt it
        stderr=subprocess.DEVNULL,
    )
    try:
        yield api
    finally:
        process.kill()
        process.wait()
        api.events.put(None)
        api.shutdown()
        api.server_close()
        thread.join()
