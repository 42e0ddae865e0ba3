"""Cold and warm answers of the Lambda function over HTTP, beside the SDK's own empty skill.

Each cold start is a new process of AWS's own runtime, both sides from compiled files, in turn.
"""

import resource
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from zipfile import ZipFile

from local_voice.package.bundle import LAMBDA_HANDLER, build_bundle
from tests.bench.timing import in_turn, row
from tests.lambda_service import Json, RuntimeApi, running
from tests.scene import envelope

STARTS = 15
CALLS = 300

Side = tuple[str, Path]
"""A function's handler, and the folder with its code."""


def run() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        bundle = build_bundle(folder / "lambda.zip")
        print(f"the bundle: {bundle.stat().st_size / 1e6:.2f} MB zipped")
        sides = {"guide": _guide(bundle, folder), "empty": _empty(folder)}
        settings = {"BACK_SPASM_GUIDE_STORE": f"sqlite:{folder / 'users.db'}"}
        for device, event in {"a screen": envelope(), "no screen": _without_screen()}.items():
            print(f"{STARTS} cold starts, {CALLS} warm answers, a device with {device}")
            _cold(sides, settings | _site(folder), event)
            _warm(sides, settings | _site(folder), event)


def _guide(bundle: Path, folder: Path) -> Side:
    task = folder / "task"
    with ZipFile(bundle) as zipped:
        zipped.extractall(task)
    return LAMBDA_HANDLER, task


def _empty(folder: Path) -> Side:
    peer = folder / "empty"
    peer.mkdir()
    shutil.copy(Path(__file__).with_name("empty_function.py"), peer)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(peer)], check=True)  # noqa: S603 - our own command
    return "empty_function.handler", peer


def _site(folder: Path) -> dict[str, str]:
    """Both take the SDK from the bundle, and the runtime from where it is installed."""
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
        for reading in (median, min):
            guide, empty = reading(times["guide"]), reading(times["empty"])
            print(
                f"  cold, {kind:<9} {reading.__name__:<6} guide {guide:6.0f} ms"
                f"  empty {empty:6.0f} ms  {guide / empty:5.2f} x"
            )


def _processor_ms() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


def _warm(sides: Mapping[str, Side], settings: Mapping[str, str], event: Json) -> None:
    with (
        _function(sides["guide"], settings) as guide,
        _function(sides["empty"], settings) as empty,
    ):
        calls = {"guide": lambda: guide.invoke(event), "empty": lambda: empty.invoke(event)}
        times = in_turn(calls, CALLS)
    print(row("warm, over HTTP: the guide", times["guide"], times["empty"]))
    print(row("warm, over HTTP: the SDK's own empty skill", times["empty"]))
