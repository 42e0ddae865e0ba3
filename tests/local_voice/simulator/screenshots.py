"""Makes the README's pictures: `python -m tests.local_voice.simulator.screenshots`."""

from threading import Thread

from playwright.sync_api import Browser

from local_voice.simulator.ear import Ear
from local_voice.simulator.server import start
from local_voice.simulator.simulation import Simulation
from local_voice.simulator.sounds import Sounds
from tests.local_voice.simulator.browser.desk import Desk
from tests.support.chromium import chromium
from tests.support.places import ROOT

FOLDER = ROOT / ".pictures"
BARE = "document.body.style.background = 'none'; echo.style.boxShadow = 'none'"
PAGE = {"width": 1440, "height": 900}

ECHOS = (
    ("answer", "1280x800", "how long should I ice my back", "twenty to thirty minutes"),
    ("positions", "1280x800", "how should I lie down", "pillow under your knees"),
    ("timer", "1280x800", "start an ice timer", "twenty minutes"),
    ("timer-round", "480x480", "how much time is left on my timer", "minutes left"),
    ("emergency", "1024x600", "both my legs are numb", "911"),
)
"""Picture, shape, what is said, and words of the answer."""


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    simulation = Simulation()
    server, door = start(simulation, Sounds(), Ear(), "127.0.0.1", 0)
    Thread(target=server.serve_forever, daemon=True).start()
    with chromium() as browser:
        for scheme in ("light", "dark"):
            simulation.begin_anew({})
            simulation.history.clear()
            _page(browser, door.new_address(), simulation, scheme)
        simulation.begin_anew({}, known=True)
        _echos(browser, door.new_address(), simulation)
    server.shutdown()
    server.server_close()
    simulation.close()


def _page(browser: Browser, address: str, simulation: Simulation, scheme: str) -> None:
    context = browser.new_context(viewport=PAGE, color_scheme=scheme)  # type: ignore[arg-type]  # a literal's name
    desk = Desk(context, address, simulation)
    desk.shape("1280x800")
    desk.say("how long should I ice my back", "twenty to thirty minutes")
    desk.say("yes", "set for twenty minutes")
    desk.page.click("[data-forward='300']")
    desk.screen().get_by_text("14:5").wait_for()
    desk.page.focus("#utterance")
    _still(desk)
    desk.page.screenshot(path=FOLDER / f"simulator-{scheme}.png")
    context.close()


def _echos(browser: Browser, address: str, simulation: Simulation) -> None:
    # A tall page, so that the Echo is drawn as large as life.
    context = browser.new_context(viewport={"width": 2140, "height": 1200})
    desk = Desk(context, address, simulation)
    desk.page.evaluate(BARE)
    for name, shape, utterance, answer in ECHOS:
        desk.shape(shape)
        desk.say(utterance, answer)
        desk.screen()
        _still(desk)
        desk.page.locator("#echo").screenshot(path=FOLDER / f"{name}.png", omit_background=True)
    context.close()


def _still(desk: Desk) -> None:
    """Hush, and let what moves come to rest."""
    desk.page.keyboard.press("Escape")
    desk.page.wait_for_timeout(800)


if __name__ == "__main__":
    main()
