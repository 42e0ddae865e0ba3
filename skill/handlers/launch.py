"""Opening the guide, and the disclaimer that everybody hears once."""

from skill.conversation import showing
from skill.conversation.turn import Reply, Services, Turn, Words
from skill.storage.store import UserState


def launch(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases
    if services.memory.recall().introduced:
        speech = phrases.welcome
    else:
        speech = f"{phrases.welcome_first} {phrases.disclaimer}"
        services.memory.remember(introduced)
    words = Words(speech, phrases.welcome_question, phrases.welcome_reprompt)
    after = turn.dialog._replace(launched=True)
    return Reply(words, after, display=showing.things_to_say(services.guide))


def with_disclaimer(reply: Reply, services: Services) -> Reply:
    """The reply to somebody who asks before ever opening the guide, with the disclaimer."""
    if not reply.words.speech or services.memory.recall().introduced:
        return reply
    services.memory.remember(introduced)
    speech = f"{reply.words.speech} {services.guide.phrases.disclaimer_short}"
    return reply._replace(words=reply.words._replace(speech=speech))


def introduced(state: UserState) -> UserState:
    return state._replace(introduced=True)
