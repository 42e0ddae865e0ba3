"""The system's Chromium, started so that it does nothing of its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Playwright clicks beside its aim in a scaled frame that has a process to itself.
    "--disable-features=IsolateSandboxedIframes",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Raises FileNotFoundError where there is none."""
    program = shutil.which("chromium")
    if program is None:
        raise FileNotFoundError("chromium is not installed: on Debian, apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()
