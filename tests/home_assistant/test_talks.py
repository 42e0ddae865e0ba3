"""A real Home Assistant core talks with the guide, by its own integration and by ours."""

from conftest import speech
from homeassistant.config_entries import SOURCE_USER
from homeassistant.setup import async_setup_component

ASKED = "Shall I start a twenty minute ice timer?"


async def test_the_stock_integration_holds_a_talk_of_four_turns(speaker):
    kitchen = await speaker("wyoming")
    said = {
        "open back spasm guide": "Welcome to the back spasm guide.",
        "how long should i ice my back": "Ice your back for twenty to thirty minutes at a time",
        "yes": "Your ice timer is set for twenty minutes.",
        "both my legs are numb": "Call 911 now, or go to an emergency department.",
    }
    for text, words in said.items():
        result = await kitchen.say(text)
        assert speech(result).startswith(words)
        assert not result.continue_conversation  # which it never asks for


async def test_our_component_listens_again_after_a_question_alone(speaker):
    kitchen = await speaker("back_spasm_guide")
    asked = await kitchen.say("how long should i ice my back")
    assert speech(asked).endswith(ASKED)
    assert asked.continue_conversation
    told = await kitchen.say("both my legs are numb")
    assert speech(told).startswith("Call 911 now")
    assert not told.continue_conversation


async def test_with_our_component_the_device_keeps_the_ice_timer(speaker):
    kitchen = await speaker("back_spasm_guide")
    kitchen.keeps_timers()
    for text in (
        *("start an ice timer", "add five minutes", "take off ten minutes", "pause the timer"),
        *("resume the timer", "how much time is left", "cancel the ice timer"),
    ):
        result = await kitchen.say(text)
        assert result.response.error_code is None, speech(result)
    assert kitchen.rang == [
        ("started", "ice", 20),
        ("updated", "ice", 25),
        ("updated", "ice", 15),
        ("updated", "ice", 15),
        ("updated", "ice", 15),
        ("cancelled", "ice", 0),
    ]


async def test_with_our_component_a_timer_that_the_device_lost_is_not_told_of(speaker, hass):
    kitchen = await speaker("back_spasm_guide")
    kitchen.keeps_timers()
    await kitchen.say("start an ice timer")
    await kitchen.say("start a heat timer")
    hass.data["intent.timer"].timers.clear()
    result = await kitchen.say("how much time is left on the ice timer")
    assert speech(result).startswith("There is no ice timer running.")


async def test_with_our_component_a_device_without_timers_hears_that_nothing_rings(speaker):
    kitchen = await speaker("back_spasm_guide")
    result = await kitchen.say("start an ice timer")
    assert "Nothing here rings when time is up." in speech(result)


async def test_our_component_is_set_up_by_its_form(hass, port):
    for part in ("homeassistant", "conversation"):
        assert await async_setup_component(hass, part, {})
    form = await hass.config_entries.flow.async_init(
        "back_spasm_guide", context={"source": SOURCE_USER}
    )
    wrong = await hass.config_entries.flow.async_configure(
        form["flow_id"], {"host": "127.0.0.1", "port": 9}
    )
    assert wrong["errors"] == {"base": "cannot_connect"}
    done = await hass.config_entries.flow.async_configure(
        form["flow_id"], {"host": "127.0.0.1", "port": port}
    )
    assert (done["type"], done["title"]) == ("create_entry", "Back spasm guide")


async def test_a_guide_that_is_not_there_is_said_to_be_missing(speaker, hass):
    kitchen = await speaker("back_spasm_guide")
    [entry] = hass.config_entries.async_entries("back_spasm_guide")
    hass.config_entries.async_update_entry(entry, data={"host": "127.0.0.1", "port": 9})
    await hass.config_entries.async_reload(entry.entry_id)
    result = await kitchen.say("how long should i ice my back")
    assert result.response.error_code == "failed_to_handle"
