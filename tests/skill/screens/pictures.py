"""Takes the README's pictures of the screens: `python -m tests.skill.screens.pictures FOLDER`."""

import sys
from datetime import timedelta
from pathlib import Path

from skill.alexa.screens import render
from skill.content.loader import load_guides
from skill.conversation import showing
from skill.timers.rules import Timer
from tests.skill.screens.everything import every_screen
from tests.skill.screens.viewer import viewer

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
    take(Path(sys.argv[1]))
