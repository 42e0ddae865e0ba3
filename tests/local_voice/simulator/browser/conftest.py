"""A browser for the whole run, and for each test a desk whose page must not complain."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.local_voice.simulator.browser.desk import Desk
from tests.local_voice.simulator.conftest import Served
from tests.support.chromium import chromium


@pytest.fixture(scope="session")
def microphone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The WAV file that the browser's microphone hears: once, and then silence."""
    return tmp_path_factory.mktemp("microphone") / "said.wav"


@pytest.fixture(scope="package")  # its loop would be in the way of other files' browsers
def browser(microphone: Path) -> Iterator[Browser]:
    hears = f"--use-file-for-fake-audio-capture={microphone}%noloop"
    with chromium("--use-fake-device-for-media-stream", hears) as running:
        yield running


@pytest.fixture
def new_desk(browser: Browser, served: Served) -> Iterator[Callable[..., Desk]]:
    """Open the page, of another server by its address; `options` are Playwright's for a context."""
    contexts, desks = [], []

    def make(address: str = "", **options: Any) -> Desk:  # noqa: ANN401 - Playwright's own options
        size = {"width": 1440, "height": 900}
        contexts.append(browser.new_context(**{"viewport": size, **options}))
        opened = address or served.door.new_address()
        desks.append(Desk(contexts[-1], opened, served.simulation))
        return desks[-1]

    yield make
    for context in contexts:
        context.close()
    for desk in desks:
        assert desk.complaints == []
        assert [url for url in desk.requests if not url.startswith((desk.root, "data:"))] == []


@pytest.fixture
def desk(new_desk: Callable[..., Desk]) -> Desk:
    return new_desk()
