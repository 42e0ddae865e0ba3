"""What is shown: the words that are spoken, for who can look; a touch does what the word does."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from local_voice.alexa.transport import send
from skill.alexa.screens import DOCUMENTS, data_of, document, render
from skill.alexa.session import to_attributes
from skill.alexa.turns import OLDEST_APL
from skill.content.signs import Sign
from skill.conversation import showing
from skill.conversation.display import TOUCHES, Button, Display, TimerScreen
from skill.conversation.turn import Dialog
from skill.handlers.router import HANDLERS
from skill.handlers.signs import SLOTS
from skill.settings import PICTURES_VARIABLE
from skill.timers.rules import Timer
from tests.conftest import Talk
from tests.skill.screens.everything import every_screen
from tests.support.envelopes import LARGEST_ANSWER
from tests.support.guides import guide_in
from tests.support.places import ROOT
from tests.support.requests import (
    Json,
    NoCalls,
    envelope,
    intent,
    naming,
    skill_for,
    speech_of,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LOCALES = ("en-US", "en-GB", "en-ZA")
FILES = ROOT / "skill" / "alexa" / "screens"


def screens(locale: str = "en-US") -> dict[str, Display]:
    return dict(every_screen(guide_in(locale), NOW))


def directives(answer: Json) -> list[Json]:
    found: list[Json] = answer["response"].get("directives") or []
    return found


def without_screen(request: Json) -> Json:
    sent = envelope(request)
    sent["context"]["System"]["device"]["supportedInterfaces"] = {}
    del sent["context"]["Viewport"]
    return sent


def touch(*arguments: object) -> Json:
    return {
        "type": "Alexa.Presentation.APL.UserEvent",
        "token": "answer",
        "arguments": list(arguments),
        "source": {"type": "TouchWrapper", "handler": "Press", "id": ""},
        "intent": None,
    }


@pytest.mark.parametrize("locale", LOCALES)
def test_a_screen_holds_every_word_of_its_answer(locale: str) -> None:
    for name, display in screens(locale).items():
        data = data_of(display)
        text = getattr(display, "text", "")
        if text:
            assert " ".join([data["lead"], *data["rest"]]) == text, name
        sources = getattr(display, "sources", ())
        named = tuple(data["source"].split(" · ")) if data["source"] else ()
        assert named == sources[: len(named)], name  # whole names, as many as fit
        assert bool(named) == bool(sources), name


def test_every_kind_of_screen_has_its_document_and_every_document_its_screen() -> None:
    assert {type(display) for display in screens().values()} == set(DOCUMENTS)
    files = {file.stem for file in FILES.glob("*.json")}
    assert files == {*DOCUMENTS.values(), "common"}


@pytest.mark.parametrize("name", sorted(set(DOCUMENTS.values())))
def test_a_document_is_written_for_every_device_with_a_screen(name: str) -> None:
    shown = document(name)
    assert (shown["type"], shown["version"]) == ("APL", "1.4")
    assert "import" not in shown
    assert shown["mainTemplate"]["parameters"] == ["payload"]
    assert "http" not in json.dumps(shown)


@pytest.mark.parametrize("locale", LOCALES)
def test_an_answer_with_its_screen_is_small_enough_for_alexa(locale: str) -> None:
    for name, display in screens(locale).items():
        shown = render(display)
        size = len(json.dumps([shown["document"], shown["datasources"]]).encode())
        assert size < LARGEST_ANSWER - 6 * 1024, name  # the words and the session come with it


def test_a_safety_check_asks_its_question_and_lists_the_signs() -> None:
    data = data_of(screens()["routine.Safety check"])
    assert data["lead"] == "Do you have any of these?"
    assert data["rest"][0] == "• Are both legs numb, weak, tingling or in pain?"
    assert len(data["rest"]) == 4
    data = data_of(screens()["exercises.Before you start"])
    assert data["lead"] == "Is any of this true for you?"
    assert data["rest"][-1] == "If so, ask a doctor first."
    assert [button["intent"] for button in data["buttons"]] == [
        "SeeDoctorIntent",
        "AMAZON.NextIntent",
    ]


def test_a_safety_check_tells_first_what_is_told_because_of_who_asks(talk: Talk) -> None:
    talk.alexa.device.screen = True
    talk.say("i'm pregnant")
    shown = talk.alexa.say("help me now").directives[0]["datasources"]["screen"]
    assert shown["lead"] == "Do you have any of these?"
    assert shown["rest"][0].startswith("In pregnancy, ask your midwife")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_emergency_screen_tells_a_next_step_and_no_letters(locale: str) -> None:
    for name, display in screens(locale).items():
        if name.startswith("emergency."):
            shown = data_of(display)
            assert shown["next"] == "Can't call? Have somebody near you call."
            assert shown["source"] == ""
            assert locale == "en-GB" or "NHS" not in json.dumps(shown), name


def test_the_positions_are_drawn_wherever_both_are_told() -> None:
    drawn = [n for n, display in screens().items() if DOCUMENTS[type(display)] == "positions"]
    assert {"rest_position.answer", "bed_rest.more", "routine.Lie down"} <= {*drawn}


@pytest.mark.parametrize("name", ["RestPositionIntent", "AMAZON.NextIntent"])
def test_a_way_to_lie_that_is_not_for_who_asks_is_neither_told_nor_drawn(name: str) -> None:
    where = Dialog(launched=True, subject="routine", step=0, heard=("pregnant",))
    [shown] = directives(send(skill_for(), envelope(intent(name), to_attributes(where))))
    assert shown["token"] in ("answer", "step")
    assert "on your back on the floor" not in json.dumps(shown)


def test_a_screen_shows_what_is_told_because_of_who_asks(talk: Talk) -> None:
    talk.alexa.device.screen = True
    shown = talk.alexa.say("can i use heat i'm pregnant").directives[0]["datasources"]["screen"]
    assert shown["lead"].startswith("In pregnancy, skip hot tubs")


def test_a_running_timer_is_counted_by_the_device_from_the_moment_it_rings() -> None:
    running = Timer("timer", 1200, rings_at=NOW + timedelta(minutes=12))
    data = data_of(showing.timer(guide_in(), running))
    assert data["ends"] == round(NOW.timestamp() * 1000) + 720_000
    assert (data["total"], data["left"]) == (1_200_000, 0)


def test_a_paused_timer_stands_still() -> None:
    paused = Timer("timer", 1200, left=timedelta(minutes=3, seconds=5))
    data = data_of(showing.timer(guide_in(), paused))
    assert (data["ends"], data["left"]) == (0, 185_000)
    assert data["buttons"][0] == {"label": "Resume", "intent": "ResumeIceTimerIntent"}


def test_a_document_goes_only_to_a_device_with_a_screen() -> None:
    skill = skill_for()
    shown = directives(send(skill, envelope(intent("IceIntent"))))
    assert [(one["type"], one["token"]) for one in shown] == [
        ("Alexa.Presentation.APL.RenderDocument", "answer")
    ]
    assert directives(send(skill, without_screen(intent("IceIntent")))) == []


@pytest.mark.parametrize("name", sorted({*TOUCHES, "LaunchRequest", "AMAZON.StopIntent"}))
def test_the_words_are_the_same_with_a_screen_and_without(name: str) -> None:
    request = intent(name) if name.endswith("Intent") else {"type": name}
    with_one, without = (
        send(skill_for(), sent) for sent in (envelope(request), without_screen(request))
    )
    assert speech_of(with_one) == speech_of(without)
    assert with_one["sessionAttributes"] == without["sessionAttributes"]


def test_a_screen_without_a_question_stays_up_and_does_not_listen() -> None:
    sent = envelope(naming("EmergencyIntent", "emergency_sign", "chest_pain"))
    assert send(skill_for(), sent)["response"].get("shouldEndSession") is None
    unseen = without_screen(naming("EmergencyIntent", "emergency_sign", "chest_pain"))
    assert send(skill_for(), unseen)["response"]["shouldEndSession"] is True


@pytest.mark.parametrize(
    ("locale", "number", "large"),
    [
        ("en-US", "911", True),
        ("en-GB", "999", True),
        ("en-AU", "000", True),
        ("en-ZA", "your local emergency number", False),
    ],
)
def test_a_number_to_call_is_shown_in_large_letters_and_words_in_smaller_ones(
    locale: str, number: str, large: bool
) -> None:
    sent = envelope(naming("EmergencyIntent", "emergency_sign", "chest_pain") | {"locale": locale})
    [shown] = directives(send(skill_for(), sent))
    screen = shown["datasources"]["screen"]
    assert (screen["number"], screen["short"]) == (number, large)


def test_goodbye_leaves_no_screen() -> None:
    answer = send(skill_for(), envelope(intent("AMAZON.StopIntent")))
    assert directives(answer) == []
    assert answer["response"]["shouldEndSession"] is True


@pytest.mark.parametrize("name", TOUCHES)
def test_a_touch_does_what_the_word_does(name: str) -> None:
    touched, said = (
        send(skill_for(), envelope(request))
        for request in (touch(name), intent(name.partition(" ")[0], **TOUCHES[name]))
    )
    assert speech_of(touched)
    assert touched == said


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        [""],
        [None],
        [7],
        [["CancelIceTimerIntent"]],
        [{"intent": "CancelIceTimerIntent"}],
        ["cancelicetimerintent"],
        ["CancelIceTimerIntent "],
        ["AlexaSkillEvent.SkillDisabled"],
        ["LaunchRequest"],
        ["${payload}"],
        ["A" * 10_000],
    ],
)
def test_a_touch_that_no_button_carries_does_nothing(arguments: list[object]) -> None:
    answer = send(skill_for(api_client=NoCalls()), envelope(touch(*arguments)))
    assert speech_of(answer) == ""
    assert directives(answer) == []


@pytest.mark.parametrize("arguments", [None, "CancelIceTimerIntent", {"0": "IceIntent"}, 3])
def test_a_touch_of_the_wrong_shape_does_nothing(arguments: object) -> None:
    request = {**touch(), "arguments": arguments}
    answer = send(skill_for(api_client=NoCalls()), envelope(request))
    assert (speech_of(answer), directives(answer)) == ("", [])


def test_what_else_a_touch_brings_along_is_not_believed() -> None:
    plain = send(skill_for(), envelope(touch("ExtendIceTimerIntent")))
    more = send(skill_for(), envelope(touch("ExtendIceTimerIntent", {"duration": "P9D"})))
    assert speech_of(plain) == speech_of(more)


def buttons(display: Display) -> Iterator[Button]:
    yield from getattr(display, "buttons", ())
    yield from getattr(display, "sayings", ())


def test_every_button_stands_for_a_touch_that_somebody_answers() -> None:
    carried = {button.intent for display in screens().values() for button in buttons(display)}
    assert carried == set(TOUCHES)
    assert {name.partition(" ")[0] for name in carried} - set(HANDLERS) <= {*guide_in().questions}


def test_every_saying_shown_is_understood_as_what_its_touch_means(talk: Talk) -> None:
    for saying in guide_in().sayings:
        assert talk.alexa.say(saying.say).intent == saying.intent
        talk.alexa.leave()


def test_the_screen_follows_the_timer(new_talk: Callable[..., Talk]) -> None:
    talk = new_talk()
    talk.alexa.device.screen = True
    told = []
    for words in ("start an ice timer", "pause the timer", "resume the timer", "cancel the timer"):
        shown = talk.alexa.say(words).directives[0]
        told.append((shown["token"], shown["datasources"]["screen"].get("state", "")))
    assert told == [("timer", "left"), ("timer", "paused"), ("timer", "left"), ("answer", "")]


def test_touching_five_more_minutes_adds_them(new_talk: Callable[..., Talk]) -> None:
    talk = new_talk()
    talk.alexa.device.screen = True
    talk.say("start an ice timer")
    touched = talk.alexa.touch(["ExtendIceTimerIntent"])
    assert touched.speech.startswith("I added five minutes.")
    screen = touched.directives[0]["datasources"]["screen"]
    assert screen["ends"] == round(talk.clock().timestamp() * 1000) + 25 * 60_000


def test_advice_leaves_a_card_in_the_app_with_its_sources() -> None:
    card = send(skill_for(), without_screen(intent("IceIntent")))["response"]["card"]
    answer = guide_in().topics["ice"].answer.text
    assert card == {
        "type": "Simple",
        "title": "Icing your back",
        "content": f"{answer}\n\nDr. Verhunce · Midlands Partnership NHS Trust · "
        "Sherwood Forest Hospitals · NHS · Mayo Clinic",
    }


def test_the_positions_leave_a_card_with_their_picture_where_its_address_is_set(
    monkeypatch: pytest.MonkeyPatch, new_talk: Callable[..., Talk]
) -> None:
    monkeypatch.setenv(PICTURES_VARIABLE, "https://guide.example.org/pages/")
    talk = new_talk()
    card = talk.alexa.say("how should i lie down").response["response"]["card"]
    answer = guide_in().topics["rest_position"].answer.text
    assert card == {
        "type": "Standard",
        "title": "How to lie",
        "text": f"{answer}\n\nDr. Verhunce · Children's Hospital Colorado",
        "image": {
            "smallImageUrl": "https://guide.example.org/pages/positions-small.png",
            "largeImageUrl": "https://guide.example.org/pages/positions-large.png",
        },
    }
    talk.say("help me now")
    step = talk.alexa.say("no").response["response"]["card"]
    assert (step["type"], step["image"]) == ("Standard", card["image"])
    assert talk.alexa.say("should i ice it").response["response"]["card"]["type"] == "Simple"


def test_what_tells_of_who_asks_leaves_no_picture_either(
    monkeypatch: pytest.MonkeyPatch, new_talk: Callable[..., Talk]
) -> None:
    monkeypatch.setenv(PICTURES_VARIABLE, "https://guide.example.org/pages")
    talk = new_talk()
    talk.say("open back spasm guide")
    talk.say("i had back surgery last week")
    assert "card" not in talk.alexa.say("how should i lie down").response["response"]


@pytest.mark.parametrize("name", ["AMAZON.HelpIntent", "AMAZON.StopIntent", "RelieveNowIntent"])
def test_what_is_no_advice_leaves_no_card(name: str) -> None:
    assert "card" not in send(skill_for(), envelope(intent(name)))["response"]


@pytest.mark.parametrize("sign", guide_in().signs.values(), ids=lambda sign: sign.id)
def test_what_tells_of_who_asks_leaves_no_card(sign: Sign) -> None:
    name = next(name for name in SLOTS if name.lower().startswith(sign.rank))
    told = send(skill_for(), envelope(naming(name, SLOTS[name], sign.id)))
    assert "card" not in told["response"]
    question = naming("MedicationIntent", "situation", sign.id)
    beside = send(skill_for(), envelope(question))
    answer = guide_in().topics["medication"].answer.text
    assert "card" not in beside["response"] or answer in beside["response"]["card"]["content"]


def test_a_screen_that_asks_for_permission_shows_nothing_else() -> None:
    sent = envelope(intent("StartIceTimerIntent"))
    for place in (sent["session"], sent["context"]["System"]):
        place["user"].pop("permissions", None)
    shown = directives(send(skill_for(), sent))
    assert [one["type"] for one in shown] == ["Connections.SendRequest"]


def luminance(color: str) -> float:
    """Relative luminance, as WCAG 2.1 has it."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


