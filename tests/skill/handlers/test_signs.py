"""What somebody says of themselves is told first, holds for the talk, and is kept nowhere."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from ask_sdk_core.skill import CustomSkill

from local_voice.alexa.transport import send
from local_voice.speech.ssml import plain_text
from skill.alexa.session import from_attributes, to_attributes
from skill.content.signs import Sign
from skill.conversation.turn import Dialog, Offer
from skill.handlers.router import HANDLERS
from skill.handlers.signs import CARRIERS, SLOTS
from skill.storage.store import MemoryStore
from tests.conftest import Talk
from tests.support.guides import guide_in
from tests.support.requests import Json, envelope, intent, naming, skill_for, speech_of
from tests.whole.test_facts import QUESTIONS

GUIDE = guide_in()
PHRASES = GUIDE.phrases
LOCALES = ("en-US", "en-GB", "en-CA", "en-AU", "en-IN")
NUMBERS = {"en-US": "911", "en-CA": "911", "en-GB": "999", "en-AU": "000", "en-IN": "112"}
INTENT_OF = {
    "emergency": "EmergencyIntent",
    "crisis": "CrisisIntent",
    "urgent": "UrgentIntent",
    "situation": "SituationIntent",
}


def signs(*ranks: str) -> list[Sign]:
    return [sign for sign in GUIDE.signs.values() if sign.rank in ranks]


def by_id(sign: Sign) -> str:
    return sign.id


@pytest.fixture(scope="module")
def skill() -> CustomSkill:
    return skill_for()


def told(skill: CustomSkill, sign: Sign, **dialog: Any) -> Json:  # noqa: ANN401 - fields of Dialog
    """The answer to this sign alone."""
    name = INTENT_OF[sign.rank]
    after = to_attributes(Dialog(launched=True)._replace(**dialog))
    return send(skill, envelope(naming(name, SLOTS[name], sign.id), after))


def asked(skill: CustomSkill, request: Json, *heard: str, **dialog: Any) -> Json:  # noqa: ANN401
    """The answer to a request of somebody who has named these signs."""
    after = Dialog(launched=True, heard=heard)._replace(**dialog)
    return send(skill, envelope(request, to_attributes(after)))


def words(answer: Json) -> str:
    return plain_text(speech_of(answer))


def call_of(sign: Sign) -> str:
    return sign.call or GUIDE.emergency.call


# Each rank alone


@pytest.mark.parametrize("sign", signs("emergency"), ids=by_id)
def test_an_emergency_is_the_call_then_what_was_named_and_nothing_is_asked(
    sign: Sign, skill: CustomSkill
) -> None:
    answer = told(skill, sign)
    assert words(answer) == f"{call_of(sign)} {sign.passage.text}"
    assert call_of(sign).startswith("Call 911 now")
    assert not words(answer).endswith("?")
    assert "reprompt" not in answer["response"]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("sign", signs("emergency"), ids=by_id)
def test_the_number_of_the_country_stands_in_the_first_sentence(locale: str, sign: Sign) -> None:
    here = guide_in(locale)
    call = here.signs[sign.id].call or here.emergency.call
    assert call.startswith(f"Call {NUMBERS[locale]} now")


@pytest.mark.parametrize("sign", signs("crisis"), ids=by_id)
def test_a_crisis_is_its_own_words_and_whether_to_say_the_numbers_again(
    sign: Sign, skill: CustomSkill
) -> None:
    answer = told(skill, sign)
    assert words(answer) == f"{sign.passage.text} {PHRASES.crisis_question}"
    again = asked(
        skill, intent("AMAZON.YesIntent"), sign.id,
        offer=from_attributes(answer["sessionAttributes"]).offer,
    )  # fmt: skip
    assert words(again) == words(answer)


@pytest.mark.parametrize("sign", signs("urgent"), ids=by_id)
def test_an_urgent_sign_is_told_before_all_else(sign: Sign, skill: CustomSkill) -> None:
    question = sign.question or PHRASES.else_question
    assert words(told(skill, sign)) == f"{sign.passage.text} {question}"


@pytest.mark.parametrize("sign", signs("situation"), ids=by_id)
def test_a_situation_alone_is_told_and_the_talk_goes_on(sign: Sign, skill: CustomSkill) -> None:
    answer = told(skill, sign)
    if sign.passage.sentences:
        assert words(answer) == f"{sign.passage.text} {PHRASES.else_question}"
    else:  # something tried: the rest of what helps
        treatment = GUIDE.topics["treatment"].answer
        assert words(answer) == f"{treatment.without(sign.forbids).text} {PHRASES.more_question}"
    assert from_attributes(answer["sessionAttributes"]).heard == (sign.id,)


@pytest.mark.parametrize("sign", signs("emergency", "crisis", "urgent", "situation"), ids=by_id)
def test_what_is_told_is_heard_in_one_breath(sign: Sign) -> None:
    assert len(sign.passage.text.split()) <= 45


# Several at once


def test_of_several_situations_two_are_told_and_all_are_remembered(skill: CustomSkill) -> None:
    request = naming("SituationIntent", "situation", "asthma", "pregnant", "kidney")
    answer = asked(skill, request)
    pregnant, kidney = (GUIDE.signs[id_].passage.text for id_ in ("pregnant", "kidney"))
    assert words(answer) == f"{pregnant} {kidney} {PHRASES.else_question}"
    assert {*from_attributes(answer["sessionAttributes"]).heard} == {"pregnant", "kidney", "asthma"}


def test_the_weightier_of_several_signs_is_told(skill: CustomSkill) -> None:
    request = naming("SituationIntent", "situation", "pregnant", "fever", "both_legs")
    assert words(asked(skill, request)).startswith("Call 911 now")


PAIRS = [
    (sign.id, one, other)
    for sign in GUIDE.signs.values()
    if sign.pairs
    for one in sign.pairs[0]
    for other in sign.pairs[1]
]


@pytest.mark.parametrize(("pair", "before", "now"), PAIRS)
def test_two_signs_over_two_turns_weigh_what_they_weigh_together(
    pair: str, before: str, now: str, skill: CustomSkill
) -> None:
    for first, second in ((before, now), (now, before)):
        heard = words(told(skill, GUIDE.signs[second], heard=(first,)))
        if GUIDE.signs[pair].rank == "emergency":
            assert heard.startswith("Call 911 now"), (first, second)
        else:
            assert "doctor" in heard or "midwife" in heard or "911" in heard


def test_a_situation_told_beside_a_question_weighs_with_what_was_heard(skill: CustomSkill) -> None:
    request = naming("MedicationIntent", "situation", "blood_thinner")
    pair = GUIDE.signs["fall_and_weak_bones"]
    assert words(asked(skill, request, "fall")) == f"{call_of(pair)} {pair.passage.text}"


# After an emergency


@pytest.mark.parametrize("name", sorted({*GUIDE.questions, *GUIDE.follow_ups, *HANDLERS}))
def test_after_an_emergency_nothing_else_is_told_or_offered(name: str, skill: CustomSkill) -> None:
    if not name.endswith("Intent") or name in {*SLOTS, *CARRIERS}:
        return
    if name in ("AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent"):
        assert words(asked(skill, intent(name), "both_legs")).startswith(PHRASES.goodbye)
    elif name != "AMAZON.RepeatIntent":
        sign = GUIDE.signs["both_legs"]
        answer = asked(skill, intent(name), "both_legs", subject="ice", part="more")
        assert words(answer) == f"{call_of(sign)} {sign.passage.text}"


LIGHTER = {
    "a situation": naming("SituationIntent", "situation", "pregnant"),
    "an urgent sign": naming("UrgentIntent", "urgent_sign", "rash"),
    "own words": intent("SymptomIntent", symptom="a fever"),
    "words without a sign": intent("SymptomIntent", symptom="an odd rattle"),
}


@pytest.mark.parametrize("before", ["both_legs", "suicidal"])
@pytest.mark.parametrize("kind", LIGHTER)
def test_after_an_emergency_or_a_crisis_what_weighs_less_changes_nothing(
    before: str, kind: str, skill: CustomSkill
) -> None:
    answer = asked(skill, LIGHTER[kind], before)
    assert words(answer) == words(told(skill, GUIDE.signs[before]))


def test_after_an_emergency_a_crisis_is_told_and_after_a_crisis_an_emergency(
    skill: CustomSkill,
) -> None:
    crisis = told(skill, GUIDE.signs["suicidal"], heard=("both_legs",))
    assert words(crisis).startswith(GUIDE.signs["suicidal"].passage.text)
    emergency = told(skill, GUIDE.signs["both_legs"], heard=("suicidal",))
    assert words(emergency).startswith("Call 911 now")


def test_after_an_emergency_an_order_that_ends_something_is_carried_out_and_a_start_waits() -> None:
    skill = skill_for()
    send(skill, envelope(intent("StartIceTimerIntent"), {}))
    waits = asked(skill, intent("StartIceTimerIntent", duration="PT10M"), "both_legs")
    assert words(waits).startswith("Call 911 now")
    status = asked(skill, intent("IceTimerStatusIntent"), "both_legs")
    assert words(status).startswith("Your ice timer has twenty minutes left.")
    ended = asked(skill, intent("CancelIceTimerIntent"), "both_legs")
    assert words(ended).startswith("Your ice timer is off.")


def test_a_yes_to_the_safety_check_is_the_call(talk: Talk) -> None:
    talk.say("help me now")
    assert talk.say("yes").startswith("Call 911 now, or go to an emergency department.")


def test_first_of_all_an_emergency_needs_no_disclaimer(new_talk: Callable[..., Talk]) -> None:
    for said in ("both my legs are numb", "i want to die"):
        assert PHRASES.disclaimer_short not in new_talk(known=False).say(said)
    assert PHRASES.disclaimer_short in new_talk(known=False).say("i have a fever")


# After an urgent sign


@pytest.mark.parametrize("sign", signs("urgent"), ids=by_id)
def test_after_an_urgent_sign_only_what_it_allows_is_answered(
    sign: Sign, skill: CustomSkill
) -> None:
    allowed = {*sign.allows, "see_doctor", "source"}
    for question in GUIDE.questions.values():
        heard = words(asked(skill, intent(question.intent), sign.id))
        if question.topic.id in allowed:
            assert sign.passage.text not in heard or question.passage.text not in sign.passage.text
            assert heard != words(told(skill, sign)), question.id
        else:
            assert heard.startswith(sign.passage.text), question.id
            assert question.passage.text not in heard, question.id


@pytest.mark.parametrize("sign", signs("urgent"), ids=by_id)
@pytest.mark.parametrize(
    ("name", "steps"), [("RelieveNowIntent", "routine"), ("ExercisesIntent", "exercises")]
)
def test_after_an_urgent_sign_the_steps_are_gone_through_where_it_allows_them(
    sign: Sign, name: str, steps: str, skill: CustomSkill
) -> None:
    heard = words(asked(skill, intent(name), sign.id))
    first = GUIDE.routines[steps][0]
    if steps in sign.allows:
        assert heard.endswith(first.question)
    else:
        assert heard.startswith(sign.passage.text)
        assert first.question not in heard


# A crisis


@pytest.mark.parametrize("sign", signs("crisis"), ids=by_id)
@pytest.mark.parametrize(
    "name",
    ["AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NoIntent", "AMAZON.NavigateHomeIntent"],
)
def test_who_stops_after_a_crisis_hears_whom_to_call_once_more(
    sign: Sign, name: str, skill: CustomSkill
) -> None:
    offer = Offer("CrisisIntent", slots={"crisis_sign": sign.id})
    answer = asked(skill, intent(name), sign.id, offer=offer)
    assert words(answer) == (sign.goodbye or PHRASES.crisis_goodbye)
    assert answer["response"]["shouldEndSession"] is True


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("sign", signs("crisis"), ids=by_id)
def test_a_crisis_names_a_number_of_the_country(sign: Sign, locale: str) -> None:
    here = guide_in(locale).signs[sign.id]
    assert NUMBERS[locale] in here.passage.text
    if sign.id.startswith("suicid") or sign.id == "self_harm":
        assert any(letter.isdigit() for letter in here.goodbye)


@pytest.mark.parametrize("sign", signs("crisis"), ids=by_id)
def test_in_a_crisis_no_advice_on_backs_is_given(sign: Sign, skill: CustomSkill) -> None:
    for question in (*GUIDE.questions.values(),):
        heard = words(asked(skill, intent(question.intent), sign.id))
        assert heard.startswith(sign.passage.text), question.id
        assert question.passage.text not in heard, question.id
    for name in ("RelieveNowIntent", "StartIceTimerIntent", "AMAZON.HelpIntent"):
        assert words(asked(skill, intent(name), sign.id)).startswith(sign.passage.text)


# Somebody's own words, of which Alexa gives the slot's value alone

OWN = [
    ("SymptomIntent", "numbness in both legs", "both_legs"),
    ("SymptomIntent", "a fever since last night", "fever"),
    ("SymptomIntent", "thoughts of killing myself", "suicidal"),
    ("SymptomIntent", "diabetes", "diabetes_or_numb_skin"),
    ("CannotIntent", "pee", "peeing"),
    ("CannotIntent", "feel my feet", "both_legs"),
    ("CannotIntent", "control my bowels", "bowel_control"),
    ("CannotIntent", "stop coughing up blood", "breathless"),
    ("MyBackIntent", "hurts and i lost ten pounds without trying", "weight_loss"),
    ("MyLegIntent", "is numb and weak", "one_leg"),
    ("MyLegsIntent", "are numb", "both_legs"),
    ("MyLegsIntent", "keep giving way", "both_legs"),
    ("SomebodyIntent", "took all his pills on purpose", "intentional_overdose"),
    ("SomebodyIntent", "has a fever", "fever"),
]


@pytest.mark.parametrize(("name", "said", "sign"), OWN)
def test_the_sign_in_somebodys_own_words_is_told(
    name: str, said: str, sign: str, skill: CustomSkill
) -> None:
    answer = asked(skill, intent(name, symptom=said))
    assert words(answer) == words(told(skill, GUIDE.signs[sign]))


@pytest.mark.parametrize("name", CARRIERS)
def test_own_words_without_a_sign_are_told_whom_to_ask(name: str, skill: CustomSkill) -> None:
    told = {
        "MyBackIntent": GUIDE.topics["treatment"].aspects["now"].passage.text,
        "TellingIntent": PHRASES.fallback,
        "AskingIntent": PHRASES.fallback,
    }
    for said in ("an odd rattle", ""):
        answer = asked(skill, intent(name, symptom=said))
        assert words(answer).startswith(told.get(name, PHRASES.unknown_symptom))
        assert answer["response"]["shouldEndSession"] is False


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SymptomIntent", "a bad back since this morning"),
        ("TellingIntent", "pulled something in my back lifting a crate"),
        ("SomebodyIntent", "has put his back out"),
    ],
)
def test_own_words_that_complain_of_a_back_are_told_what_eases_it(
    name: str, said: str, skill: CustomSkill
) -> None:
    answer = asked(skill, intent(name, symptom=said))
    assert words(answer).startswith("I'm sorry your back hurts. Stop what you were doing")


def test_what_can_stand_in_any_question_is_looked_through_for_signs(skill: CustomSkill) -> None:
    said = "ice it again also i can't feel my feet either of them"
    answer = asked(skill, intent("AskingIntent", symptom=said))
    assert words(answer) == words(told(skill, GUIDE.signs["both_legs"]))


@pytest.mark.parametrize(
    ("name", "said", "sign"),
    [
        ("EmergencyIntent", "can't feel either foot", "both_legs"),
        ("SituationIntent", "i take warfarin", "blood_thinner"),
        ("UrgentIntent", "i lost a lot of weight", "weight_loss"),
    ],
)
def test_a_sign_that_alexa_heard_and_did_not_know_is_looked_for(
    name: str, said: str, sign: str, skill: CustomSkill
) -> None:
    answer = asked(skill, intent(name, **{SLOTS[name]: said}))
    assert words(answer) == words(told(skill, GUIDE.signs[sign]))


# Two halves


def test_the_other_half_of_a_question_is_offered_by_name_and_a_yes_answers_it(talk: Talk) -> None:
    first = talk.say("how long should i ice and how often")
    assert first.startswith(GUIDE.topics["ice"].answer.text)
    assert first.endswith("Shall I also tell you about how often to ice?")
    how_often = GUIDE.question("ice.how_often")
    assert how_often
    assert talk.say("yes").startswith(how_often.passage.text)


def test_a_no_to_the_other_half_leaves_it(talk: Talk) -> None:
    talk.say("open back spasm guide")
    talk.say("how long should i ice and how often")
    assert talk.say("no") == f"{PHRASES.no_problem} {PHRASES.else_question}"


def test_an_order_beside_a_situation_waits_for_a_yes(talk: Talk) -> None:
    first = talk.say("start an ice timer i'm pregnant")
    assert first.startswith("In pregnancy, ")
    assert first.endswith("Shall I start a twenty minute ice timer?")
    assert talk.say("yes").startswith("Your ice timer is set for twenty minutes.")


# A situation holds


def test_a_situation_heard_once_holds_for_the_session(talk: Talk) -> None:
    talk.say("open back spasm guide")
    assert talk.say("i'm pregnant").startswith("In pregnancy, ask your midwife or doctor")
    for question in QUESTIONS:
        exchange = talk.alexa.say(question)
        asked_of = GUIDE.questions.get(exchange.intent)
        if asked_of is None:
            talk.alexa.open()
            talk.say("i'm pregnant")
            continue
        for line in asked_of.passage.sentences:
            if not GUIDE.signs["pregnant"].forbids.isdisjoint(line.facts):
                assert line.text not in exchange.speech, question


def test_the_steps_leave_out_what_is_not_for_who_asks(talk: Talk) -> None:
    talk.say("open back spasm guide")
    talk.say("i'm pregnant")
    heard = [talk.say("help me now"), talk.say("no"), *(talk.say("next") for _ in range(4))]
    assert "on your back on the floor" not in " ".join(heard)
    assert "ibuprofen is often recommended" not in " ".join(heard)


def test_a_new_session_knows_nothing_of_the_one_before(talk: Talk) -> None:
    talk.say("open back spasm guide")
    talk.say("i'm pregnant")
    talk.say("stop")
    assert talk.say("should i use heat or ice").startswith(GUIDE.topics["heat"].answer.text)


# Nothing is kept


SAID = {
    "i'm pregnant": ("pregnant", "pregnancy", "midwife"),
    "i take warfarin": ("warfarin", "thinner", "blood"),
    "i have a fever and my back hurts": ("fever", "infection"),
    "i want to die": ("die", "suicid", "9 8 8"),
    "both my legs are numb": ("both_legs", "numb"),
    "i took too many pain pills": ("overdose", "poison"),
}


@pytest.mark.parametrize("said", SAID)
def test_what_somebody_says_of_themselves_reaches_no_store_no_log_and_no_card(
    said: str, new_talk: Callable[..., Talk], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = MemoryStore()
    talk = new_talk(store=store)
    talk.say("open back spasm guide")
    lines = (said, "what can i take for back pain", "start an ice timer", "help me now")
    cards = [talk.alexa.say(line).response["response"].get("card") for line in lines]
    kept = f"{store._states!r}{cards!r}{caplog.text}".lower()  # noqa: SLF001 - all it holds
    advice = GUIDE.topics["medication"].answer.text.lower()
    for word in SAID[said]:
        assert word not in kept.replace(advice, ""), word


def test_of_what_was_heard_the_session_keeps_ids_alone(skill: CustomSkill) -> None:
    request = intent("SymptomIntent", symptom="a fever and my neighbour is called bartholomew")
    answer = asked(skill, request)
    assert answer["sessionAttributes"]["heard"] == ["fever"]
    assert "bartholomew" not in json.dumps(answer)
