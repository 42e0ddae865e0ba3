"""Amazon's own viewer draws every kind of screen on every shape: nothing cut, no warning."""

import math
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest

from local_voice.alexa.envelope import VIEWPORTS
from skill.alexa.screens import data_of, render
from skill.conversation import showing
from skill.conversation.display import (
    AnswerScreen,
    CheckScreen,
    Display,
    HelpScreen,
    PositionsScreen,
    StepScreen,
    TimerScreen,
)
from skill.timers.rules import Timer
from tests.skill.screens.everything import every_screen
from tests.skill.screens.viewer import Viewer, viewer
from tests.support.guides import guide_in

NOW = datetime.now(UTC)  # the device goes by its own clock
LONGEST_ANSWERS = 6  # of a hundred: the ones that leave the least room
Json = dict[str, Any]


def chosen() -> dict[str, Display]:
    """One of each kind, every step and timer, and the answers with the most words."""
    found = dict(every_screen(guide_in(), NOW))
    answers = [name for name, display in found.items() if isinstance(display, AnswerScreen)]
    answers.sort(key=lambda name: data_of(found[name])["fit"])
    kept = (
        "routine.",
        "exercises.",
        "timer.",
        "help",
        "emergency.signs",
        "emergency.overdose",
        "crisis.suicide_plan",
        "rest_position.answer",
        "ice.answer",
        "risk_factors.answer",
    )
    names = [name for name in found if name.startswith(kept)] + answers[:LONGEST_ANSWERS]
    elsewhere = dict(every_screen(guide_in("en-ZA"), NOW))  # where the number is a whole phrase
    return {name: found[name] for name in names} | {"elsewhere": elsewhere["emergency.signs"]}


SCREENS = chosen()


def directive(display: Display) -> Json:
    shown = render(display)
    return {"document": shown["document"], "datasources": shown["datasources"]}


@pytest.fixture(scope="module")
def device() -> Iterator[Viewer]:
    with viewer() as shown:
        yield shown


def shape(name: str) -> Json:
    screen = VIEWPORTS[name]
    return {"width": screen.width, "height": screen.height, "shape": screen.shape}


def outside(line: Json, viewport: Json) -> bool:
    """Whether some of this line of text lies off the screen, or off its circle."""
    width, height = viewport["width"], viewport["height"]
    core = 0.25 * (line["bottom"] - line["top"])  # the box of a line is higher than its letters
    corners = [
        (x, y)
        for x in (line["left"], line["right"])
        for y in (line["top"] + core, line["bottom"] - core)
    ]
    if viewport["shape"] == "ROUND":
        return any(math.dist(corner, (width / 2, height / 2)) > width / 2 for corner in corners)
    return any(not (0 <= x <= width and 0 <= y <= height) for x, y in corners)


def touching(one: Json, other: Json) -> bool:
    def letters(line: Json) -> tuple[float, float]:
        return line["top"] + 0.3 * line["size"], line["bottom"] - 0.3 * line["size"]

    wide = min(one["right"], other["right"]) - max(one["left"], other["left"])
    (top, bottom), (other_top, other_bottom) = letters(one), letters(other)
    return wide > 2 and min(bottom, other_bottom) > max(top, other_top)


def labels(display: Display, *, in_circle: bool) -> list[str]:
    """The words to touch that this screen has room for."""
    match display:
        case HelpScreen(sayings=sayings):
            return [f"“{saying.label}”" for saying in sayings[: 4 if in_circle else None]]
        case TimerScreen(rings_at=rings_at, buttons=buttons):
            return [] if rings_at and rings_at < NOW else [button.label for button in buttons]
        case PositionsScreen(sources=sources) if sources and in_circle:
            return []
        case AnswerScreen() | PositionsScreen() | StepScreen() | CheckScreen():
            return [button.label for button in display.buttons[: 2 if in_circle else None]]
    return []


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("viewport", VIEWPORTS)
@pytest.mark.parametrize("name", SCREENS)
def test_every_word_is_on_the_screen(name: str, viewport: str, device: Viewer) -> None:
    size, display = shape(viewport), SCREENS[name]
    assert device.show(directive(display), size) == []
    lines = device.lines()
    assert [line["text"] for line in lines if line["cut"] or outside(line, size)] == []
    assert [(a["text"], b["text"]) for a, b in combinations(lines, 2) if touching(a, b)] == []
    seen = squeezed("".join(line["text"] for line in lines))
    assert "…" not in seen
    title = getattr(display, "title", "") or getattr(display, "number", "")
    if name != "timer.over":
        assert squeezed(title) in seen
    for label in labels(display, in_circle=size["shape"] == "ROUND"):
        assert squeezed(label) in seen
    drawn_instead = size["shape"] == "ROUND" and hasattr(display, "chair")
    if not drawn_instead:
        for sentence in re.split(r"(?<=[.?!])\s+", getattr(display, "text", "")):
            assert squeezed(sentence) in seen


