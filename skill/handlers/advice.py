"""Answers from the guidance: every question, its details, and more of it on request."""

from skill.content.guidance import Question
from skill.content.passage import Passage
from skill.conversation import showing
from skill.conversation.replies import asking, closing
from skill.conversation.turn import Offer, Reply, Services, Turn
from skill.understanding.choosing import choose
from skill.understanding.signs import weighed

SITUATION = "situation"
ALSO = "also"
"""The slot for the other half of a question: its id, where somebody's whole words are known."""

_ABOUT_THE_PAIN = ("serious", "safe", "see_doctor")
"""Sides that somebody may ask of their pain before anything was spoken of."""

_TOPICS_OF = {"timer": "ice", "routine": "treatment", "exercises": "stretching"}
"""What a follow-up means after something that is no question."""


def advice(turn: Turn, services: Services) -> Reply:
    """The answer to a question; a detail somebody named is answered on its own."""
    question = services.guide.questions[turn.name]
    detail = None if question.aspect else turn.slots.get(question.topic.slot)
    if detail is not None:
        return _told(turn, services, question, question.topic.detail(detail.id), part="answer")
    return _told(
        turn, services, question, question.passage, "answer" if question.aspect else "more"
    )


def follow_up(turn: Turn, services: Services) -> Reply:
    """A side of what was last spoken of, asked bare; where there is nothing on it, that is said."""
    guide, phrases = services.guide, services.guide.phrases
    aspect = guide.follow_ups[turn.name]
    subject = _TOPICS_OF.get(turn.dialog.subject, turn.dialog.subject).partition(".")[0]
    topic = guide.topics.get(subject)
    if topic is None and aspect in _ABOUT_THE_PAIN:
        return advice(turn._replace(name="SeeDoctorIntent"), services)
    if topic is None:
        return _about_what(turn, services)
    question = guide.question(f"{subject}.{aspect}")
    if question:
        return _told(turn, services, question, question.passage, part="answer")
    nothing = phrases.nothing_on.format(topic=topic.name, aspect=guide.aspects[aspect])
    if turn.dialog.part:
        return asking(turn, services, nothing, phrases.more_question, Offer("TellMeMoreIntent"))
    return closing(turn, services, nothing)


def who_says(turn: Turn, services: Services) -> Reply:
    """The sources of what was last spoken of; without it, where all the guidance comes from."""
    guide, phrases = services.guide, services.guide.phrases
    subject = _TOPICS_OF.get(turn.dialog.subject, turn.dialog.subject)
    question = guide.question(subject)
    if question is None:
        return advice(turn._replace(name="SourceIntent"), services)
    names = guide.sources_of(question.passage)
    listed = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return closing(turn, services, phrases.who_says.format(names=listed))


def tell_me_more(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases
    question = services.guide.question(turn.dialog.subject)
    if question is None:
        return _about_what(turn, services)
    whole = Question(question.topic)
    if turn.dialog.part == "answer":
        return _told(turn, services, whole, whole.passage, part="more")
    if turn.dialog.part == "more":
        more = question.topic.more
        left = choose(services.guide, whole.id, more, heard=turn.dialog.heard, anew=False)
        display = showing.answer(services.guide, whole, left.answer)
        speech = left.answer.text or phrases.no_more
        return closing(turn, services, speech, display, part="")
    return closing(turn, services, phrases.no_more)


def _about_what(turn: Turn, services: Services) -> Reply:
    phrases, display = services.guide.phrases, showing.things_to_say(services.guide)
    follows_up = turn.name != "TellMeMoreIntent"
    speech = phrases.about_what if follows_up else phrases.no_topic
    return asking(turn, services, speech, phrases.welcome_question, None, display)


def _told(turn: Turn, services: Services, question: Question, passage: Passage, part: str) -> Reply:
    guide, dialog = services.guide, turn.dialog
    topic = question.topic
    slot = turn.slots.get(SITUATION)
    now = weighed(guide, slot.ids if slot else (), dialog.heard)
    anew = dialog.subject.partition(".")[0] != topic.id
    choice = choose(guide, topic.id, passage, now, dialog.heard, anew=anew)
    heard = tuple(dict.fromkeys((*dialog.heard, *(sign.id for sign in now))))
    asked, offer = _goes_on(turn, services, question, left=bool(choice.answer.sentences))
    button, kept = showing.offered(guide, offer.yes), not choice.first
    display = showing.answer(guide, question, choice.whole, button, kept=kept)
    if dialog.step is not None or not asked:
        return closing(
            turn, services, choice.text, display, subject=question.id, part=part, heard=heard
        )
    return asking(
        turn, services, choice.text, asked, offer, display,
        subject=question.id, part=part, heard=heard,
    )  # fmt: skip


def _goes_on(
    turn: Turn, services: Services, question: Question, *, left: bool
) -> tuple[str, Offer]:
    """What is asked after an answer: about its other half, or for more, if anything was `left`."""
    guide, phrases = services.guide, services.guide.phrases
    also = turn.slots.get(ALSO)
    other = guide.question(also.id or "") if also else None
    if other and other.name:
        return phrases.also_question.format(name=other.name), Offer(other.intent)
    if not left:
        return "", Offer("")
    asked, intent = question.offer
    if asked:
        return asked, Offer(intent)
    return phrases.more_question, Offer("TellMeMoreIntent")
