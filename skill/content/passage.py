"""Words for the ear and what they rest on: pure data."""

import re
from collections.abc import Collection
from typing import NamedTuple

_END_OF_SENTENCE = re.compile(r"(?<=[.?!])\s+")


def sentences_of(text: str) -> list[str]:
    return _END_OF_SENTENCE.split(text)


class Source(NamedTuple):
    """Where facts come from: the full title, and the short names that fit under an answer."""

    title: str
    names: tuple[str, ...]


class Sentence(NamedTuple):
    """A sentence or two for the ear, and the numbers of the facts they rest on."""

    text: str
    facts: tuple[str, ...]


class Passage(NamedTuple):
    """What is said in one go."""

    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def facts(self) -> tuple[str, ...]:
        facts = (fact for sentence in self.sentences for fact in sentence.facts)
        return tuple(dict.fromkeys(facts))

    def without(self, facts: Collection[str]) -> "Passage":
        """What is left when nothing that rests on any of these facts is said."""
        kept = (sentence for sentence in self.sentences if not {*facts} & {*sentence.facts})
        return Passage(tuple(kept))

    def filled(self, **values: str) -> "Passage":
        """The passage with what it leaves open filled in."""
        return Passage(tuple(s._replace(text=s.text.format_map(values)) for s in self.sentences))
