"""What somebody says of themselves that outranks any question.

It reaches the skill as the id of a sign that Alexa knows, or in the person's own words.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from skill.content.passage import Passage
from skill.content.signs import Sign
from skill.conversation import showing
from skill.conversation.replies import asking, closing, ending
from skill.conversation.showing import STARTS
from skill.conversation.turn import Offer, Reply, Services, SlotValue, Turn
from skill.timers.rules import ICE
from skill.understanding.choosing import choose, weightiest
from skill.understanding.signs import signs_in, weighed
from skill.understanding.words import words_of

SLOTS: Mapping[str, str] = MappingProxyType(
    {
        "EmergencyIntent": "emergency_sign",
        "CrisisIntent": "crisis_sign",
        "UrgentIntent": "urgent_sign",
        "SituationIntent": "situation",
    }
)
"""The intents of the ranks of signs, and the slot that names the sign."""

CARRIERS: Mapping[str, str] = MappingProxyType(
    {
        "SymptomIntent": "i have",
        "PainIntent": "i have pain",
        "CannotIntent": "i can not",
        "MyBackIntent": "my back",
        "MyLegIntent": "my leg",
        "MyLegsIntent": "both my legs",
        "SomebodyIntent": "my husband",
        "ChildIntent": "my child",
        "TellingIntent": "i",
        "AskingIntent": "",
    }
)
"""The intents that bring somebody's own words, which Alexa gives without those they began with."""

ANYTHING = frozenset({"TellingIntent", "AskingIntent"})
"""Those of them that begin like any sentence: without a sign nobody knows what is meant."""

WORDS_SLOT = "symptom"

_OF_A_BACK = frozenset({
    "straight", "straighten", "upright", "bend", "twist", "turn", "move", "stand", "sit", "lie",
})  # fmt: skip
"""What a back that has locked keeps somebody from."""

_AFTER_EMERGENCY = frozenset(
    {
        "AMAZON.StopIntent",
        "AMAZON.CancelIntent",
        "AMAZON.NavigateHomeIntent",
        "AMAZON.RepeatIntent",
    }
)
_OF_A_TIMER = frozenset({
    "CancelIceTimerIntent", "PauseIceTimerIntent", "IceTimerStatusIntent", "LeaveTimerIntent",
})  # fmt: skip
"""What is still done after an emergency or a crisis: what ends something, or asks for the words.

Orders to a timer are carried out where there is one; where there is none, one would be offered.
"""

_FAREWELLS = frozenset({
    "AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent", "AMAZON.NoIntent",
})  # fmt: skip
"""Who stops after a crisis is told the number once more."""

_LASTING = ("emergency", "crisis")  # ranks after which nothing that weighs less is told
_QUESTIONS_ON_HELP = ("see_doctor", "source")  # topics that no urgent sign keeps from anybody
_STEPS = {"RelieveNowIntent": "routine", "ExercisesIntent": "exercises"}


def sign(turn: Turn, services: Services) -> Reply:
    """A sign that Alexa has named; one it heard but does not know is looked for in the words."""
    said = turn.slots.get(SLOTS[turn.name])
    ids = (said.ids or (said.id or "",)) if said else ()
    known = [id_ for id_ in ids if id_ in services.guide.signs]
    if said and not known:
        known = [found.id for found in signs_in(services.guide, words_of(said.said))]
    if known:
        return _told(turn, services, known)
    if turn.name == "EmergencyIntent":
        return _emergency_without_sign(turn, services, said)
    return _unknown(turn, services)


def own_words(turn: Turn, services: Services) -> Reply:
    """The signs in somebody's own words, or whom to ask."""
    known = [found.id for found in signs_in(services.guide, _own_words(turn))]
    return _told(turn, services, known) if known else _unknown(turn, services)


def without_signs(turn: Turn, services: Services) -> Turn:
    """The turn as what somebody's own words mean if no sign is in them.

    Who complains of their back hears what eases it; what may be anything was not understood.
    """
    words = _own_words(turn)
    if signs_in(services.guide, words):
        return turn
    stuck = turn.name == "CannotIntent" and not _OF_A_BACK.isdisjoint(words)
    if stuck or ("back" in words and turn.name != "AskingIntent"):
        return turn._replace(name="TreatmentNowIntent")
    return turn._replace(name="AMAZON.FallbackIntent") if turn.name in ANYTHING else turn


def _own_words(turn: Turn) -> list[str]:
    said = turn.slots.get(WORDS_SLOT, SlotValue("")).said
    return words_of(f"{CARRIERS[turn.name]} {said}")


