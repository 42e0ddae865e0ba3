"""The endpoint's own server, and gunicorn with two workers, under signed load from this process."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate
from flask import Flask

from skill.endpoint.server import Server
from skill.endpoint.verification import Verifier, read_headers
from skill.web import create_app
from tests.support.requests import SKILL_ID, envelope, intent
from tests.support.signing import Chain, body_of, issue_chain, sign

SECONDS = 20
WORKERS, CLIENTS = 2, 4
USERS = 200
INTENTS = ("IceIntent", "CausesIntent", "HeatIntent", "BedRestIntent", "AMAZON.HelpIntent")
LONGEST_WAIT = 20  # seconds; only a failing run waits so long
ROOT_FILE, CHAIN_FILE = "root.pem", "chain.pem"
FOLDER_VARIABLE = "CHAIN_FOLDER"

_RESIDENT = re.compile(r"VmRSS:\s+(\d+) kB")

Signed = tuple[bytes, dict[str, str]]


def serve(port: int) -> None:
    """Our side: the server that `back-spasm-guide serve` runs."""
    Server(app(), socket.create_server(("127.0.0.1", port)), read_headers).run_until_signal()


def app() -> Flask:
    """What is served: the guide as it is, trusting the chain of this run."""
    folder = Path(os.environ[FOLDER_VARIABLE])
    root = load_pem_x509_certificate((folder / ROOT_FILE).read_bytes())
    chain = (folder / CHAIN_FILE).read_bytes()
    return create_app(
        skill_id=SKILL_ID, verifier=Verifier(SKILL_ID, [root], fetch=lambda _url: chain)
    )


def run() -> None:
    """Raises `RuntimeError` when a request was not answered."""
    now = datetime.now(UTC)
    chain = issue_chain(begins=now - timedelta(days=1), ends=now + timedelta(days=1))
    for side in ("our server", "gunicorn"):
        _load(side, chain)


def _load(side: str, chain: Chain) -> None:
    with TemporaryDirectory() as name, _served(side, Path(name), chain) as (pid, port):
        _share(port, _signed(chain, 0), perf_counter() + 1)  # whatever answers has answered once
        before, started = _megabytes(pid), perf_counter()
        requests = [_signed(chain, number) for number in range(CLIENTS)]
        with ThreadPoolExecutor(CLIENTS) as pool:
            ends = [started + SECONDS] * CLIENTS
            shares = list(pool.map(_share, [port] * CLIENTS, requests, ends))
        took, after = perf_counter() - started, _megabytes(pid)
    times = [seconds * 1000 for answered, _ in shares for seconds in answered]
    errors = sum(failed for _, failed in shares)
    print(
        f"{side}: {len(times)} signed requests in {took:.0f} s by {CLIENTS} clients: "
        f"{len(times) / took:.0f} a second, p50 {median(times):.1f} ms, "
        f"p99 {quantiles(times, n=100)[98]:.1f} ms, errors {errors}; "
        f"{before:.0f} MB at rest, {after:.0f} MB at the end"
    )
    if errors:
        raise RuntimeError(f"{errors} requests were not answered")


@contextmanager
def _served(side: str, folder: Path, chain: Chain) -> Iterator[tuple[int, int]]:
    (folder / ROOT_FILE).write_bytes(chain.root.public_bytes(Encoding.PEM))
    (folder / CHAIN_FILE).write_bytes(chain.pem)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {
        FOLDER_VARIABLE: str(folder),
        "BACK_SPASM_GUIDE_STORE": f"sqlite:{folder / 'users.db'}",
    }
    gunicorn = [
        "-m",
        "gunicorn",
        "-w",
        str(WORKERS),
        "-b",
        f"127.0.0.1:{port}",
        f"{__name__}:app()",
    ]
    ours = ["-c", f"from {__name__} import serve; serve({port})"]
    command = gunicorn if side == "gunicorn" else ours
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, *command], env=os.environ | settings, stdout=log, stderr=log
        ) as server,
    ):
        try:
            _wait_for(server, port)
            yield server.pid, port
        finally:
            server.send_signal(signal.SIGTERM)


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = perf_counter() + LONGEST_WAIT
    while perf_counter() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except ConnectionRefusedError:
            sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not start")


def _signed(chain: Chain, client: int) -> list[Signed]:
    """One question of each user; the timestamps are good for two minutes."""
    sent_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    signed = []
    for number in range(USERS):
        asked = intent(INTENTS[number % len(INTENTS)])
        sent = envelope(asked, {}, f"amzn1.ask.account.{client}.{number}")
        sent["request"]["timestamp"] = sent_at
        body = body_of(sent)
        signed.append((body, sign(chain.key, body)))
    return signed


def _share(port: int, requests: list[Signed], until: float) -> tuple[list[float], int]:
    """What one client sees: the seconds of each answer, and how many requests failed."""
    taken, failed, following = [], 0, cycle(requests)
    while perf_counter() < until:
        started = perf_counter()
        if _is_answered(port, *next(following)):
            taken.append(perf_counter() - started)
        else:
            failed += 1
    return taken, failed


def _is_answered(port: int, body: bytes, headers: dict[str, str]) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=LONGEST_WAIT)
    try:
        connection.request("POST", "/alexa", body, headers)
        answer = connection.getresponse()
        return answer.status == 200 and b"outputSpeech" in answer.read()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _megabytes(parent: int) -> float:
    """Resident memory of the workers, or of a server without, as Linux tells it."""
    workers = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()
    told = [
        Path(f"/proc/{worker}/status").read_text("ascii") for worker in workers or [str(parent)]
    ]
    return sum(int(_RESIDENT.findall(status)[0]) for status in told) / 1024
