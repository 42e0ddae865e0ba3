"""A simulator that serves on loopback, and a simulation to play on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest

from local_voice.simulator.door import Door
from local_voice.simulator.ear import Ear
from local_voice.simulator.server import start
from local_voice.simulator.settings import Settings
from local_voice.simulator.simulation import Simulation
from local_voice.simulator.sounds import Sounds


class Served(NamedTuple):
    """A running simulator: the address that opens its page, and the simulation behind it."""

    address: str
    simulation: Simulation
    door: Door

    @property
    def root(self) -> str:
        return self.address.partition(self.door.path)[0]

    @property
    def token(self) -> str:
        return self.address.partition("token=")[2]

    @property
    def base(self) -> str:
        """What every address of the page begins with, below the root."""
        return self.door.path

    @property
    def port(self) -> int:
        return int(self.root.rpartition(":")[2])


@pytest.fixture(scope="session")
def one_simulation(cache_folder: Path) -> Iterator[Simulation]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache_folder))
        simulation = Simulation()
    yield simulation
    simulation.close()


@pytest.fixture
def simulation(one_simulation: Simulation) -> Simulation:
    """As after a start, but for the numbers of the entries."""
    one_simulation.set(Settings().words())
    one_simulation.begin_anew({})
    one_simulation.history.clear()
    return one_simulation


@contextmanager
def serving(simulation: Simulation, ear: Ear) -> Iterator[Door]:
    running, door = start(simulation, Sounds(), ear, "127.0.0.1", 0)
    thread = Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield door
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.fixture(scope="session")
def door(one_simulation: Simulation) -> Iterator[Door]:
    with serving(one_simulation, Ear()) as door:
        yield door


@pytest.fixture
def served(door: Door, simulation: Simulation) -> Served:
    return Served(door.new_address(), simulation, door)