def held_back(turn: Turn, services: Services) -> Reply | None:
    """What is said in place of an answer after a sign that outranks it; `None` lets it be given."""
    beside = turn.slots.get("situation", SlotValue("")).ids
    signs = weighed(services.guide, beside, turn.dialog.heard)
    if turn.name not in SLOTS and any(sign.rank != "situation" for sign in signs):
        return _told(turn, services, beside)  # with what was heard before it weighs more
    heard = weightiest(services.guide, turn.dialog.heard)
    if heard is None or not turn.name.endswith("Intent"):
        return None
    if heard.rank == "crisis" and turn.name in _FAREWELLS:
        return ending(turn, heard.goodbye or services.guide.phrases.crisis_goodbye)
    return None if _is_let_through(turn, services, heard) else _told(turn, services, [heard.id])


def _is_let_through(turn: Turn, services: Services, heard: Sign) -> bool:
    if turn.name in {*SLOTS, *CARRIERS, *_AFTER_EMERGENCY}:
        return True
    if turn.name in _OF_A_TIMER and services.memory.recall().timers:
        return True
    if heard.rank != "urgent":
        return False
    question = services.guide.questions.get(turn.name)
    about = question.topic.id if question else _STEPS.get(turn.name, "")
    return not about or about in {*heard.allows, *_QUESTIONS_ON_HELP}


def _told(turn: Turn, services: Services, ids: Iterable[str]) -> Reply:
    """What the weightiest of these signs says, and what the talk remembers of them."""
    guide, dialog = services.guide, turn.dialog
    ids = [id_ for id_ in ids if id_ in guide.signs]
    signs = weighed(guide, ids, dialog.heard)
    heard = tuple(dict.fromkeys((*dialog.heard, *ids, *(sign.id for sign in signs))))
    first, before = signs[0], weightiest(guide, dialog.heard)
    if before and before.rank in _LASTING and first.rank not in _LASTING:
        first = before
    turn = turn._replace(dialog=dialog._replace(heard=heard))
    if first.rank == "emergency":
        call = first.call or guide.emergency.call
        screen = showing.emergency(guide, call, first.passage)
        return ending(turn, f"{call} {first.passage.text}".strip())._replace(display=screen)
    if first.rank == "crisis":
        screen = showing.crisis(guide, first.passage)
        question, offer = guide.phrases.crisis_question, Offer("CrisisIntent", slots=_slot(first))
        return asking(turn, services, first.passage.text, question, offer, screen, step=None)
    return _with_way_on(turn, services, [sign for sign in signs if sign.rank == first.rank])


def _with_way_on(turn: Turn, services: Services, signs: Sequence[Sign]) -> Reply:
    """What these urgent signs or situations say, and what the talk goes on with."""
    guide, dialog, first = services.guide, turn.dialog, signs[0]
    if not any(sign.passage.sentences for sign in signs):  # something tried: the rest of what helps
        left = choose(guide, "treatment", guide.topics["treatment"].answer, signs).text
        more, offer = guide.phrases.more_question, Offer("TellMeMoreIntent")
        return asking(turn, services, left, more, offer, subject="treatment", part="more")
    told = choose(guide, dialog.subject.partition(".")[0], Passage(()), signs).text
    display = showing.sign(guide, first, told)
    also = turn.slots.get("also")
    if first.question:
        return asking(turn, services, told, first.question, Offer(first.yes), display)
    if first.rank == "situation" and also:
        return _with_other_half(turn, services, told, also)
    if dialog.launched or dialog.step is not None or first.rank == "urgent":
        return closing(turn, services, told, display)
    return asking(turn, services, told, guide.phrases.welcome_question, None, display)


def _with_other_half(turn: Turn, services: Services, speech: str, also: SlotValue) -> Reply:
    """The order or question that was said beside the sign is offered."""
    phrases, question = services.guide.phrases, services.guide.question(also.id or "")
    if question:
        asked = phrases.also_question.format(name=question.name)
        return asking(turn, services, speech, asked, Offer(question.intent))
    kind = next((kind for kind, start in STARTS.items() if start == also.id), ICE)
    start = services.guide.timers[kind].start_question
    return asking(turn, services, speech, start, Offer(STARTS[kind]))


def _slot(sign: Sign) -> Mapping[str, str]:
    return {"crisis_sign": sign.id}


def _emergency_without_sign(turn: Turn, services: Services, said: SlotValue | None) -> Reply:
    words = services.guide.emergency
    if said:
        # Alexa fills an open slot with anything: when to call is the right answer to all of it.
        return ending(turn, services.guide.topics["see_doctor"].answer.text)
    if turn.dialog.subject == "routine":  # a yes to its safety check
        display = showing.emergency(services.guide, words.call, words.answer)
        return ending(turn, f"{words.call} {words.answer.text}")._replace(display=display)
    return ending(turn, words.signs.text)


def _unknown(turn: Turn, services: Services) -> Reply:
    phrases, heard = services.guide.phrases, weightiest(services.guide, turn.dialog.heard)
    if heard and heard.rank in _LASTING:
        return _told(turn, services, [heard.id])
    return asking(turn, services, phrases.unknown_symptom, phrases.welcome_question, None)
