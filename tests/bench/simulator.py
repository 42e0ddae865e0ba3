"""How long each step takes at the simulator's page, in the system's Chromium."""

from statistics import median
from threading import Thread

from playwright.sync_api import Page

from local_voice.simulator.ear import Ear
from local_voice.simulator.server import start
from local_voice.simulator.simulation import Simulation
from local_voice.simulator.sounds import Sounds
from tests.support.chromium import chromium
from tests.whole.test_facts import QUESTIONS

ROUNDS = 15
MOST_SECONDS = 10.0

# Notes when something was asked, and when its answer was read, seen and heard; milliseconds.
WATCH = """
globalThis.marks = {};
const mark = (name) => { marks[name] ??= performance.now(); };
addEventListener("keydown", ({ key }) => {
  if (key === "Enter") marks = { asked: performance.now() };
}, true);
addEventListener("message", ({ data }) => {
  if (data.type === "ready") mark("ready");
  if (data.type === "shown") mark("seen");
});
document.addEventListener("playing", () => mark("heard"), true);
addEventListener("DOMContentLoaded", () => {
  const list = document.getElementById("transcript");
  if (list) new MutationObserver(() => mark("read")).observe(list, { childList: true });
});
"""


def run() -> None:
    simulation = Simulation()
    server, door = start(simulation, Sounds(), Ear(), "127.0.0.1", 0)
    address = door.new_address()
    Thread(target=server.serve_forever, daemon=True).start()
    with chromium() as browser:
        page = browser.new_page()
        page.add_init_script(WATCH)
        page.goto(address)
        print(f"  page opened until the viewer is ready  {_marks(page, 'ready')['ready']:7.0f} ms")
        questions = QUESTIONS[: ROUNDS + 1]
        times = [_ask(page, question) for question in questions]
        print("  first answer after Enter: " + _row([times[0]]))
        print(f"  the {len(times) - 1} after it, median: " + _row(times[1:]))
        page.reload()
        print(f"  reload until the viewer is ready       {_marks(page, 'ready')['ready']:7.0f} ms")
    server.shutdown()
    server.server_close()
    simulation.close()


def _ask(page: Page, question: str) -> dict[str, float]:
    page.fill("#utterance", question)
    page.press("#utterance", "Enter")
    marks = _marks(page, "read", "seen", "heard")
    return {name: at - marks["asked"] for name, at in marks.items()}


def _marks(page: Page, *names: str) -> dict[str, float]:
    for _ in range(int(MOST_SECONDS / 0.02)):
        marks: dict[str, float] = page.evaluate("marks")
        if all(name in marks for name in names):
            return marks
        page.wait_for_timeout(20)
    raise TimeoutError(f"{names} did not all come: {sorted(marks)}")


def _row(times: list[dict[str, float]]) -> str:
    return ", ".join(
        f"{name} {median(time[name] for time in times):.0f} ms"
        for name in ("read", "heard", "seen")
    )
