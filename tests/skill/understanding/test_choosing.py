"""What is said first, and what is left of an answer, because of who asks: read off the content."""

import pytest

from skill.content.guidance import Guide
from skill.content.passage import Passage, Sentence
from skill.content.signs import EVERY_TOPIC
from skill.understanding.choosing import MOST_WORDS, choose, forbidden, weightiest
from skill.understanding.signs import weighed
from tests.support.guides import guide_in

GUIDE: Guide = guide_in()
SITUATIONS = [sign for sign in GUIDE.signs.values() if sign.rank == "situation"]
TOUCHED = [
    (sign.id, topic)
    for sign in SITUATIONS
    for topic in GUIDE.topics
    if sign.touches_topic(topic) and sign.passage.sentences
]
ANSWERS = {
    question.id: question.passage for question in GUIDE.questions.values() if question.passage.text
}


@pytest.mark.parametrize(("sign_id", "topic"), TOUCHED)
def test_a_situation_is_spoken_of_first_and_nothing_it_forbids_is_said(
    sign_id: str, topic: str
) -> None:
    sign = GUIDE.signs[sign_id]
    for id_, answer in ANSWERS.items():
        if id_.partition(".")[0] == topic:
            told = choose(GUIDE, topic, answer, [sign])
            assert told.text.startswith(sign.words_on(topic).text)
            assert sign.forbids.isdisjoint(told.answer.facts), id_


@pytest.mark.parametrize(("sign_id", "topic"), TOUCHED)
def test_it_holds_for_the_rest_of_the_talk(sign_id: str, topic: str) -> None:
    sign = GUIDE.signs[sign_id]
    for id_, answer in ANSWERS.items():
        told = choose(GUIDE, id_.partition(".")[0], answer, heard=[sign_id])
        assert sign.forbids.isdisjoint(told.answer.facts), id_
    told = choose(GUIDE, topic, GUIDE.topics[topic].answer, heard=[sign_id])
    assert told.text.startswith(sign.words_on(topic).text)


# Who asks, what about, and all that is said: written by hand.
TOLD = {
    ("pregnant", "heat"): (
        "In pregnancy, skip hot tubs, saunas and very hot baths. A warm bath is seen as fine. Ask "
        "your midwife before any other heat."
    ),
    ("child", "ice"): (
        "For a child, ask a doctor or pharmacist before you use ice on the back. Back pain in a "
        "child should be checked today."
    ),
    ("blood_thinner", "ice"): GUIDE.topics["ice"].answer.text,
    ("raynauds", "ice"): (
        "With Raynaud's or a cold allergy, don't use ice unless your doctor agrees."
    ),
    ("stomach_ulcer", "medication"): (
        "With an ulcer or stomach trouble, don't take ibuprofen or aspirin unless a doctor agrees. "
        "Ask a pharmacist which pain pill is safe."
    ),
    ("hip_replacement", "ice"): GUIDE.topics["ice"].answer.text,
}


@pytest.mark.parametrize(("sign_id", "topic"), TOLD)
def test_all_that_is_said_to_somebody(sign_id: str, topic: str) -> None:
    sign = GUIDE.signs[sign_id]
    now = [sign] if sign.touches_topic(topic) else []
    told = choose(GUIDE, topic, GUIDE.topics[topic].answer, now, heard=[sign_id])
    assert told.text == TOLD[sign_id, topic]


def test_what_bears_on_every_topic_is_told_again_only_where_the_talk_turns() -> None:
    sign = next(sign for sign in SITUATIONS if EVERY_TOPIC in sign.touches)
    answer = GUIDE.topics["causes"].answer
    assert choose(GUIDE, "causes", answer, heard=[sign.id]).first == (sign.words_on("causes"),)
    assert choose(GUIDE, "causes", answer, heard=[sign.id], anew=False).first == ()


@pytest.mark.parametrize("sign_id", [sign.id for sign in SITUATIONS])
def test_a_turn_of_two_situations_can_be_taken_in(sign_id: str) -> None:
    for other in SITUATIONS:
        signs = [GUIDE.signs[sign_id], other]
        banned = {*forbidden(sign for sign in signs if sign.passage.sentences)}
        for topic in ("medication", "ice", "stretching"):
            told = choose(GUIDE, topic, GUIDE.topics[topic].answer, signs)
            assert len(told.text.split()) <= MOST_WORDS
            assert banned.isdisjoint(told.answer.facts)


def test_of_three_situations_two_are_told_and_what_any_forbids_is_left_out() -> None:
    three = [GUIDE.signs[id_] for id_ in ("pregnant", "kidney", "asthma")]
    told = choose(GUIDE, "medication", GUIDE.topics["medication"].answer, three)
    assert told.first == tuple(sign.words_on("medication") for sign in three[:2])
    assert {*forbidden(three)}.isdisjoint(told.answer.facts)


def test_an_answer_of_which_nothing_is_left_gives_way_to_what_forbids_it() -> None:
    answer = Passage((Sentence("Take ibuprofen.", ("S107",)),))
    assert "S107" in GUIDE.signs["kidney"].forbids
    told = choose(GUIDE, "what_is", answer, heard=["kidney"])
    assert told.text == GUIDE.signs["kidney"].passage.text


def test_a_long_answer_ends_with_a_whole_sentence_within_the_limit() -> None:
    lines = [Sentence(f"{'word ' * 29}end{number}.", ("S05",)) for number in range(4)]
    told = choose(GUIDE, "what_is", Passage(tuple(lines)))
    assert told.answer.sentences == tuple(lines[:3])


def test_somebody_of_whom_nothing_is_known_hears_the_whole_answer() -> None:
    for id_, answer in ANSWERS.items():
        assert choose(GUIDE, id_.partition(".")[0], answer).text == answer.text
        assert choose(GUIDE, id_.partition(".")[0], answer, heard=["gone"]).text == answer.text


@pytest.mark.parametrize(
    ("heard", "sign"),
    [
        ((), None),
        (("pregnant", "gone"), None),
        (("pregnant", "fever"), "fever"),
        (("fever", "suicidal"), "suicidal"),
        (("suicidal", "both_legs", "fever"), "both_legs"),
    ],
)
def test_the_weightiest_of_what_was_heard_rules_the_talk(
    heard: tuple[str, ...], sign: str | None
) -> None:
    found = weightiest(GUIDE, heard)
    assert (found.id if found else None) == sign


PAIRED = [
    (sign.id, one, other)
    for sign in GUIDE.signs.values()
    if sign.pairs
    for one in sign.pairs[0]
    for other in sign.pairs[1]
]


@pytest.mark.parametrize(("sign", "one", "other"), PAIRED)
def test_a_pair_counts_in_one_turn_and_over_two_in_either_order(
    sign: str, one: str, other: str
) -> None:
    def outrank(now: list[str], before: list[str]) -> bool:
        """Whether the pair is told, or another that weighs as much."""
        told = weighed(GUIDE, now, before)
        return told[0].rank == GUIDE.signs[sign].rank and bool(told[0].pairs)

    assert outrank([one, other], [])
    assert outrank([one], [other])
    assert outrank([other], [one])
    assert all(not found.pairs for found in weighed(GUIDE, [one], []) if not found.patterns)


def test_a_pair_heard_before_is_not_told_again_by_itself() -> None:
    assert weighed(GUIDE, [], ["fall", "blood_thinner"]) == []
    assert [s.id for s in weighed(GUIDE, ["pregnant"], ["fall", "blood_thinner"])] == ["pregnant"]
