"""The rules of the content, one function each: the problem in words, or nothing."""

import re
from collections.abc import Collection, Iterator, Mapping

from skill.content.guidance import intent_of

MOST_WORDS = 75  # the rules of speech: one answer is heard once
LONGEST_TEXT = 600  # characters; 75 words have some 350
LONGEST_SAMPLE = 200  # characters; Alexa Skills Kit documentation

OWN_INTENTS = frozenset({
    "EmergencyIntent", "RelieveNowIntent", "TellMeMoreIntent", "StartIceTimerIntent",
    "StartHeatTimerIntent", "WhichTimerIntent", "LeaveTimerIntent", "TimerHelpIntent",
    "ShortenTimerIntent", "ChangeTimerIntent", "RemindToIceIntent", "RemindToMoveIntent",
    "ReminderStatusIntent", "CancelRemindersIntent",
    "PauseIceTimerIntent", "ResumeIceTimerIntent", "CancelIceTimerIntent", "IceTimerStatusIntent",
    "ExtendIceTimerIntent", "AMAZON.HelpIntent", "AMAZON.RepeatIntent", "AMAZON.YesIntent",
    "AMAZON.NoIntent", "AMAZON.NextIntent", "AMAZON.PreviousIntent", "AMAZON.PauseIntent",
    "AMAZON.ResumeIntent", "AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent",
    "AMAZON.FallbackIntent", "CrisisIntent", "UrgentIntent", "SituationIntent", "SymptomIntent",
    "CannotIntent", "MyBackIntent", "MyLegIntent", "MyLegsIntent", "SomebodyIntent",
    "PainIntent", "ChildIntent", "TellingIntent", "AskingIntent",
    "ExercisesIntent", "FollowUpWhoSaysIntent", "SmallTalkIntent",
})  # fmt: skip
"""What is answered without a topic of its own."""

# Alexa's rules for invocation names.
LAUNCH_WORDS = frozenset({
    "ask", "begin", "enable", "launch", "load", "open", "play", "resume", "run", "start", "talk",
    "tell", "use",
})  # fmt: skip
WAKE_WORDS = frozenset({"alexa", "amazon", "computer", "echo", "ziggy"})
ARTICLES_AND_PREPOSITIONS = frozenset({
    "a", "an", "the", "about", "at", "by", "for", "from", "in", "into", "of", "off", "on", "onto",
    "out", "over", "to", "under", "up", "with",
})  # fmt: skip
FORBIDDEN_IN_NAME = LAUNCH_WORDS | WAKE_WORDS | {"app", "skill"}

EMERGENCY_NUMBER = "emergency_number"
UNKNOWN_NUMBER = "your local emergency number"
"""What is spoken where the country, and so its number, is not known."""

_TWO = 2  # words
_NAME = re.compile(r"[a-z][a-z'.]*(?: [a-z][a-z'.]*)*")
_SAMPLE = re.compile(r"(?:[^\W\d_]|[ '.\-])+")
_TOPIC = re.compile(r"[a-z]+(?:_[a-z]+)*")
_UNSPEAKABLE = re.compile(r"[<>&\x00-\x1f\x7f]")
_AMOUNT = r"(?:\d[\d,.]*|one|two|three|four|six|eight|ten|twelve|hundred)"
_CLAIMS = {
    "speaks a dose": (
        re.compile(
            rf"\b{_AMOUNT}[ -]?(?:mg|milligrams?|micrograms?|tablets?|pills?|capsules?|caplets?)\b",
            re.IGNORECASE,
        ),
        "let a pharmacist or the label tell how much",
    ),
    "promises a cure": (
        re.compile(
            r"\b(?:cure[sd]?|guarantee[sd]?|pain[- ]free (?:in|within|after)|miracle"
            r"|will (?:heal|fix|end|stop|get rid of|go away|be gone)"
            r"|never (?:comes? back|hurts? again))\b",
            re.IGNORECASE,
        ),
        "say what may help, and for whom",
    ),
    "makes a diagnosis": (
        re.compile(
            r"\b(?:your diagnosis|we diagnose"
            r"|(?:you|your back) (?:certainly|definitely|clearly|probably|surely) ha(?:ve|s)"
            r"|(?:^|(?<=[.!?] ))you (?:have|suffer from) (?:an? )?(?:slipped|herniated|bulging"
            r"|pulled|strained|sciatica|arthritis|scoliosis|stenosis))\b",
            re.IGNORECASE,
        ),
        "say that only an examination can tell",
    ),
}
"""What a text may not claim, how it is told, and what to write in its place."""

