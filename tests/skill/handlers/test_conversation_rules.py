"""Alexa's rules of a conversation, held by every intent in every state of the talk."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from xml.etree import ElementTree as ET

import pytest
from ask_sdk_core.skill import CustomSkill

from local_voice.alexa.transport import send
from local_voice.timers.database import TimerDatabase
from local_voice.timers.service import AlexaService
from skill.alexa.session import from_attributes, to_attributes
from skill.conversation.turn import Dialog, Offer, Words
from skill.handlers.router import HANDLERS
from tests.support.clock import MovableClock
from tests.support.guides import guide_in
from tests.support.requests import DownStore, Json, envelope, intent, skill_for

GUIDE = guide_in()
OWN = {name for name in HANDLERS if name.endswith("Intent")}
INTENTS = sorted({*OWN, *GUIDE.questions, *GUIDE.follow_ups})
FEW = sorted({*OWN, *GUIDE.follow_ups, "IceIntent", "IceHowOftenIntent", "TriggersIntent"})
"""Each intent that is answered in a way of its own, for what is tried with each of many."""

LAST = Words("Ice it.", "Shall I start a timer?")
OPEN = Dialog(launched=True, last=LAST)
STATES: dict[str, Dialog] = {
    "one-shot": Dialog(),
    "opened": OPEN,
    "after ice": OPEN._replace(subject="ice", part="more", offer=Offer("StartIceTimerIntent")),
    "after golf": OPEN._replace(subject="triggers", part="answer", offer=Offer("TellMeMoreIntent")),
    "nothing more": OPEN._replace(subject="causes", part=""),
    "not launched, after ice": Dialog(subject="ice", offer=Offer("StartIceTimerIntent"), last=LAST),
    "safety check": OPEN._replace(
        subject="routine", step=0, offer=Offer("EmergencyIntent", "AMAZON.NextIntent")
    ),
    "last step but one": OPEN._replace(subject="routine", step=3, offer=Offer("AMAZON.NextIntent")),
    "routine, interrupted": OPEN._replace(subject="heat", part="more", step=2),
    "routine, timer set": OPEN._replace(subject="timer", step=2, offer=Offer("AMAZON.NextIntent")),
    "duration awaited": OPEN._replace(subject="timer", asked="start"),
    "extension awaited": OPEN._replace(subject="timer", asked="extend"),
    "exercises": OPEN._replace(
        subject="exercises", steps="exercises", step=2, offer=Offer("AMAZON.NextIntent")
    ),
    "not understood once": OPEN._replace(fallbacks=1),
    "pregnant, after heat": OPEN._replace(subject="heat", part="more", heard=("pregnant",)),
    "fever": OPEN._replace(heard=("fever",)),
    "worn out, steps offered": OPEN._replace(heard=("worn_out",), offer=Offer("RelieveNowIntent")),
    "suicidal": OPEN._replace(
        heard=("suicidal",), offer=Offer("CrisisIntent", slots={"crisis_sign": "suicidal"})
    ),
    "both legs": OPEN._replace(heard=("both_legs",)),
    "a sign nobody knows": OPEN._replace(heard=("gone", "pregnant")),
}
ASKS_FOR_PERMISSION = "Connections.SendRequest"
OPEN_QUESTION = "would you like to know?"  # its reprompt is what may be said


@dataclass
class Newcomers:
    """One skill, at which somebody new can turn up at any time; `service` holds their timers."""

    service: AlexaService = field(
        default_factory=lambda: AlexaService(TimerDatabase(":memory:"), MovableClock())
    )
    numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.skill = skill_for(api_client=self.service)

    def next(self) -> str:
        """A user without a past; the timers of those before are gone."""
        self.service.database.remove_all(0)
        return f"amzn1.ask.account.{next(self.numbers)}"


@pytest.fixture(scope="module")
def skill() -> CustomSkill:
    return skill_for()


@pytest.fixture(scope="module")
def newcomers() -> Newcomers:
    return Newcomers()


def asked(skill: CustomSkill, name: str, dialog: Dialog, **slots: str) -> Json:
    request = intent(name, **slots) if name.endswith("Intent") else {"type": name}
    return send(skill, envelope(request, to_attributes(dialog)))


def words(answer: Json, part: str = "response") -> str:
    """What the ear hears, without markup."""
    speech = answer["response"] if part == "response" else answer["response"].get(part) or {}
    markup = (speech.get("outputSpeech") or {}).get("ssml", "<speak/>")
    return "".join(ET.fromstring(markup).itertext())  # noqa: S314 - our own


def is_open(answer: Json) -> bool:
    return answer["response"].get("shouldEndSession") is False


def directives(answer: Json) -> list[str]:
    return [directive["type"] for directive in answer["response"].get("directives") or ()]


def check(answer: Json, where: str) -> None:
    heard, again = words(answer), words(answer, "reprompt")
    assert heard, where
    assert "went wrong" not in heard, where
    assert "{" not in heard, where
    if ASKS_FOR_PERMISSION in directives(answer):
        assert answer["response"].get("shouldEndSession") is None, where
        assert not again, where
        return
    assert is_open(answer) == heard.endswith("?"), f"{where}: {heard}"
    assert is_open(answer) == bool(again), where
    assert heard.endswith((again, OPEN_QUESTION)), f"{where}: {heard} [{again}]"
    if not is_open(answer) and not directives(answer):  # a screen stays lit without an end
        assert answer["response"]["shouldEndSession"] is True, where
    assert len(json.dumps(answer, ensure_ascii=False).encode()) < 24 * 1024, where
    assert len(answer["response"]["outputSpeech"]["ssml"]) <= 8000, where


@pytest.mark.parametrize("state", STATES)
def test_the_session_is_open_exactly_when_a_question_was_asked(
    state: str, skill: CustomSkill
) -> None:
    for name in [*INTENTS, "LaunchRequest"]:
        check(asked(skill, name, STATES[state]), f"{name} when {state}")


@pytest.mark.parametrize("state", STATES)
def test_so_it_is_with_a_timer_running_and_with_one_paused(
    state: str, newcomers: Newcomers
) -> None:
    for names in (["StartIceTimerIntent"], ["StartIceTimerIntent", "PauseIceTimerIntent"]):
        for name in FEW:
            user = newcomers.next()
            for before in names:
                send(newcomers.skill, envelope(intent(before), {}, user))
            assert len(newcomers.service.live()) == 1
            sent = envelope(intent(name), to_attributes(STATES[state]), user)
            check(send(newcomers.skill, sent), f"{name} when {state} after {names}")


@pytest.mark.parametrize("duration", ["", "PT0S", "?", "PT5M", "PT31M", "P1D", "PT90S"])
@pytest.mark.parametrize("name", ["StartIceTimerIntent", "ExtendIceTimerIntent"])
def test_so_it_is_with_any_duration(name: str, duration: str, newcomers: Newcomers) -> None:
    for state, dialog in STATES.items():
        for running in (True, False):
            user = newcomers.next()
            if running:
                send(newcomers.skill, envelope(intent("StartIceTimerIntent"), {}, user))
            sent = envelope(intent(name, duration=duration), to_attributes(dialog), user)
            check(send(newcomers.skill, sent), f"{duration} when {state}")


@pytest.mark.parametrize("entity", ["", "golf", "my secret hobby"])
def test_so_it_is_with_any_detail(entity: str, skill: CustomSkill) -> None:
    for topic in filter(lambda topic: topic.slot, GUIDE.topics.values()):
        check(asked(skill, topic.intent, OPEN, **{topic.slot: entity}), topic.intent)


@pytest.mark.parametrize("permission", ["DENIED", None])
def test_so_it_is_without_permission_for_timers(permission: str | None, skill: CustomSkill) -> None:
    for state, dialog in STATES.items():
        for name in FEW:
            sent = envelope(intent(name), to_attributes(dialog))
            user = sent["context"]["System"]["user"]
            if permission is None:
                del user["permissions"]
            else:
                (scope,) = user["permissions"]["scopes"].values()
                scope["status"] = permission
            check(send(skill, sent), f"{name} when {state}")


def test_so_it_is_for_somebody_who_asks_before_ever_opening_the_guide(
    newcomers: Newcomers,
) -> None:
    without_memory = skill_for(DownStore())
    for name in INTENTS:
        for skill in (newcomers.skill, without_memory):
            sent = envelope(intent(name), {}, newcomers.next())
            sent["session"]["new"] = True
            check(send(skill, sent), name)


# Repeat


@pytest.mark.parametrize("state", STATES)
def test_repeat_says_the_same_word_for_word_and_a_yes_still_means_the_same(
    state: str, skill: CustomSkill
) -> None:
    for name in FEW:
        if name in ("AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent"):
            continue  # nobody is left to ask
        first = asked(skill, name, STATES[state])
        dialog = from_attributes(first["sessionAttributes"])
        again = asked(skill, "AMAZON.RepeatIntent", dialog)
        assert words(again) == words(first), name
        assert words(again, "reprompt") == words(first, "reprompt"), name
        repeated = from_attributes(again["sessionAttributes"])
        assert repeated._replace(fallbacks=0) == dialog._replace(fallbacks=0), name


def test_before_anything_was_said_there_is_nothing_to_repeat(skill: CustomSkill) -> None:
    answer = asked(skill, "AMAZON.RepeatIntent", Dialog())
    assert words(answer).startswith(GUIDE.phrases.nothing_to_repeat)
    assert is_open(answer)


# Leaving, help, not understood


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    "name", ["AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent"]
)
def test_stop_and_cancel_leave_at_once_from_anywhere(
    name: str, state: str, skill: CustomSkill
) -> None:
    answer = asked(skill, name, STATES[state])
    assert answer["response"]["shouldEndSession"] is True
    goodbye = GUIDE.signs["suicidal"].goodbye if state == "suicidal" else GUIDE.phrases.goodbye
    assert words(answer).startswith(goodbye)
    after = from_attributes(answer["sessionAttributes"])
    assert (after.offer, after.step, after.asked) == (None, None, "")


@pytest.mark.parametrize("state", STATES)
def test_help_helps_and_asks_anywhere(state: str, skill: CustomSkill) -> None:
    answer = asked(skill, "AMAZON.HelpIntent", STATES[state])
    held_back = {
        "both legs": GUIDE.emergency.call,
        "suicidal": GUIDE.signs["suicidal"].passage.text,
    }
    assert words(answer).startswith(held_back.get(state, GUIDE.phrases.help))
    assert is_open(answer) is (state != "both legs")


def test_not_understood_for_the_second_time_is_shorter_and_other_words(skill: CustomSkill) -> None:
    dialog, heard = OPEN, []
    for _ in range(3):
        answer = asked(skill, "AMAZON.FallbackIntent", dialog)
        heard.append(words(answer))
        assert is_open(answer)
        dialog = from_attributes(answer["sessionAttributes"])
    assert len(heard[1]) < len(heard[0])
    assert heard[1] == heard[2]


def test_once_understood_the_next_misunderstanding_is_a_first_again(skill: CustomSkill) -> None:
    first = asked(skill, "AMAZON.FallbackIntent", OPEN)
    between = asked(skill, "IceIntent", from_attributes(first["sessionAttributes"]))
    third = asked(skill, "AMAZON.FallbackIntent", from_attributes(between["sessionAttributes"]))
    assert words(third) == words(first)


# The routine


def test_the_routine_over_a_no_to_begin_again_is_no_step(skill: CustomSkill) -> None:
    over = OPEN._replace(subject="routine", step=None)
    offered = asked(skill, "AMAZON.NextIntent", over)
    assert words(offered).endswith(GUIDE.phrases.routine_question)
    declined = asked(skill, "AMAZON.NoIntent", from_attributes(offered["sessionAttributes"]))
    assert words(declined).startswith(GUIDE.phrases.no_problem)


def test_emergency_is_first_and_alone_in_every_state(skill: CustomSkill) -> None:
    for state, dialog in STATES.items():
        answer = asked(skill, "EmergencyIntent", dialog, emergency_sign="chest pain")
        assert words(answer).startswith(GUIDE.emergency.call), state
        assert not is_open(answer), state
