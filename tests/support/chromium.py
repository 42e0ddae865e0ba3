"""The system's Chromium, started so that it does nothing of its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.places import FROM_NPM

AXE = FROM_NPM / "axe-core" / "axe.min.js"
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
def chromium(*flags: str) -> Iterator[Browser]:
    """Started with `flags` beside its own. Raises FileNotFoundError where there is none."""
    program = shutil.which("chromium")
    if program is None:
        raise FileNotFoundError("chromium is not installed: on Debian, apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *flags])
        yield browser
        browser.close()


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong, on the page and in its frames."""
    for frame in page.frames:
        frame.evaluate(AXE.read_text("utf-8"))
        # A sandboxed frame has an origin of its own.
        frame.evaluate("axe.configure({ allowedOrigins: ['<unsafe_all_origins>'] })")
    found = page.evaluate("axe.run()")["violations"]
    return [f"{rule['id']}: {[node['html'] for node in rule['nodes']]}" for rule in found]
