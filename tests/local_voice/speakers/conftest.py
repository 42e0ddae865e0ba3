"""The talks of a house, whose clock a test moves."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_voice.speakers.talks import Talks
from local_voice.timers.database import TimerDatabase
from skill.storage.store import MemoryStore
from tests.support.clock import MovableClock
from tests.support.guides import guides
from tests.support.speakers import house


@pytest.fixture
def talks(clock: MovableClock, cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Talks:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_folder))
    return Talks(guides(), "en-US", MemoryStore(), TimerDatabase(":memory:"), clock)


@pytest.fixture
def port(talks: Talks) -> Iterator[int]:
    with house(talks) as port:
        yield port


@pytest.fixture
def home(tmp_path: Path, cache_folder: Path) -> dict[str, str]:
    """An environment with an empty user data folder."""
    own = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CACHE_HOME": str(cache_folder)}
    return {**os.environ, **own, "NO_COLOR": "1"}
