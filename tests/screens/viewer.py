"""Amazon's own viewer in the system's Chromium: shows a directive as a device of some size would."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route, sync_playwright

HERE = Path(__file__).parent
NODE_MODULES = HERE / "node_modules"
CHROMIUM = "/usr/bin/chromium"
ADDRESS = "http://viewer.invalid"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@dataclass
class Viewer:
    page: Page
    complaints: list[str]

    def show(self, directive: dict[str, Any], viewport: dict[str, Any]) -> list[str]:
        """Everything the viewer, the page and the network complain of."""
        self.complaints.clear()
        self.page.set_viewport_size({"width": viewport["width"], "height": viewport["height"]})
        log = self.page.evaluate("([d, v]) => show(d, v)", [directive, viewport])
        return [*log, *self.complaints]

    def lines(self) -> list[dict[str, Any]]:
        return self.page.evaluate("lines()")

    def events(self) -> list[list[str]]:
        return self.page.evaluate("events")

    def picture(self, path: Path) -> None:
        self.page.screenshot(path=path)


@contextmanager
def viewer(modules: Path = NODE_MODULES) -> Iterator[Viewer]:
    files = {
        "/": HERE / "viewer.html",
        "/viewer.js": modules / "apl-viewhost-web" / "index.js",
        **{
            f"/fonts/{weight}.woff2": modules
            / f"@fontsource/open-sans/files/open-sans-latin-{weight}-normal.woff2"
            for weight in (300, 400, 700)
        },
    }
    complaints: list[str] = []

    def serve(route: Route) -> None:
        file = files.get(route.request.url.removeprefix(ADDRESS))
        if file is None:
            complaints.append(f"asked for {route.request.url}")
            route.abort()
        else:
            route.fulfill(path=file)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.route("**/*", serve)
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"page: {error}"))
        page.goto(f"{ADDRESS}/")
        yield Viewer(page, complaints)
        browser.close()
