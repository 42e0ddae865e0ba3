"""A real Home Assistant core, and the guide's server in a process and a Python of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from homeassistant.components import conversation
from homeassistant.components.intent import async_register_timer_handler
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import device_registry
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "local_voice/speakers/home_assistant"))
import custom_components  # noqa: E402, F401 - ours, before the test kit's own are found


@pytest.fixture(autouse=True)
def _allowed(socket_enabled: None, enable_custom_integrations: None) -> None:
    """Sockets, and components that are not the core's."""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Where the guide answers."""
    command = [ROOT / ".venv/bin/back-spasm-guide", "serve", "--wyoming", "tcp://127.0.0.1:0"]
    own = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=own) as server:  # noqa: S603 - our own
        found = re.search(r"tcp://127\.0\.0\.1:(\d+);", server.stderr.readline())
        yield int(found[1])
        server.terminate()


class Speaker:
    """A voice device that keeps timers: `say` to it; `rang` is what became of its timers."""

    def __init__(self, hass: HomeAssistant, agent: str, entry: MockConfigEntry) -> None:
        self.hass, self.agent, self.talk = hass, agent, None
        registry = device_registry.async_get(hass)
        self.device = registry.async_get_or_create(
            config_entry_id=entry.entry_id, identifiers={("test", "kitchen")}
        ).id
        self.rang: list[tuple[str, str, int]] = []

    def keeps_timers(self) -> None:
        def told(event: Any, timer: Any) -> None:
            self.rang.append((str(event), timer.name, round(timer.seconds / 60)))

        async_register_timer_handler(self.hass, self.device, told)

    async def say(self, text: str) -> conversation.ConversationResult:
        result = await conversation.async_converse(
            self.hass, text, self.talk, Context(), "en", self.agent, self.device
        )
        self.talk = result.conversation_id
        return result


def speech(result: conversation.ConversationResult) -> str:
    return result.response.speech["plain"]["speech"]


@pytest.fixture
def speaker(hass: HomeAssistant, port: int) -> Callable[[str], Any]:
    """Sets an integration up, and gives a speaker that asks it."""

    async def make(domain: str) -> Speaker:
        for part in ("homeassistant", "conversation", "intent"):
            assert await async_setup_component(hass, part, {})
        entry = MockConfigEntry(domain=domain, data={"host": "127.0.0.1", "port": port})
        entry.add_to_hass(hass)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        agents = [state.entity_id for state in hass.states.async_all("conversation")]
        own = next((agent for agent in agents if "guide" in agent), entry.entry_id)
        return Speaker(hass, own, entry)

    return make
