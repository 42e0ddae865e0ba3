"""Takes pictures of the screens: `python -m tests.skill.screens.pictures FOLDER`.

With `cards` instead, it draws those of the cards, which the package brings.
"""

import sys
from datetime import timedelta
from pathlib import Path

from skill.alexa.responses import POSITIONS_PICTURES
from skill.alexa.screens import document, render
from skill.content.loader import load_guides
from skill.conversation import showing
from skill.timers.rules import Timer
from tests.skill.screens.everything import every_screen
from tests.skill.screens.viewer import viewer
from tests.support.places import ROOT

PICTURES = {
    "answer": ("ice.answer", 1280, 800),
    "positions": ("rest_position.answer", 1280, 800),
    "positions-round": ("rest_position.answer", 480, 480),
    "emergency": ("emergency.chest_pain", 960, 480),
    "step": ("routine.Ice", 1024, 600),
    "help": ("help", 1280, 800),
    "timer": ("timer.running", 960, 480),
    "timer-round": ("timer.running", 480, 480),
}


CARDS = ROOT / "local_voice" / "package" / "pages"
SIDES = ((720, 480), (1200, 800))  # of the cards' pictures, by their order
GROUND = "#1D323E"


def draw_cards() -> None:
    """The two drawings of the positions above each other, without words."""
    drawings = [
        {"type": "VectorGraphic", "source": name, "scale": "best-fit", "width": "69vw",
         "height": "44vh"}
        for name in ("floor", "chair")
    ]  # fmt: skip
    column = {"type": "Container", "alignItems": "center", "width": "100vw", "height": "100vh"}
    ground = {"type": "Frame", "backgroundColor": GROUND, "width": "100vw", "height": "100vh"}
    template = {"parameters": [], "items": [ground | {"item": column | {"items": drawings}}]}
    shown = {"type": "APL", "version": "1.4", "mainTemplate": template}
    graphics = document("positions")["graphics"]
    with viewer() as device:
        for name, (width, height) in zip(POSITIONS_PICTURES, SIDES, strict=True):
            size = {"width": width, "height": height, "shape": "RECTANGLE"}
            device.show({"document": shown | {"graphics": graphics}, "datasources": {}}, size)
            device.picture(CARDS / name)


def take(folder: Path) -> None:
    guide = load_guides().speaking("en-US")
    folder.mkdir(parents=True, exist_ok=True)
    with viewer() as device:
        for name, (screen, width, height) in PICTURES.items():
            now = device.now()
            screens = dict(every_screen(guide, now))
            running = Timer("timer", 1200, rings_at=now + timedelta(minutes=12, seconds=35))
            screens["timer.running"] = showing.timer(guide, running)
            shown = render(screens[screen])
            shape = "ROUND" if width == height else "RECTANGLE"
            device.show(
                {"document": shown["document"], "datasources": shown["datasources"]},
                {"width": width, "height": height, "shape": shape},
            )
            device.picture(folder / f"{name}.png")


if __name__ == "__main__":
    draw_cards() if sys.argv[1] == "cards" else take(Path(sys.argv[1]))
