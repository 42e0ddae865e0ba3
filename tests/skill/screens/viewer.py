"""Amazon's viewer in the system's Chromium: shows a directive as a device of some size would."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Page

from tests.support.chromium import chromium
from tests.support.places import ROOT

HERE = Path(__file__).parent
VENDOR = ROOT / "local_voice" / "simulator" / "vendor"
WEIGHTS = (300, 400, 700)


@dataclass
class Viewer:
    page: Page
    complaints: list[str]
    requests: int = 0

    def show(self, directive: dict[str, Any], viewport: dict[str, Any]) -> list[str]:
        """Everything the viewer, the page and the network complain of."""
        self.complaints.clear()
        self.page.set_viewport_size({"width": viewport["width"], "height": viewport["height"]})
        log = self.page.evaluate("([d, v]) => show(d, v)", [directive, viewport])
        return [*log, *self.complaints]

    def lines(self) -> list[dict[str, Any]]:
        """Every line of text on the screen: its words, place, size, and whether it is cut."""
        found: list[dict[str, Any]] = self.page.evaluate("lines()")
        return found

    def looks(self, label: str) -> list[str]:
        """The colours of what can be touched under this label: its ground and its letters."""
        found: list[str] = self.page.get_by_text(label, exact=True).evaluate("colours")
        return found

    def events(self) -> list[list[str]]:
        """The arguments of every event that touches have sent since the document was shown."""
        sent: list[list[str]] = self.page.evaluate("events")
        return sent

    def count(self, _request: object) -> None:
        self.requests += 1

    def now(self) -> datetime:
        """What the device takes for the time."""
        return datetime.fromtimestamp(self.page.evaluate("Date.now()") / 1000, UTC)

    def touch(self, label: str) -> None:
        self.page.wait_for_timeout(500)  # a new document takes touches after its first frames
        place = self.page.get_by_text(label, exact=True).bounding_box()
        assert place, label
        self.page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
        self.page.wait_for_function("events.length")

    def forward(self, seconds: float) -> None:
        """Let time pass on the device."""
        self.page.clock.fast_forward(round(seconds * 1000))
        self.page.wait_for_timeout(600)  # two ticks of the document, which is told every 250 ms

    def picture(self, path: Path) -> None:
        self.page.screenshot(path=path)


@contextmanager
def viewer() -> Iterator[Viewer]:
    """A device on a clock that can be moved."""
    fonts = VENDOR / "open-sans-5.3.0" / "files"
    files = {
        "/": HERE / "viewer.html",
        "/viewer.js": VENDOR / "apl-viewhost-web-1.4.0" / "index.js",
        **{f"/{w}.woff2": fonts / f"open-sans-latin-{w}-normal.woff2" for w in WEIGHTS},
    }
    complaints: list[str] = []
    with _served(files) as address, chromium() as browser:
        page = browser.new_page()
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"page: {error}"))
        page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
        page.clock.install()
        page.goto(address)
        page.wait_for_function("ready")
        shown = Viewer(page, complaints)
        page.on("request", shown.count)
        yield shown


@contextmanager
def _served(files: Mapping[str, Path]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            file = files.get(self.path)
            body = file.read_bytes() if file else b""
            self.send_response(200 if file else 404)
            if file:
                self.send_header("Content-Type", guess_type(file.name)[0] or "font/woff2")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