@pytest.mark.parametrize("viewport", VIEWPORTS)
@pytest.mark.parametrize("name", ["routine.Safety check", "exercises.Before you start"])
def test_a_safety_check_shows_its_question_largest_and_yes_and_no_alike(
    name: str, viewport: str, device: Viewer
) -> None:
    check = SCREENS[name]
    assert isinstance(check, CheckScreen)
    device.show(directive(check), shape(viewport))
    lines = device.lines()
    largest = max(line["size"] for line in lines)
    headline = "".join(line["text"] for line in lines if line["size"] == largest)
    assert squeezed(headline) == squeezed(check.question)
    seen = words_of(device)
    assert all(squeezed(sign) in seen for sign in check.signs)
    assert device.looks("Yes") == device.looks("No")


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_the_emergency_screen_tells_what_to_do_where_nobody_can_call(
    viewport: str, device: Viewer
) -> None:
    device.show(directive(SCREENS["emergency.signs"]), shape(viewport))
    assert squeezed("Can't call? Have somebody near you call.") in words_of(device)
    assert "NHS" not in words_of(device)


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_the_first_words_of_any_answer_are_large(viewport: str, device: Viewer) -> None:
    size = shape(viewport)
    for display in SCREENS.values():
        if isinstance(display, AnswerScreen):
            device.show(directive(display), size)
            largest = max(line["size"] for line in device.lines())
            assert largest >= 0.045 * size["height"], display.title


def words_of(device: Viewer) -> str:
    return squeezed("".join(line["text"] for line in device.lines()))


def seconds_of(device: Viewer) -> int:
    """The time left that the screen tells."""
    told = re.search(r"(\d+):(\d\d)", words_of(device))
    assert told
    return int(told[1]) * 60 + int(told[2])


def running(device: Viewer, seconds: float) -> Json:
    timer = Timer("timer", 1200, rings_at=device.now() + timedelta(seconds=seconds))
    return directive(showing.timer(guide_in(), timer))


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_the_device_counts_down_by_itself(viewport: str, device: Viewer) -> None:
    asked = device.requests
    assert device.show(running(device, 900), shape(viewport)) == []
    before = seconds_of(device)
    assert 800 < before <= 900
    device.forward(seconds=600)
    assert 600 <= before - seconds_of(device) < 700  # the clock runs on while the test does
    device.forward(seconds=300)
    assert squeezed(guide_in().timers["ice"].over) in words_of(device)
    assert (device.requests, device.complaints, device.events()) == (asked, [], [])


@pytest.mark.parametrize("viewport", VIEWPORTS)
@pytest.mark.parametrize(
    ("label", "intent"),
    [
        ("Pause", "PauseIceTimerIntent"),
        ("5 more minutes", "ExtendIceTimerIntent"),
        ("Cancel", "CancelIceTimerIntent"),
    ],
)
def test_touching_a_word_sends_its_intent(
    label: str, intent: str, viewport: str, device: Viewer
) -> None:
    device.show(running(device, 600), shape(viewport))
    device.touch(label)
    assert device.events() == [[intent]]


def test_a_paused_timer_stands_still(device: Viewer) -> None:
    paused = Timer("timer", 1200, left=timedelta(minutes=3, seconds=5))
    device.show(directive(showing.timer(guide_in(), paused)), shape("1280x800"))
    device.forward(seconds=30)
    assert seconds_of(device) == 185


BROKEN: dict[str, Json] = {
    "a component nobody knows": {"type": "Txet", "text": "ice"},
    "an unknown command": {"type": "Text", "text": "ice", "onMount": [{"type": "SendIce"}]},
    "a binding that fails": {"type": "Text", "text": "${payload.screen.title", "width": 100},
    "text that does not fit": {
        "type": "Container",
        "width": 100,
        "height": 20,
        "item": {"type": "Container", "height": 40, "item": {"type": "Text", "text": "ice"}},
    },
}


@pytest.mark.parametrize("mistake", BROKEN)
def test_a_broken_document_is_found(mistake: str, device: Viewer) -> None:
    broken = deepcopy(directive(SCREENS["help"]))
    broken["document"]["mainTemplate"]["items"] = [BROKEN[mistake]]
    assert device.show(broken, shape("1280x800")) != []
