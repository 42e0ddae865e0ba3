"""A simulator that serves on loopback, and a stage to play on."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest

from local_voice.simulator.run import start
from local_voice.simulator.settings import Settings
from local_voice.simulator.sounds import Sounds
from local_voice.simulator.stage import Stage


class Served(NamedTuple):
    """A running simulator: the address that opens its page, and the stage behind it."""

    address: str
    stage: Stage

    @property
    def root(self) -> str:
        return self.address.partition("/?")[0]

    @property
    def token(self) -> str:
        return self.address.partition("token=")[2]

    @property
    def port(self) -> int:
        return int(self.root.rpartition(":")[2])


@pytest.fixture(scope="session")
def one_stage(cache_folder: Path) -> Iterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache_folder))
        stage = Stage()
    yield stage
    stage.close()


@pytest.fixture
def stage(one_stage: Stage) -> Stage:
    """As after a start, but for the numbers of the entries."""
    one_stage.set(Settings().words())
    one_stage.begin_anew({})
    one_stage.board.clear()
    return one_stage


@pytest.fixture(scope="session")
def server(one_stage: Stage) -> Iterator[str]:
    running, address = start(one_stage, Sounds(), "127.0.0.1", 0)
    thread = Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield address
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.fixture
def served(server: str, stage: Stage) -> Served:
    return Served(server, stage)