ON = {
    "ground": ("ink", "soft", "ice", "warm"),
    "raised": ("ink",),
    "pressed": ("ink",),
    "primary": ("onPrimary",),
    "primaryPressed": ("onPrimary",),
    "alarm": ("white", "alarmSoft"),
}


@pytest.mark.parametrize(
    ("ground", "letters"), [pair for ground in ON for pair in product([ground], ON[ground])]
)
def test_letters_stand_out_from_what_they_stand_on(ground: str, letters: str) -> None:
    colors = {"white": "#FFFFFF"}
    for block in document("answer")["resources"]:
        colors |= block.get("colors", {})
    assert contrast(colors[letters], colors[ground]) >= 4.5


def test_a_timer_screen_always_has_its_three_buttons() -> None:
    for display in screens().values():
        if isinstance(display, TimerScreen):
            assert len(display.buttons) == 3


@pytest.mark.parametrize(
    ("runtime", "shown"),
    [
        ({"maxVersion": "1.4"}, True),
        ({"maxVersion": "1.10"}, True),
        ({"maxVersion": "2024.2"}, True),
        ({"maxVersion": "1.3"}, False),
        ({"maxVersion": "1.0"}, False),
        ({"maxVersion": "0.9"}, False),
        ({"maxVersion": "1"}, False),
        ({"maxVersion": "newest"}, False),
        ({"maxVersion": 1.4}, False),
        ({"maxVersion": "1.4" * 2000}, False),
        ({}, False),
        ("1.4", False),
        (None, False),
    ],
    ids=lambda value: f"{value}"[:40],
)
def test_a_device_too_old_for_our_documents_gets_the_card_alone(
    runtime: object, shown: bool
) -> None:
    sent = envelope(intent("IceIntent"), {})
    interface = {"Alexa.Presentation.APL": {"runtime": runtime}}
    sent["context"]["System"]["device"]["supportedInterfaces"] = interface
    response = send(skill_for(), sent)["response"]
    assert bool(response.get("directives")) is shown
    assert response["card"]["type"] == "Simple"
    assert "Ice" in response["outputSpeech"]["ssml"]
    assert response["shouldEndSession"] is False


def test_no_document_is_newer_than_what_a_device_is_asked_for() -> None:
    for name in DOCUMENTS.values():
        version = document(name)["version"]
        assert tuple(map(int, version.split("."))) <= OLDEST_APL
