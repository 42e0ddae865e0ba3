"""Reads and checks the content file, once, when the skill is built.

Whatever is wrong raises `ContentError` with file, place and problem: nothing wrong is ever spoken.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from typing import TypeVar

from skill import captions
from skill.captions import Captions, Saying
from skill.content.toml_table import Table
from skill.errors import ContentError
from skill.guidance import (
    REQUIRED_TOPICS,
    Emergency,
    Guide,
    Guides,
    Passage,
    Source,
    Step,
    Topic,
)
from skill.phrases import VALUES, Phrases

MOST_WORDS = 75  # the rules of speech: one answer is heard once
OTHER_LOCALES = "other"

_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_UNSPEAKABLE = re.compile(r"[<>&\x00-\x1f\x7f]")
_T = TypeVar("_T")


def load_guides(file: Traversable | None = None) -> Guides:
    """The guide in every locale of `file`, the packaged content by default.

    Raises `ContentError` for the first thing that is wrong.
    """
    file = file or files("skill") / "content" / "en.toml"
    root = _parsed(file)
    facts = _sources_of_facts(root)
    locales = root.table("locales")
    words = {locale: _words(locales.table(locale)) for locale in locales}
    if OTHER_LOCALES not in words:
        raise locales.error(OTHER_LOCALES, "is missing: it serves the locales that are not listed")
    guides = {locale: _guide(root, locale, words[locale], facts) for locale in words}
    root.done()
    return Guides(guides, guides[OTHER_LOCALES])


def _parsed(file: Traversable) -> Table:
    try:
        return Table(file.name, "", tomllib.loads(file.read_text("utf-8")))
    except OSError as error:
        raise ContentError(file.name, "file", f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ContentError(file.name, f"byte {error.start}", "is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise ContentError(file.name, "file", f"is not valid TOML: {error}") from error


def _sources_of_facts(root: Table) -> Mapping[str, Source]:
    """Every fact's number, with the source it comes from."""
    tables = root.table("sources")
    sources = {name: _whole(tables.table(name), _source) for name in tables}
    facts = root.table("facts")
    sources_of_facts: dict[str, Source] = {}
    for number in facts:
        fact = facts.table(number)
        fact.text("fact")
        source = fact.text("source")
        if source not in sources:
            raise fact.error("source", "is not one of [sources]")
        sources_of_facts[number] = sources[source]
        fact.done()
    return sources_of_facts


def _source(table: Table) -> Source:
    table.value("reviewed", date, "a date such as 2026-11-22")
    return Source(table.text("title"), table.texts("names"))


def _words(table: Table) -> Mapping[str, str]:
    return {word: table.text(word) for word in table}


def _guide(
    root: Table, locale: str, words: Mapping[str, str], facts: Mapping[str, Source]
) -> Guide:
    reader = _Reader(words, facts)
    topic_tables = root.table("topics")
    for topic_id in REQUIRED_TOPICS:
        if topic_id not in topic_tables:
            raise topic_tables.error(topic_id, "is missing: people ask about it")
    topics = {key: reader.topic(key, topic_tables.table(key)) for key in topic_tables}
    guide = Guide(
        locale=locale,
        topics=topics,
        topic_of_intent={topic.intent: topic for topic in topics.values()},
        emergency=reader.emergency(root.table("emergency")),
        routine=tuple(reader.step(table) for table in root.tables("routine")),
        phrases=reader.phrases(root.table("phrases")),
        captions=reader.captions(root.table("captions")),
        sayings=tuple(_whole(table, reader.saying) for table in root.tables("sayings")),
        sources=facts,
    )
    spoken = set(chain.from_iterable(passage.facts for passage in guide.passages()))
    for number in facts:
        if number not in spoken:
            raise root.table("facts").error(number, "is spoken nowhere: name it where it is said")
    return guide


class _Reader:
    """Turns tables into what is spoken in one locale."""

    def __init__(self, words: Mapping[str, str], facts: Collection[str]) -> None:
        self._words = words
        self._facts = facts

    def topic(self, topic_id: str, table: Table) -> Topic:
        other = table.table("other", {})
        things = other.table("things", {})
        topic = Topic(
            id=topic_id,
            title=self._speech(table, "title"),
            answer=_whole(table.table("answer"), self._passage),
            more=_whole(table.table("more"), self._passage),
            slot=table.text("slot", ""),
            about=_each(table.table("about", {}), self._passage),
            other=self._passage(other, {"thing"}) if "other" in table else None,
            things={thing: self._speech(things, thing) for thing in things},
            offer=table.text("offer", ""),
            question=self._speech(table, "question") if "question" in table else "",
        )
        other.done()
        table.done()
        if bool(topic.offer) != bool(topic.question):
            raise table.error("offer", "and question go together: give both or neither")
        return topic

    def step(self, table: Table) -> Step:
        step = Step(
            title=self._speech(table, "title"),
            passage=self._passage(table),
            question=self._speech(table, "question") if "question" in table else "",
            yes=table.text("yes", ""),
            no=table.text("no", ""),
        )
        table.done()
        return step

    def emergency(self, table: Table) -> Emergency:
        emergency = Emergency(
            call=self._speech(table, "call"),
            answer=_whole(table.table("answer"), self._passage),
            signs=_whole(table.table("signs"), self._passage),
            about=_each(table.table("about", {}), self._passage),
        )
        table.done()
        return emergency

    def phrases(self, table: Table) -> Phrases:
        said = {field.name: self._speech(table, field.name, VALUES) for field in fields(Phrases)}
        table.done()
        return Phrases(**said)

    def captions(self, table: Table) -> Captions:
        shown = {
            field.name: self._speech(table, field.name, captions.VALUES)
            for field in fields(Captions)
        }
        table.done()
        return Captions(**shown)

    def saying(self, table: Table) -> Saying:
        return Saying(self._speech(table, "say"), table.text("intent"))

    def _passage(self, table: Table, values: Iterable[str] = ()) -> Passage:
        numbers = table.texts("facts")
        if not numbers:
            raise table.error("facts", "is empty: name what the words rest on")
        for number in numbers:
            if number not in self._facts:
                raise table.error("facts", f"names {number}, which is not in [facts]")
        return Passage(self._speech(table, "text", values), numbers)

    def _speech(self, table: Table, key: str, values: Iterable[str] = ()) -> str:
        """The text at `key` with the locale's words put in; what `values` names stays open."""
        text = table.text(key).strip()
        problem = _problem(text)
        if problem:
            raise table.error(key, problem)

        def filled(match: re.Match[str]) -> str:
            if match[1] in values:
                return match[0]
            if match[1] not in self._words:
                known = ", ".join(sorted({*self._words, *values}))
                raise table.error(key, f"names an unknown {match[0]}: use one of {known}")
            return self._words[match[1]]

        return _PLACEHOLDER.sub(filled, text)


def _problem(text: str) -> str:
    """What keeps this text from being spoken, or nothing."""
    if not text:
        return "is empty"
    unspeakable = _UNSPEAKABLE.search(text)
    if unspeakable:
        return f"has {unspeakable[0]!r}, which would break SSML: write plain words"
    rest = _PLACEHOLDER.sub("", text)
    if "{" in rest or "}" in rest:
        return "has a brace without its partner"
    words = len(text.split())
    if words > MOST_WORDS:
        return f"has {words} words: a listener can take in {MOST_WORDS} at most"
    return ""


def _whole(table: Table, read: Callable[[Table], _T]) -> _T:
    value = read(table)
    table.done()
    return value


def _each(table: Table, read: Callable[[Table], _T]) -> Mapping[str, _T]:
    return {key: _whole(table.table(key), read) for key in table}
