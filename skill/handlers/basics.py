"""What every talk needs: the welcome, help, repeat, yes and no, not understood, and goodbye."""

from skill.conversation import showing
from skill.conversation.replies import asking, closing, ending, of_timer
from skill.conversation.turn import Offer, Reply, Services, Turn, Words
from skill.storage.store import UserState
from skill.timers import rules
from skill.timers.rules import Timer


def launch(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases
    state, now = services.memory.recall(), services.clock()
    if state.introduced:
        timers = [timer for timer in state.timers.values() if not rules.is_over(timer, now)]
        speech = " ".join((phrases.welcome, *(_told(services, timer) for timer in timers)))
    else:
        speech = f"{phrases.welcome_first} {phrases.disclaimer} {phrases.welcome_offer}"
        services.memory.remember(introduced)
    words = Words(speech, phrases.welcome_question, phrases.welcome_reprompt)
    after = turn.dialog._replace(launched=True)
    return Reply(words, after, display=showing.things_to_say(services.guide))


def _told(services: Services, timer: Timer) -> str:
    phrases = services.guide.phrases
    phrase = phrases.timer_left if timer.rings_at else phrases.timer_already_paused
    return of_timer(services, phrase, timer)


def with_disclaimer(reply: Reply, services: Services) -> Reply:
    """The reply to somebody who asks before ever opening the guide, with the disclaimer."""
    if not reply.words.speech or services.memory.recall().introduced:
        return reply
    services.memory.remember(introduced)
    speech = f"{reply.words.speech} {services.guide.phrases.disclaimer_short}"
    return reply._replace(words=reply.words._replace(speech=speech))


def introduced(state: UserState) -> UserState:
    return state._replace(introduced=True)


def help_(turn: Turn, services: Services) -> Reply:
    phrases, display = services.guide.phrases, showing.things_to_say(services.guide)
    return asking(turn, services, phrases.help, phrases.welcome_question, None, display)


def repeat(turn: Turn, services: Services) -> Reply:
    """The last words, word for word; a yes still means what it meant."""
    phrases = services.guide.phrases
    if turn.dialog.last == Words():
        return asking(turn, services, phrases.nothing_to_repeat, phrases.welcome_question, None)
    return Reply(turn.dialog.last, turn.dialog)


def fallback(turn: Turn, services: Services) -> Reply:
    phrases = services.guide.phrases
    before, display = turn.dialog.fallbacks, showing.things_to_say(services.guide)
    speech, question = phrases.fallback, phrases.welcome_question
    if before:
        speech = phrases.fallback_again
    return asking(turn, services, speech, question, None, display, fallbacks=before + 1)


def yes(turn: Turn, services: Services) -> Reply:
    """A yes to nothing, or an ok: what was offered has been taken up before it gets here."""
    return closing(turn, services, services.guide.phrases.no_problem)


def no(turn: Turn, services: Services) -> Reply:
    """A no to an offer goes on without it; a no to "what else" is a goodbye."""
    phrases = services.guide.phrases
    if turn.dialog.offer and turn.dialog.launched:
        return closing(turn, services, phrases.no_problem, step=None)
    return ending(turn, f"{phrases.no_problem} {phrases.goodbye}")


def small_talk(turn: Turn, services: Services) -> Reply:
    """What is said out of courtesy, or in pain, is no question: it gets a word of its own."""
    phrases, said = services.guide.phrases, turn.slots.get("small_talk")
    kind = said.id if said else None
    if kind == "ouch" and turn.dialog.step is not None:
        return closing(turn, services, phrases.small_talk_ouch_in_steps)
    if kind == "ouch":
        question, offer = phrases.routine_question, Offer("RelieveNowIntent")
        return asking(turn, services, phrases.small_talk_ouch, question, offer)
    answers = {
        "thanks": phrases.small_talk_thanks,
        "record": phrases.small_talk_record,
        "person": phrases.small_talk_person,
    }
    return closing(turn, services, answers.get(kind or "", phrases.small_talk_hello))


def goodbye(turn: Turn, services: Services) -> Reply:
    """Leaves, anywhere and at once. A running ice timer rings all the same, so it is named."""
    phrases = services.guide.phrases
    now, timers = services.clock(), services.memory.recall().timers.values()
    run_on = [
        phrases.timer_runs_on.format(timer=services.guide.timers[timer.kind].name)
        for timer in timers
        if timer.rings_at and not rules.is_over(timer, now)
    ]
    return ending(turn, " ".join((phrases.goodbye, *run_on)))


def silence(turn: Turn, _services: Services) -> Reply:
    """Requests that take no answer."""
    return ending(turn)


def forget(turn: Turn, services: Services) -> Reply:
    """The skill was disabled: whatever was stored goes."""
    services.memory.forget()
    return ending(turn)
