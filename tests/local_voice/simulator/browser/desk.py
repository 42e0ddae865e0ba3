"""Somebody at the simulator's page: types, touches, listens and looks."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from local_voice.simulator.simulation import Simulation

SECONDS = 20_000.0  # the longest wait, in milliseconds; only a failing test waits so long
expect.set_options(timeout=SECONDS)

# Notes what was heard to its end, at sixteen times the speed, and what the viewer complains about.
EARS = """
globalThis.ended = [];
globalThis.rate = 16;
document.addEventListener("ended", ({ target }) => ended.push(target.id), true);
document.addEventListener("playing", ({ target }) => { target.playbackRate = rate; }, true);
addEventListener("message", ({ data }) => {
  if (data.type === "log") console.error(`viewer: ${data.level}: ${data.text}`);
});
"""


class Desk:
    """One page. `complaints` must stay empty; `requests` lists every address that was asked."""

    def __init__(self, context: BrowserContext, address: str, simulation: Simulation) -> None:
        self.simulation = simulation
        self.root = "/".join(address.split("/")[:3])
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(SECONDS)
        self.page.add_init_script(EARS)
        self.page.on("console", lambda line: self._note(line.type, line.text))
        self.page.on("pageerror", lambda error: self._note("error", str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(address)
        expect(self.page.locator("#shapes input")).to_have_count(8)

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)

    @property
    def last(self) -> Locator:
        """The last turn of the transcript."""
        return self.page.locator("#transcript .turn").last

    def shape(self, shape: str) -> None:
        self.page.locator(f'#shapes input[value="{shape}"]').check(force=True)
        expect(self.page.locator("#echo")).to_have_attribute("data-shape", shape)

    def say(self, utterance: str, answer: str) -> None:
        """Type and press Enter; wait for the words of the answer."""
        self.page.fill("#utterance", utterance)
        self.page.press("#utterance", "Enter")
        expect(self.last.locator(".guide")).to_contain_text(answer)

    def screen(self) -> Locator:
        """What the Echo shows, once the last answer stands there."""
        shown = str(self.simulation.state()["screen"])
        expect(self.page.locator("#echo")).to_have_attribute("data-shown", shown)
        return self.page.frame_locator("#viewer").locator("#view")

    def heard(self, sound: str) -> None:
        """Wait until `sound`, "speech" or "ring", was heard to its end."""
        self.until(lambda: sound in self.page.evaluate("ended"))
        self.page.evaluate("sound => { ended = ended.filter((it) => it !== sound); }", sound)

    def set(self, name: str, word: str) -> None:
        self.page.select_option(f"select[name={name}]", word)
        self.until(lambda: self.simulation.state()["settings"][name] == word)

    def until(self, true: Callable[[], Any]) -> None:
        """Wait until something holds that the page itself does not show."""
        for _ in range(int(SECONDS / 20)):
            if true():
                return
            self.page.wait_for_timeout(20)
        raise AssertionError("it never came true")
