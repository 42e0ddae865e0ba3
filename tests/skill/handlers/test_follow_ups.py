"""A side of what was last spoken of, asked bare: it is answered, or the guide has nothing on it."""

from typing import Any

import pytest
from ask_sdk_core.skill import CustomSkill

from local_voice.alexa.transport import send
from local_voice.speech.ssml import plain_text
from skill.alexa.session import from_attributes, to_attributes
from skill.conversation.turn import Dialog
from skill.understanding.choosing import choose
from tests.conftest import Talk
from tests.support.guides import guide_in
from tests.support.requests import Json, envelope, intent, skill_for, speech_of

GUIDE = guide_in()
PHRASES = GUIDE.phrases
CELLS = [(topic, name) for topic in GUIDE.topics for name in GUIDE.follow_ups]


@pytest.fixture(scope="module")
def skill() -> CustomSkill:
    return skill_for()


def asked(skill: CustomSkill, name: str, **dialog: Any) -> Json:  # noqa: ANN401 - fields of Dialog
    after = Dialog(launched=True)._replace(**dialog)
    return send(skill, envelope(intent(name), to_attributes(after)))


def words(answer: Json) -> str:
    return plain_text(speech_of(answer))


@pytest.mark.parametrize(("topic", "name"), CELLS)
def test_every_cell_speaks_or_says_that_there_is_nothing(
    topic: str, name: str, skill: CustomSkill
) -> None:
    aspect = GUIDE.follow_ups[name]
    answer = asked(skill, name, subject=topic, part="more")
    question = GUIDE.question(f"{topic}.{aspect}")
    if question:
        assert question.passage.sentences
        assert words(answer).startswith(question.passage.text)
        assert from_attributes(answer["sessionAttributes"]).subject == question.id
    else:
        nothing = (
            f"On {GUIDE.topics[topic].name}, I have nothing about {GUIDE.aspects[aspect]}. "
            "A doctor or pharmacist can tell you."
        )
        assert words(answer) == f"{nothing} {PHRASES.more_question}"


@pytest.mark.parametrize(("topic", "name"), CELLS)
def test_no_cell_says_again_what_was_just_said(topic: str, name: str) -> None:
    question = GUIDE.question(f"{topic}.{GUIDE.follow_ups[name]}")
    assert question is None or question.passage != GUIDE.topics[topic].answer


@pytest.mark.parametrize("name", GUIDE.follow_ups)
def test_without_a_subject_it_is_asked_about_what(name: str, skill: CustomSkill) -> None:
    """But for what is asked of somebody's back alone: whether it is serious, and a doctor."""
    of_oneself = GUIDE.follow_ups[name] in ("safe", "serious", "see_doctor")
    told = GUIDE.topics["see_doctor"].answer.text if of_oneself else PHRASES.about_what
    assert words(asked(skill, name)).startswith(told)


@pytest.mark.parametrize(
    ("subject", "topic"), [("timer", "ice"), ("routine", "treatment"), ("exercises", "stretching")]
)
def test_after_what_is_no_question_its_topic_is_meant(
    subject: str, topic: str, skill: CustomSkill
) -> None:
    why = GUIDE.question(f"{topic}.why")
    assert why
    assert words(asked(skill, "FollowUpWhyIntent", subject=subject)).startswith(why.passage.text)


def test_inside_the_routine_it_is_answered_and_the_steps_go_on(skill: CustomSkill) -> None:
    answer = asked(skill, "FollowUpWhyIntent", subject="ice", step=2)
    assert words(answer).endswith(PHRASES.go_on_question)


TALK = (
    ("how long should i ice a back spasm", GUIDE.topics["ice"].answer.text),
    ("how often", "Two British hospitals let people ice again every two to three hours"),
    ("why", "Overworked muscles can become tender and inflamed."),
    ("who says so", "That comes from Dr. Verhunce."),
    ("tell me more", GUIDE.topics["ice"].answer.text),
    ("should i use heat or ice", GUIDE.topics["heat"].answer.text),
    ("how long", "Use heat for about fifteen minutes at a time."),
    ("tell me more", GUIDE.topics["heat"].answer.text),
    ("tell me more", GUIDE.topics["heat"].more.text),
)


def test_a_talk_of_follow_ups(talk: Talk) -> None:
    talk.say("open back spasm guide")
    for said, told in TALK:
        assert talk.say(said).startswith(told), said


def test_while_a_timer_runs_how_much_longer_is_the_timers_and_how_long_the_questions(
    talk: Talk,
) -> None:
    talk.say("open back spasm guide")
    talk.say("start an ice timer")
    assert talk.say("how much longer").startswith("Your ice timer has twenty minutes left.")
    how_long = GUIDE.question("ice.how_long")
    assert how_long
    assert talk.say("how long").startswith(how_long.passage.text)


@pytest.mark.parametrize("sign", ["pregnant", "raynauds", "surgery_or_implant"])
def test_a_situation_heard_once_holds_for_every_side_of_every_topic(
    sign: str, skill: CustomSkill
) -> None:
    for topic, name in CELLS:
        question = GUIDE.question(f"{topic}.{GUIDE.follow_ups[name]}")
        if question:
            heard = words(asked(skill, name, subject=topic, heard=(sign,)))
            told = choose(GUIDE, topic, question.passage, heard=[sign], anew=False)
            assert heard.startswith(told.text), question.id
