"""A whole talk at the page, on every shape of the Echo: said, heard, seen and touched."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from local_voice.alexa.envelope import VIEWPORTS
from tests.local_voice.simulator.browser.desk import Desk
from tests.local_voice.simulator.conftest import Served
from tests.support.places import TRANSCRIPTS

SCREENS = tuple(VIEWPORTS)


def left(where: Locator) -> int:
    """The seconds that a countdown shows."""
    found = re.search(r"(\d+):(\d\d)", where.inner_text())
    assert found
    return int(found[1]) * 60 + int(found[2])


@pytest.mark.parametrize("shape", SCREENS)
def test_a_talk_is_heard_and_seen_and_touched(shape: str, desk: Desk) -> None:
    desk.shape(shape)

    desk.say("how long should I ice my back", "twenty to thirty minutes at a time")
    expect(desk.screen()).to_contain_text("twenty to thirty minutes at a time")
    desk.heard("speech")

    desk.say("yes", "set for twenty minutes")
    ring = desk.page.locator("#timers .timer.running")
    expect(desk.screen()).to_contain_text(re.compile(r"(20:00|19:5\d)"))
    desk.set("time_lapse", "60")
    page_before, screen_before = left(ring), left(desk.screen())
    desk.until(lambda: left(ring) < page_before - 60 and left(desk.screen()) < screen_before - 60)
    desk.set("time_lapse", "1")

    desk.screen().get_by_text("Pause", exact=True).click()
    expect(desk.last.locator(".guide")).to_contain_text("Paused, with")
    paused = desk.page.locator("#timers .timer.paused")
    expect(paused).to_have_count(1)

    desk.page.reload()
    expect(desk.last.locator(".guide")).to_contain_text("Paused, with")
    expect(paused).to_have_count(1)
    expect(desk.screen()).to_contain_text("Resume")

    desk.say("cancel the timer", "timer is off")
    expect(paused).to_have_count(0)


def test_a_timer_rings_aloud_over_the_speech(desk: Desk) -> None:
    desk.page.evaluate("globalThis.rate = 1")
    desk.say("start an ice timer for ten minutes", "set for ten minutes")
    echo = desk.page.locator("#echo")
    expect(echo).to_have_attribute("data-light", "speaking")
    desk.page.get_by_role("button", name="+20 min").click()
    expect(desk.page.locator("#transcript .ring")).to_have_count(1)
    expect(desk.page.get_by_role("alert")).not_to_be_empty()
    expect(echo).to_have_attribute("data-light", "ringing")
    desk.page.evaluate("globalThis.rate = ring.playbackRate = 16")
    desk.heard("ring")
    desk.heard("speech")
    expect(desk.page.locator("#timers .timer")).to_have_count(0)


@pytest.mark.parametrize("shape", ["1280x800", "480x480", "none"])
def test_an_alarm_is_seen_over_whatever_stands_on_the_screen_until_it_is_stopped(
    shape: str, desk: Desk
) -> None:
    desk.shape(shape)
    desk.say("start an ice timer for ten minutes", "set for ten minutes")
    desk.say("what is a back spasm", "spasm")
    alarm = desk.page.locator("#alarm")
    expect(alarm).to_be_hidden()
    desk.page.get_by_role("button", name="+20 min").click()
    expect(alarm).to_contain_text("Time to take the ice off your back.")
    inside = desk.page.locator("#echo").bounding_box()
    shown = alarm.bounding_box()
    assert inside
    assert shown
    assert inside["x"] <= shown["x"]
    assert shown["y"] + shown["height"] <= inside["y"] + inside["height"]
    alarm.get_by_role("button", name="Stop").click()
    expect(alarm).to_be_hidden()
    expect(desk.page.locator("#echo")).to_have_attribute("data-light", "")


def test_an_alarm_sounds_again_until_somebody_stops_it(desk: Desk) -> None:
    desk.say("start an ice timer for ten minutes", "set for ten minutes")
    desk.heard("speech")
    desk.page.get_by_role("button", name="+20 min").click()
    desk.heard("ring")
    for _ in range(2):
        desk.page.get_by_role("button", name="+1 min").click()
        desk.heard("ring")
    expect(desk.page.locator("#echo")).to_have_attribute("data-light", "ringing")
    desk.page.reload()
    expect(desk.page.locator("#alarm")).to_contain_text("Time to take the ice off your back.")
    desk.page.locator("#alarm").get_by_role("button", name="Stop").click()
    expect(desk.page.locator("#alarm")).to_be_hidden()
    desk.page.get_by_role("button", name="+5 min").click()
    desk.say("hello", "Hi there.")
    expect(desk.page.locator("#transcript li.note")).to_have_count(0)
    assert desk.page.evaluate("ended").count("ring") == 0


def test_an_alarm_that_nobody_heard_leaves_a_line(desk: Desk) -> None:
    desk.say("start an ice timer for ten minutes", "set for ten minutes")
    desk.page.get_by_role("button", name="+20 min").click()
    expect(desk.page.locator("#alarm")).to_be_visible()
    desk.page.get_by_role("button", name="+5 min").click()
    expect(desk.page.locator("#transcript li.note")).to_contain_text("It rang for three minutes,")
    expect(desk.page.locator("#alarm")).to_be_hidden()


def test_escape_ends_the_sound(desk: Desk) -> None:
    desk.say("what is a back spasm", "spasm")
    light = desk.page.locator("#echo")
    expect(light).to_have_attribute("data-light", "speaking")
    desk.page.keyboard.press("Escape")
    expect(light).to_have_attribute("data-light", "")
    assert desk.page.evaluate("ended") == []


def test_permission_is_asked_for_and_denied(desk: Desk) -> None:
    desk.set("permission", "unasked")
    desk.say("start an ice timer", "I need your OK to set timers")
    asked = desk.page.get_by_role("group", name="Alexa asks")
    expect(asked).to_be_in_viewport()
    expect(desk.last.locator(".guide")).to_be_in_viewport()
    expect(desk.last.locator(".alexa")).to_contain_text("Do you allow the back spasm guide to set")
    asked.get_by_role("button", name="No").click()
    expect(desk.last.locator(".guide")).to_contain_text("not allowed to set timers")
    expect(asked).to_be_hidden()
    expect(desk.page.locator("select[name=permission]")).to_have_value("denied")
    expect(desk.page.locator("#timers .timer")).to_have_count(0)


def test_a_fault_is_played_and_shown(desk: Desk) -> None:
    desk.set("fault", "device_offline")
    desk.say("start an ice timer", "can't reach your device's timers")
    expect(desk.page.locator(".calls .bad")).to_have_text("504")


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, {"width": 390, "height": 844}])
def test_the_question_for_permission_stands_below_its_answer(
    size: dict[str, int], new_desk: Callable[..., Desk]
) -> None:
    desk = new_desk(viewport=size)
    desk.set("permission", "unasked")
    desk.say("how long should I ice my back", "twenty to thirty minutes")
    desk.say("start an ice timer", "I need your OK to set timers")
    asked = desk.page.get_by_role("group", name="Alexa asks")
    asked.scroll_into_view_if_needed()
    answer, question = desk.last.bounding_box(), asked.bounding_box()
    assert answer
    assert question
    assert answer["y"] + answer["height"] <= question["y"]


def test_a_first_visit_offers_examples_and_tells_the_keys(desk: Desk) -> None:
    welcome = desk.page.locator("#welcome")
    expect(welcome).to_contain_text("↑ repeats what you said, Esc hushes")
    welcome.get_by_role("button", name="Can golf cause a back spasm?").click()
    expect(desk.last.locator(".guide")).to_contain_text("Golf can bring on a back spasm")
    expect(welcome).to_be_hidden()
    desk.page.get_by_role("button", name="Start over").click()
    expect(welcome).to_be_visible()


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, {"width": 390, "height": 844}])
def test_what_can_be_done_with_a_turn_stands_in_one_line(
    size: dict[str, int], new_desk: Callable[..., Desk]
) -> None:
    desk = new_desk(viewport=size)
    desk.say("what is the best position to sleep in with back pain", "pillow")
    desk.simulation.history.change(desk.simulation.history.entries()[-1]["id"], {"took": 1234.5})
    desk.page.reload()
    buttons = desk.last.locator(".meta button")
    expect(buttons).to_have_text(["RestPositionAtNightIntent1234.5 ms", "Hear", "Edit"])
    for button in buttons.all():
        expect(button).to_be_in_viewport(ratio=1)
    boxes = [button.bounding_box() for button in buttons.all()]
    assert len({box["y"] for box in boxes if box}) == 1


def test_what_a_card_says_can_be_read(desk: Desk) -> None:
    desk.say("how long should I ice my back", "twenty to thirty minutes")
    card = desk.last.locator(".card")
    words = card.get_by_text("Dr. Verhunce · Midlands Partnership")
    expect(words).to_be_hidden()
    card.get_by_text("Card in the Alexa app: Icing your back").click()
    expect(words).to_be_visible()


def test_what_was_said_is_edited_and_said_again(desk: Desk) -> None:
    desk.say("how long should I ice my back", "twenty to thirty minutes")
    desk.say("stop", "Take care")
    desk.page.locator(".turn").first.get_by_role("button", name="Edit").click()
    box = desk.page.locator("#utterance")
    expect(box).to_be_focused()
    expect(box).to_have_value("how long should I ice my back")
    box.press("End")
    desk.page.keyboard.type(" tonight")
    desk.page.keyboard.press("Enter")
    expect(desk.last.locator(".you")).to_contain_text("how long should I ice my back tonight")


def test_request_and_response_are_copied(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk(permissions=["clipboard-read", "clipboard-write"])
    desk.say("how long should I ice my back", "twenty to thirty minutes")
    for title, key in (("Request", "session"), ("Response", "response")):
        part = desk.page.locator("#turn details", has_text=re.compile(f"^{title}"))
        part.locator("summary").click()
        part.get_by_role("button", name="Copy").click()
        expect(part.get_by_role("button", name="Copied")).to_be_visible()
        assert key in json.loads(desk.page.evaluate("navigator.clipboard.readText()"))


def test_the_runners_up_are_shown_with_their_scores(desk: Desk) -> None:
    desk.say("how long should I ice my back", "twenty to thirty minutes")
    others = desk.page.locator("#turn .others li")
    expect(others).to_have_count(3)
    expect(others.first).to_have_text(re.compile(r"^\w+(\.\w+)? 0\.\d\d$"))
    expect(others.filter(has_text=re.compile("^IceIntent "))).to_have_count(0)
    desk.page.get_by_role("button", name="Open the guide").first.click()
    expect(desk.last.locator(".guide")).to_contain_text("Welcome")
    expect(others).to_have_count(0)


def test_settings_have_plain_names(desk: Desk) -> None:
    form = desk.page.locator("#settings")
    expect(form.get_by_label("Timers API error")).to_have_value("none")
    expect(form.get_by_label("Time runs").locator("option").first).to_have_text("Real time")
    asks = form.get_by_label("Permission for timers").locator("option[value=unasked]")
    expect(asks).to_have_text("Ask first")


def test_what_alexa_understood_is_shown(desk: Desk) -> None:
    desk.say("start an ice timer for ten minutes", "set for ten minutes")
    understood = desk.page.locator("#turn")
    expect(understood).to_contain_text("StartIceTimerIntent")
    expect(understood).to_contain_text("PT10M")
    for title, content in (("Request", "IntentRequest"), ("Response", "outputSpeech")):
        desk.page.locator("summary", has_text=re.compile(f"^{title}$")).click()
        expect(understood).to_contain_text(content)
    desk.say("stop", "Take care")
    desk.page.locator(".choose", has_text="StartIceTimerIntent").click()
    expect(understood).to_contain_text("PT10M")


def test_a_saved_talk_is_replayed(desk: Desk, tmp_path: Path) -> None:
    desk.say("how long should I ice my back", "twenty to thirty minutes")
    desk.say("no", "All right")
    with desk.page.expect_download() as saving:
        desk.page.get_by_role("link", name="Save").click()
    file = tmp_path / "talk.txt"
    saving.value.save_as(file)
    desk.page.get_by_role("button", name="Start over").click()
    expect(desk.page.locator("#transcript li")).to_have_count(0)
    desk.page.set_input_files("#replay", file)
    expect(desk.page.locator("#notice")).to_contain_text("2 turns replayed; 0 of 2 answers differ")
    expect(desk.page.locator("#transcript .same")).to_have_count(2)


def test_the_projects_own_talks_go_as_saved_on_a_page_with_a_screen(desk: Desk) -> None:
    desk.page.set_input_files("#replay", TRANSCRIPTS / "ice_timer.txt")
    told = desk.page.locator("#notice")
    expect(told).to_contain_text(
        re.compile(r"ice_timer\.txt: \d+ turns replayed; 0 of \d+ answers")
    )
    expect(desk.page.locator("#transcript .difference")).to_have_count(0)
    expect(desk.page.locator("#transcript .stage").first).to_contain_text("[call POST /timers 200]")
    expect(desk.page.locator("#transcript .stage").last).to_have_text("[the session ends]")
    expect(desk.page.locator("#echo")).to_have_attribute("data-shape", "1280x800")


def test_what_differs_is_shown_line_by_line(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "talk.txt"
    file.write_text("[scene:]\nYou: stop\nGuide: Never.\n[the session ends]\n")
    desk.page.set_input_files("#replay", file)
    expect(desk.page.locator("#notice")).to_contain_text("1 of 1 answers differ")
    expect(desk.last).to_be_in_viewport()
    difference = desk.last.get_by_role("list", name="Other than saved")
    expect(difference.locator("del")).to_have_text(["Saved: Guide: Never."])
    expect(difference.locator("ins")).to_have_text(["Now: Guide: Take care of your back."])
    expect(difference.locator("li").last).to_have_text("[the session ends]")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "this is no text"),
        (b"yes\n" * 5000, "it has 5000 lines"),
        (b"yes\n" * 500_000, "the file is too large"),
        (b"[scene: shape=moon]\nYou: yes\n", "shape=moon is unknown"),
    ],
)
def test_what_is_no_talk_is_refused_on_the_page(
    content: bytes, reason: str, desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(content)
    desk.page.set_input_files("#replay", file)
    expect(desk.page.locator("#notice")).to_contain_text(reason)
    expect(desk.page.locator("#transcript li")).to_have_count(0)
    desk.complaints.clear()  # the browser tells of the 400


def test_several_pages_show_the_same_talk(new_desk: Callable[..., Desk]) -> None:
    one, other = new_desk(), new_desk()
    one.say("start an ice timer", "set for twenty minutes")
    expect(other.last.locator(".guide")).to_contain_text("set for twenty minutes")
    expect(other.page.locator("#timers .timer")).to_have_count(1)
    assert other.page.evaluate("speech.currentSrc") == ""


def test_an_echo_without_a_screen_speaks(desk: Desk) -> None:
    desk.shape("none")
    desk.say("how long should I ice my back", "twenty to thirty minutes")
    expect(desk.page.locator("#viewer")).to_be_hidden()
    desk.heard("speech")


def test_the_viewers_frame_reaches_nothing_of_the_page(desk: Desk, served: Served) -> None:
    desk.say("how long should I ice my back", "twenty to thirty minutes")
    desk.screen()
    (frame,) = [frame for frame in desk.page.frames if frame.url.endswith("/viewer")]
    tried = "(f => { try { return f(); } catch (error) { return error.name; } })"
    assert frame.evaluate(f"{tried}(() => parent.document.title)") == "SecurityError"
    assert frame.evaluate(f"{tried}(() => document.cookie)") == "SecurityError"
    assert frame.evaluate("self.origin") == "null"
    asked = "fetch('choices').then(answer => answer.status, error => error.name)"
    assert frame.evaluate(asked) == "TypeError"
    assert frame.evaluate(f"{tried}(() => parent.fetch('choices'))") == "SecurityError"
    assert served.door.cookie not in str(desk.requests)
    desk.complaints.clear()  # the browser tells of what it has kept off
