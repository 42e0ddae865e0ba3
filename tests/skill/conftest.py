"""What several of the skill's tests call: Alexa's Timers API on loopback."""

from collections.abc import Iterator

import pytest

from local_voice.timers.database import TimerDatabase
from local_voice.timers.service import AlexaService
from tests.support.timers_server import TimersServer, running


@pytest.fixture
def server() -> Iterator[TimersServer]:
    database = TimerDatabase(":memory:")
    with running(AlexaService(database)) as server:
        yield server
    database.close()
