"""Answers from the guidance: every topic, its details, and more of it on request."""

from skill.content.guidance import Passage, Topic
from skill.conversation import showing
from skill.conversation.replies import asking, closing
from skill.conversation.turn import Offer, Reply, Services, Turn


def advice(turn: Turn, services: Services) -> Reply:
    """The answer to a topic's question; a detail somebody named is answered on its own."""
    topic = services.guide.topic_of_intent[turn.name]
    detail = turn.slots.get(topic.slot)
    if detail is None:
        return _told(turn, services, topic, topic.answer, part="more")
    return _told(turn, services, topic, topic.detail(detail.id), part="answer")


def tell_me_more(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases
    topic = services.guide.topics.get(turn.dialog.subject)
    if topic is None:
        question, display = phrases.welcome_question, showing.things_to_say(services.guide)
        return asking(turn, services, phrases.no_topic, question, None, display)
    if turn.dialog.part == "answer":
        return _told(turn, services, topic, topic.answer, part="more")
    if turn.dialog.part == "more":
        more = showing.answer(services.guide, topic, topic.more)
        return closing(turn, services, topic.more.text, more, part="")
    return closing(turn, services, phrases.no_more)


def _told(turn: Turn, services: Services, topic: Topic, passage: Passage, part: str) -> Reply:
    display = showing.answer(services.guide, topic, passage, showing.offered(services.guide, topic))
    if turn.dialog.step is not None:
        return closing(turn, services, passage.text, display, subject=topic.id, part=part)
    question = topic.question or services.guide.phrases.more_question
    offer = Offer(topic.offer or "TellMeMoreIntent")
    return asking(
        turn, services, passage.text, question, offer, display, subject=topic.id, part=part
    )
