"""What running on AWS costs a month, from one user to ten million: the table for the README.

Measured here: milliseconds and memory of the Lambda function over HTTP, and its reads and writes.
The prices and habits are assumptions, written below as data; change them and print again.
"""

import resource
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from zipfile import ZipFile

from local_voice.alexa.transport import send
from local_voice.package.bundle import LAMBDA_HANDLER, build_bundle
from skill.bounded_http import Answer
from skill.settings import SKILL_ID_VARIABLE, STORE_VARIABLE
from skill.storage.dynamodb import DynamoDbStore
from tests.support import dynamodb_server
from tests.support.lambda_service import THIS_PYTHON, Json, running
from tests.support.requests import SKILL_ID, envelope, intent, skill_for

PRICES_OF = "2026-11-22"
"""AWS's public list prices for us-east-1, on demand and without the free tier, as remembered on
this day and not looked up: an assumption."""

USD_PER_REQUEST = 0.20 / 1e6
USD_PER_GB_SECOND = 0.0000166667
USD_PER_READ = 0.125 / 1e6  # strongly consistent, up to 4 KB
USD_PER_WRITE = 0.625 / 1e6  # up to 1 KB
USD_PER_GB_MONTH = 0.25
USD_PER_GB_LOGGED = 0.50

MEMORY_GB = 0.5
PROCESSORS_PER_GB = 1024 / 1769  # of Lambda's documentation: one processor at 1,769 MB
STORE_MS = 8.0  # a call of DynamoDB within its region
TALKS_PER_USER = 4.0  # a month
LIFETIME_S = 600.0  # how long an idle container is kept
ITEM_BYTES = 300
LOG_BYTES = 400  # START, END and REPORT lines of a request
PEAK = 10.0  # the busiest second over the mean one
USERS = (1, 100, 10_000, 1_000_000, 10_000_000)

TALK = ({"type": "LaunchRequest"}, intent("IceIntent"), intent("StartIceTimerIntent"))
"""One talk: opened, asked, a timer set; then the end of the session."""

_MONTH_S = 30 * 86_400


@dataclass(frozen=True, slots=True)
class Measured:
    """Per request, in milliseconds of a whole processor; per talk, in calls; in MB."""

    warm_ms: float
    cold_ms: float
    reads: float
    writes: float
    memory_mb: float


def run() -> None:
    measured = _measure()
    print(
        f"measured: warm {measured.warm_ms:.2f} ms, cold {measured.cold_ms:.0f} ms, "
        f"{measured.memory_mb:.0f} MB; a talk of {len(TALK)} requests reads {measured.reads:.0f} "
        f"times and writes {measured.writes:.0f} times"
    )
    print(f"assumed: list prices of {PRICES_OF}, {TALKS_PER_USER:.0f} talks a user a month")
    print("| users | requests a month | at the peak | of them cold | USD a month |")
    print("|---:|---:|---:|---:|---:|")
    for users in USERS:
        print(_line(users, measured))


def _line(users: int, measured: Measured) -> str:
    talks = users * TALKS_PER_USER
    requests = talks * len(TALK)
    peak = requests / _MONTH_S * PEAK
    # A container that nobody needs for ten minutes is gone: few talks are mostly cold ones.
    cold = min(1.0, _MONTH_S / LIFETIME_S / talks) / len(TALK)
    slower = 1 / (MEMORY_GB * PROCESSORS_PER_GB)
    waiting = (measured.reads + measured.writes) / len(TALK) * STORE_MS
    seconds = (measured.warm_ms * slower + waiting + cold * measured.cold_ms * slower) / 1000
    usd = (
        requests * (USD_PER_REQUEST + seconds * MEMORY_GB * USD_PER_GB_SECOND)
        + talks * (measured.reads * USD_PER_READ + measured.writes * USD_PER_WRITE)
        + users * ITEM_BYTES / 1e9 * USD_PER_GB_MONTH
        + requests * LOG_BYTES / 1e9 * USD_PER_GB_LOGGED
    )
    money = f"{usd:,.2f}" if usd >= 0.01 else "under 0.01"
    rate = f"{peak:,.0f} a second" if peak >= 1 else "under 1 a second"
    return f"| {users:,} | {requests:,.0f} | {rate} | {cold:.1%} | {money} |"


def _measure() -> Measured:
    events = [envelope(request, attributes={}) for request in TALK]
    with TemporaryDirectory() as name, dynamodb_server.running() as dynamodb:
        task = Path(name)
        with ZipFile(build_bundle(task / "lambda.zip", runtime=THIS_PYTHON)) as zipped:
            zipped.extractall(task)
        settings = {SKILL_ID_VARIABLE: SKILL_ID, STORE_VARIABLE: f"sqlite:{task / 'users.db'}"}
        colds: list[float] = []
        warms: list[float] = []
        for _ in range(5):
            started = perf_counter()
            with running(LAMBDA_HANDLER, settings, task) as api:
                api.invoke(envelope())
                colds.append((perf_counter() - started) * 1000)
                for _ in range(100):
                    started = perf_counter()
                    api.invoke(envelope())
                    warms.append((perf_counter() - started) * 1000)
        kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        reads, writes = _store_calls(dynamodb, events)
    return Measured(median(warms), median(colds), reads, writes, kilobytes / 1024)


def _store_calls(dynamodb: dynamodb_server.DynamoDb, events: list[Json]) -> tuple[int, int]:
    """Reads and writes of a talk of somebody who has talked before."""
    calls: list[str] = []

    def counted(url: str, headers: Mapping[str, str], body: bytes, within: float) -> Answer:
        calls.append(headers["x-amz-target"].rpartition(".")[2])
        return dynamodb.post(url, headers, body, within)

    store = DynamoDbStore(dynamodb.new_table(), lambda: dynamodb.account, counted)
    skill = skill_for(store)
    for event in (*events, envelope(intent("CancelIceTimerIntent"))):
        send(skill, event)
    calls.clear()
    for event in events:
        send(skill, event)
    return calls.count("GetItem"), calls.count("PutItem")
