"""Everybody can use the page: axe-core's rules, the keyboard alone, and the wishes for motion."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.local_voice.simulator.browser.desk import Desk
from tests.support.chromium import violations

FOCUSED = "document.activeElement.id || document.activeElement.name || ''"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(scheme: str, new_desk: Callable[..., Desk]) -> None:
    desk = new_desk(color_scheme=scheme, reduced_motion="reduce")
    assert violations(desk.page) == []
    desk.set("permission", "unasked")
    desk.say("start an ice timer", "I need your OK")
    assert violations(desk.page) == []
    desk.say("I approve", "set for twenty minutes")
    desk.page.get_by_role("button", name="+20 min").click()
    expect(desk.page.locator("#transcript .ring")).to_have_count(1)
    for summary in desk.page.locator("summary").all()[1:]:
        summary.click()
    desk.screen()
    assert violations(desk.page) == []


def test_axe_finds_no_violation_on_a_narrow_page(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk(viewport={"width": 420, "height": 900})
    desk.say("how long should I ice my back", "twenty to thirty minutes")
    assert violations(desk.page) == []
    wide = desk.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 420


def test_on_a_phone_the_box_to_write_in_is_always_in_view(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk(viewport={"width": 390, "height": 844})
    box, say = desk.page.locator("#utterance"), desk.page.get_by_role("button", name="Say")
    expect(box).to_be_in_viewport(ratio=1)
    desk.say("how long should I ice my back", "twenty to thirty minutes")
    for place in (0, 100_000):
        desk.page.evaluate(f"scrollTo(0, {place})")
        expect(box).to_be_in_viewport(ratio=1)
        expect(say).to_be_in_viewport(ratio=1)
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_the_chosen_shape_is_in_view(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk(viewport={"width": 390, "height": 844})
    desk.shape("800x400")
    desk.page.reload()
    expect(desk.page.locator("#shapes label", has_text="Phone")).to_be_in_viewport(ratio=1)


def test_an_alarm_is_in_view_wherever_a_narrow_page_is_scrolled_to(
    new_desk: Callable[..., Desk],
) -> None:
    desk = new_desk(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    desk.say("start an ice timer for ten minutes", "set for ten minutes")
    desk.page.get_by_role("button", name="+20 min").click()
    desk.page.evaluate("scrollTo(0, 100000)")
    expect(desk.page.locator("#alarm")).to_be_in_viewport(ratio=1)
    assert violations(desk.page) == []


def test_the_keyboard_alone_suffices(desk: Desk) -> None:
    keys = desk.page.keyboard
    expect(desk.page.locator("#utterance")).to_be_focused()
    keys.type("start an ice timer")
    keys.press("Enter")
    expect(desk.last.locator(".guide")).to_contain_text("set for twenty minutes")
    desk.screen()
    keys.press("ArrowUp")
    expect(desk.page.locator("#utterance")).to_have_value("start an ice timer")

    seen: list[str] = []
    while (here := desk.page.evaluate(FOCUSED)) != "viewer" and len(seen) < 40:
        seen.append(here)
        keys.press("Tab")
    assert {"microphone", "open", "shape"} <= set(seen)
    expect(desk.screen().get_by_role("button", name="Pause")).to_be_focused()
    keys.press("Enter")
    expect(desk.last).to_contain_text("Touch PauseIceTimerIntent")
    expect(desk.last).to_contain_text("Paused")


def test_answers_and_alarms_are_announced(desk: Desk) -> None:
    desk.say("start an ice timer for ten minutes", "set for ten minutes")
    live = desk.page.locator("[aria-live=polite]#answer")
    expect(live).to_contain_text("set for ten minutes")


@pytest.mark.parametrize(("wish", "animation"), [("reduce", "none"), ("no-preference", "breathe")])
def test_nothing_moves_for_those_who_wish_so(
    wish: str, animation: str, new_desk: Callable[..., Desk]
) -> None:
    desk = new_desk(reduced_motion=wish)
    desk.say("what is a back spasm", "spasm")
    expect(desk.page.locator("#echo")).to_have_attribute("data-light", "speaking")
    assert (
        desk.page.locator(".light").evaluate("it => getComputedStyle(it).animationName")
        == animation
    )
