"""A browser for the whole run, and for each test a desk whose page must not complain."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.local_voice.simulator.browser.desk import Desk
from tests.local_voice.simulator.conftest import Served
from tests.support.chromium import chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def new_desk(browser: Browser, served: Served) -> Iterator[Callable[..., Desk]]:
    """Open the page; `options` are Playwright's for a browser context."""
    contexts, desks = [], []

    def make(**options: Any) -> Desk:  # noqa: ANN401 - Playwright's own options
        size = {"width": 1440, "height": 900}
        contexts.append(browser.new_context(**{"viewport": size, **options}))
        desks.append(Desk(contexts[-1], served.door.new_address(), served.simulation))
        return desks[-1]

    yield make
    for context in contexts:
        context.close()
    for desk in desks:
        assert desk.complaints == []
        assert [url for url in desk.requests if not url.startswith((served.root, "data:"))] == []


@pytest.fixture
def desk(new_desk: Callable[..., Desk]) -> Desk:
    return new_desk()
