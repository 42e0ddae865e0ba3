"""What somebody may say that outranks their question or bears on its answer: pure data."""

from collections.abc import Mapping
from typing import NamedTuple

from skill.content.passage import Passage
from skill.content.patterns import Pattern

RANKS = ("emergency", "crisis", "urgent", "situation")
"""What a sign may be, the weightiest first."""

EVERY_TOPIC = "*"


class Sign(NamedTuple):
    """Something said that outranks the question, or bears on its answer.

    `passage` speaks of it, in some topics `about`; it is empty for a sign that only forbids. A sign
    is told before the topics it `touches`, and what rests on the facts it `forbids` is left out.
    After an urgent one only the topics that `allows` names are answered. `call` takes the place of
    the emergency call. `pairs` are signs of which one of each together make this one. A yes to
    `question` acts as the intent `yes`. `goodbye` is said to somebody who stops after a crisis.
    """

    id: str
    rank: str
    title: str
    passage: Passage
    about: Mapping[str, Passage]
    touches: frozenset[str]
    forbids: frozenset[str]
    allows: frozenset[str]
    pairs: tuple[tuple[str, ...], ...]
    patterns: tuple[Pattern, ...]
    call: str = ""
    question: str = ""
    yes: str = ""
    goodbye: str = ""

    def touches_topic(self, topic_id: str) -> bool:
        return EVERY_TOPIC in self.touches or topic_id in self.touches

    def words_on(self, topic_id: str) -> Passage:
        return self.about.get(topic_id, self.passage)


class SignIndex(NamedTuple):
    """The patterns by the words that each needs; see `Pattern.needs`.

    What is harmless is passed over before a sign is looked for: "is it cancer" names no illness,
    and yet a worry, so that situations have a list of their own.
    """

    signs: Mapping[str, tuple[tuple[str, Pattern], ...]]
    harmless: Mapping[str, tuple[Pattern, ...]]
    harmless_situations: Mapping[str, tuple[Pattern, ...]]


class Emergency(NamedTuple):
    """`call` is spoken first, then the sign that was named.

    `answer` speaks of a sign in words that nobody listed; `signs` names them all when none was.
    """

    call: str
    answer: Passage
    signs: Passage