_FIELD = re.compile(r"\{(\w*)\}")
_NUMBER = re.compile(r"[0-9]{3}")  # the length that is spoken figure by figure


def text_problem(text: str) -> str:
    """What keeps this text from being spoken, whatever its fields are filled with."""
    if not text.strip():
        return "is empty"
    unspeakable = _UNSPEAKABLE.search(text)
    if unspeakable:
        return f"has {unspeakable[0]!r}, which would break SSML: write plain words"
    return brace_problem(text) or claim_problem(text) or length_problem(text)


def claim_problem(text: str) -> str:
    """What this text claims that no general information may: a dose, a cure, a diagnosis."""
    for claim, (pattern, remedy) in _CLAIMS.items():
        if found := pattern.search(text):
            return f"{claim} ({found[0]!r}): {remedy}"
    return ""


def brace_problem(text: str) -> str:
    rest = _FIELD.sub("", text)
    return "has a brace without its partner" if "{" in rest or "}" in rest else ""


def length_problem(text: str) -> str:
    """What makes this text too long to be heard: to be asked of it as it is spoken, filled in."""
    words = len(text.split())
    if words > MOST_WORDS:
        return f"has {words} words: a listener can take in {MOST_WORDS} at most"
    if len(text) > LONGEST_TEXT:
        return f"has {len(text)} characters: a listener can take in {LONGEST_TEXT} at most"
    return ""


def field_problems(text: str, known: Collection[str]) -> Iterator[str]:
    """One for each field in braces that nothing of what is `known` will fill."""
    for name in dict.fromkeys(_FIELD.findall(text)):
        if name not in known:
            names = ", ".join(sorted(known)) or "none here"
            yield f"names an unknown {{{name}}}: use one of {names}"


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled; one that has no value stays as it is."""
    return _FIELD.sub(lambda field: values.get(field[1], field[0]), text)


def word_problem(word: str, text: str) -> str:
    """What is wrong with a locale's word: it is put into sentences as it stands."""
    if "{" in text or "}" in text:
        return "has a brace: a word goes into sentences as it stands, and is filled with nothing"
    if problem := text_problem(text):
        return problem
    if word == EMERGENCY_NUMBER and text != UNKNOWN_NUMBER and not _NUMBER.fullmatch(text):
        return f"is {text!r}: write a number of three figures, or {UNKNOWN_NUMBER!r}"
    return ""


def topic_problem(topic_id: str) -> str:
    if not _TOPIC.fullmatch(topic_id):
        return f"belongs to {topic_id!r}: write a topic's id in small letters, as in neck_pain"
    if intent_of(topic_id) in OWN_INTENTS:
        return f"belongs to {topic_id!r}, which the guide answers itself: choose another id"
    return ""


def sample_problem(sample: str) -> str:
    if "{" in sample or "}" in sample:
        return "has a brace: a sample here is plain words, without slots"
    if not _SAMPLE.fullmatch(sample) or sample != " ".join(sample.split()):
        return f"{sample!r} is not how one speaks: write words, no figures and no other signs"
    if len(sample) > LONGEST_SAMPLE:
        return f"has {len(sample)} characters, at most {LONGEST_SAMPLE}"
    return ""


def intent_problem(intent: str, topics: Collection[str]) -> str:
    if intent in OWN_INTENTS or intent in map(intent_of, topics):
        return ""
    return f"names {intent!r}, which nobody answers: name a topic's intent, such as IceIntent"


def name_problems(name: str) -> Iterator[str]:
    """What is wrong with an invocation name, by Alexa's rules."""
    words = name.split()
    if len(words) < _TWO:
        yield "two or more words"
    if not _NAME.fullmatch(name):
        yield "lower case letters, spaces, apostrophes, periods"
    for word in sorted(FORBIDDEN_IN_NAME.intersection(name.lower().split())):
        yield f"{word!r} is reserved"
    if len(words) == _TWO and ARTICLES_AND_PREPOSITIONS.intersection(words):
        yield "no article or preposition in a two-word name"
