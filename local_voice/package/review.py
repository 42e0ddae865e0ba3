"""What a reviewer of the store tries by voice. Each check gives its problems, if there are any."""

from collections.abc import Iterator, Mapping

from local_voice.alexa.exchange import Exchange
from local_voice.model.interaction_model import Intent
from local_voice.package.lint import Package
from local_voice.package.rehearsal import Rehearsal
from local_voice.resolver import SlotMatch
from skill.content.guidance import Guide
from skill.content.rules import claim_problem
from skill.handlers.advice import SITUATION
from skill.handlers.signs import ANYTHING, SLOTS

# Ways into every kind of state; each is tried out with "stop" and "cancel" at its end.
WAYS_IN: tuple[tuple[str, ...], ...] = (
    (),
    ("what causes back spasms",),
    ("how long should i ice my back", "yes"),
    ("start an ice timer for two hours",),
    ("start an ice timer", "pause the timer"),
    ("help",),
    ("tell me a joke about penguins",),
    ("both my legs are numb",),
    ("help me now",),
    ("help me now", "no"),
    ("help me now", "no", "yes"),
    ("help me now", "no", "yes", "no"),
    ("help me now", "no", "what causes back spasms"),
)


def first_example_phrase(package: Package, _rehearsal: Rehearsal) -> Iterator[str]:
    first = (*package.listing.example_phrases, "nothing")[0]
    for locale, model in package.models.items():
        name = model.invocation_name
        if first.lower() not in _openings(name):
            yield f"{locale}: {first!r}: must be {f'Alexa, open {name}'!r}"


def example_phrases(package: Package, rehearsal: Rehearsal) -> Iterator[str]:
    for locale, model in package.models.items():
        for phrase in package.listing.example_phrases:
            for problem in _phrase_problems(rehearsal, locale, phrase, model.invocation_name):
                yield f"{locale}: {phrase!r} {problem}"


def _phrase_problems(rehearsal: Rehearsal, locale: str, phrase: str, name: str) -> Iterator[str]:
    if not phrase.lower().startswith("alexa,"):
        yield "does not begin with the wake word"
    elif f" {name}" not in phrase.lower():
        yield "does not call the skill by its name"
    else:
        exchange = rehearsal.talk(locale, phrase)
        if exchange.intent == "AMAZON.FallbackIntent":
            yield "is not understood"
        yield from _off_the_point(rehearsal.guide(locale), exchange, exchange.intent)


def answers_to_samples(package: Package, rehearsal: Rehearsal) -> Iterator[str]:
    for locale in package.models:
        guide = rehearsal.guide(locale)
        for intent, slots, exchange in rehearsal.samples(locale):
            for problem in _off_the_point(guide, exchange, intent.name, slots):
                yield f"{locale}: {_request(intent, slots)} {problem}"


def emergencies(package: Package, rehearsal: Rehearsal) -> Iterator[str]:
    for locale in package.models:
        call = rehearsal.guide(locale).emergency.call
        for said in ("both my legs are numb", "i have chest pain", "my back hurts and i can't pee"):
            if not rehearsal.talk(locale, said).speech.startswith(call):
                yield f"{locale}: {said!r} is not answered with {call!r}"


def answers_at_first_use(package: Package, rehearsal: Rehearsal) -> Iterator[str]:
    for locale in package.models:
        phrases = rehearsal.guide(locale).phrases
        if phrases.disclaimer not in rehearsal.first_use(locale).speech:
            yield f"{locale}: opening the skill does not speak the disclaimer"
        if phrases.disclaimer_short not in rehearsal.first_use(locale, "should i ice it").speech:
            yield f"{locale}: a first question is answered without the disclaimer"


def help_asks(package: Package, rehearsal: Rehearsal) -> Iterator[str]:
    for locale in package.models:
        for way_in in WAYS_IN:
            exchange = rehearsal.talk(locale, *way_in, "what can you do")
            if not (_is_open(exchange) and exchange.speech.endswith("?")):
                yield f"{locale}: {_path(way_in)} help does not ask: {exchange.speech!r}"


def exits(package: Package, rehearsal: Rehearsal) -> Iterator[str]:
    for locale in package.models:
        for way_in in WAYS_IN:
            for word in ("stop", "cancel"):
                if not rehearsal.talk(locale, *way_in, word).session_ended:
                    yield f"{locale}: {_path(way_in)} {word!r} does not end the session"


def fallback(package: Package, rehearsal: Rehearsal) -> Iterator[str]:
    nonsense = "tell me a joke about penguins"
    for locale in package.models:
        once = rehearsal.talk(locale, nonsense)
        twice = rehearsal.talk(locale, nonsense, nonsense)
        for exchange in (once, twice):
            if not (_is_open(exchange) and exchange.speech.endswith("?") and exchange.reprompt):
                yield f"{locale}: what is not understood ends the talk: {exchange.speech!r}"
        if once.speech == twice.speech:
            yield f"{locale}: a second time is answered in the same words"
        if "you can ask" not in once.speech.lower() and "say," not in once.speech.lower():
            yield f"{locale}: it does not say what can be asked: {once.speech!r}"


def spoken_words(package: Package, rehearsal: Rehearsal) -> Iterator[str]:
    for locale in package.models:
        guide = rehearsal.guide(locale)
        for passage in guide.passages():
            if problem := claim_problem(passage.text):
                yield f"{locale}: {passage.text!r} {problem}"


def open_with_a_question(_package: Package, rehearsal: Rehearsal) -> Iterator[str]:
    for locale, exchange in rehearsal.heard:
        if _is_open(exchange) and not exchange.speech.endswith("?"):
            yield f"{locale}: {exchange.intent}: open after {exchange.speech!r}"


def _off_the_point(
    guide: Guide, exchange: Exchange, intent: str, slots: Mapping[str, SlotMatch] | None = None
) -> Iterator[str]:
    speech, phrases = exchange.speech, guide.phrases
    meant = _meant(guide, intent, exchange.slots if slots is None else slots)
    if meant and meant not in speech:
        yield f"is not answered with {meant!r}, but {speech!r}"
    elif not speech:
        yield "is not answered"
    elif phrases.trouble in speech:
        yield "ends in an error"
    elif intent not in {"AMAZON.FallbackIntent", *ANYTHING} and phrases.fallback in speech:
        yield "is not understood"


def _meant(guide: Guide, intent: str, slots: Mapping[str, SlotMatch | None]) -> str:
    """The words that must be part of the answer; nothing where the moment decides."""
    if intent in SLOTS:
        named = slots.get(SLOTS[intent])
        sign = guide.signs.get((named and named.id) or "")
        call = (sign.call or guide.emergency.call) if sign and sign.rank == "emergency" else ""
        return call or (sign.passage.text if sign else "")
    if intent == "RelieveNowIntent":
        return guide.routines["routine"][0].passage.text
    question = guide.questions.get(intent)
    if question is None or slots.get(SITUATION):
        return ""
    detail = None if question.aspect else slots.get(question.topic.slot)
    return question.topic.detail(detail.id).text if detail else question.passage.text


def _is_open(exchange: Exchange) -> bool:
    return exchange.response.get("response", {}).get("shouldEndSession") is False


def _openings(name: str) -> set[str]:
    return {f"alexa, {verb} {name}" for verb in ("open", "launch", "start")}


def _path(way_in: tuple[str, ...]) -> str:
    return f"after {' / '.join(way_in)}:" if way_in else "at once:"


def _request(intent: Intent, slots: Mapping[str, SlotMatch]) -> str:
    return " ".join([intent.name, *(match.value for match in slots.values())])
