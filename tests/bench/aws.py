"""Cold and warm answers of the Lambda function over HTTP, beside the SDK's own empty skill.

Each cold start is a new process of AWS's own runtime, every side from compiled files, in turn: from
the interpreter's start to the first answer. A skill that sets timers has to call out, so it stands
beside an empty skill with the SDK's own client for that too.
"""

import resource
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from zipfile import ZipFile

from local_voice.package.bundle import LAMBDA_HANDLER, build_bundle
from skill.settings import SKILL_ID_VARIABLE, STORE_VARIABLE
from tests.bench.timing import in_turn, row
from tests.support.lambda_service import THIS_PYTHON, Json, RuntimeApi, running
from tests.support.requests import SKILL_ID, envelope

STARTS = 25
CALLS = 300

GUIDE, EMPTY, CALLING = "the guide", "the SDK's empty skill", "the same with its DefaultApiClient"
MOST = {EMPTY: 1.15, CALLING: 0.8}
"""How many times as long as each peer the guide may take to its first answer."""

Side = tuple[str, Path]
"""A function's handler, and the folder with its code."""


def run() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        bundle = build_bundle(folder / "lambda.zip", runtime=THIS_PYTHON)
        print(f"the bundle: {bundle.stat().st_size / 1e6:.2f} MB zipped")
        peers = _peers(folder)
        sides = {
            GUIDE: _guide(bundle, folder),
            EMPTY: ("empty_function.handler", peers),
            CALLING: ("calling_function.handler", peers),
        }
        settings = {SKILL_ID_VARIABLE: SKILL_ID, STORE_VARIABLE: f"sqlite:{folder / 'users.db'}"}
        for device, event in {"a screen": envelope(), "no screen": _without_screen()}.items():
            print(f"{STARTS} cold starts, {CALLS} warm answers, a device with {device}")
            _cold(sides, settings | _site(folder), event)
            _warm(sides, settings | _site(folder), event)


def _guide(bundle: Path, folder: Path) -> Side:
    task = folder / "task"
    with ZipFile(bundle) as zipped:
        zipped.extractall(task)
    return LAMBDA_HANDLER, task


def _peers(folder: Path) -> Path:
    peers = folder / "peers"
    peers.mkdir()
    for file in Path(__file__).parent.glob("*_function.py"):
        shutil.copy(file, peers)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(peers)], check=True)  # noqa: S603 - our own command
    return peers


def _site(folder: Path) -> dict[str, str]:
    """All take the SDK from the bundle, and the runtime and `requests` from where they are."""
    return {"PYTHONPATH": f"{folder / 'task'}:{sysconfig.get_path('purelib')}"}


def _without_screen() -> Json:
    event = envelope()
    del event["context"]["Viewport"]
    del event["context"]["System"]["device"]["supportedInterfaces"]["Alexa.Presentation.APL"]
    return event


@contextmanager
def _function(side: Side, settings: Mapping[str, str]) -> Iterator[RuntimeApi]:
    handler, folder = side
    with running(handler, settings, folder, (sys.executable, "-S")) as api:
        yield api


def _cold(sides: Mapping[str, Side], settings: Mapping[str, str], event: Json) -> None:
    """From nothing to the first answer: as a user waits, and in time of the processor alone."""
    waits: dict[str, list[float]] = {name: [] for name in sides}
    works: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(STARTS):
        for name, side in sides.items():
            before, started = _processor_ms(), perf_counter()
            with _function(side, settings) as api:
                api.invoke(event)
                waits[name].append((perf_counter() - started) * 1000)
            works[name].append(_processor_ms() - before)
    for kind, times in {"waiting": waits, "processor": works}.items():
        print(
            f"  cold, {kind}; the guide's ratio to each, of every pair's the median, and of the p99"
        )
        for name in sides:
            print(_line(name, times[name], times[GUIDE]))


def _line(name: str, times: list[float], guide: list[float]) -> str:
    """Milliseconds of one side; for a peer, the guide's ratios to it and the most it may be."""
    line = f"    {name:<36} p50 {median(times):5.0f} ms  p99 {_p99(times):5.0f} ms"
    if name not in MOST:
        return line
    ratio = median(ours / theirs for ours, theirs in zip(guide, times, strict=True))
    p99 = _p99(guide) / _p99(times)
    return f"{line}  {ratio:5.2f} x  p99 {p99:5.2f} x  (goal: {MOST[name]:.2f} x)"


def _p99(times: list[float]) -> float:
    return quantiles(times, n=100, method="inclusive")[98]


def _processor_ms() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


def _warm(sides: Mapping[str, Side], settings: Mapping[str, str], event: Json) -> None:
    with (
        _function(sides[GUIDE], settings) as guide,
        _function(sides[EMPTY], settings) as empty,
    ):
        calls = {GUIDE: lambda: guide.invoke(event), EMPTY: lambda: empty.invoke(event)}
        times = in_turn(calls, CALLS)
    print(row(f"warm, over HTTP: {GUIDE}", times[GUIDE], times[EMPTY]))
    print(row(f"warm, over HTTP: {EMPTY}", times[EMPTY]))
