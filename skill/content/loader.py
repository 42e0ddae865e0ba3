"""Reads and checks the content, once, when the skill is built.

Whatever is wrong raises `ContentError` with file, place and problem: nothing wrong is ever spoken.
"""

from collections.abc import Collection, Mapping
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from skill.content.guidance import Guide, Guides, Source
from skill.content.overlay import ContentFile, label, merged, read_file
from skill.content.reader import Reader, whole
from skill.content.rules import name_problems, word_problem
from skill.content.toml_table import Complaints, Table
from skill.errors import ContentError

OTHER_LOCALES = "other"
STORE = "store"
"""The table of a clinic's file with the texts of the skill store, which the skill never speaks."""


def load_guides(file: Traversable | None = None, own: Traversable | None = None) -> Guides:
    """The guide in every locale of `file`, the packaged content by default.

    `own` is a clinic's file, laid over it. Raises `ContentError` for the first thing that is wrong.
    """
    guides, errors = check_guides(file, own)
    if errors:
        raise errors[0]
    return guides


def check_guides(
    file: Traversable | None = None, own: Traversable | None = None
) -> tuple[Guides, list[ContentError]]:
    """The same with everything that is wrong; with any error the guides are not to be used.

    Raises `ContentError` when a file cannot be read at all.
    """
    base = read_file(file or files("skill") / "content" / "en.toml")
    over = read_file(own, by_line=True) if own else None
    complaints = Complaints(lambda place: label(place, base, over))
    data = merged(base.data, over.data) if over else dict(base.data)
    if over:
        data.pop(STORE, None)
    root = Table(complaints, "", data)
    # A clinic that replaces an answer need not speak the facts behind the one before.
    guides = _guides(root, _keys(over or base, "facts"))
    if over:
        _require_samples(root.table("topics"), _keys(base, "topics"))
    return guides, complaints.errors


def _keys(file: ContentFile, table: str) -> Collection[str]:
    data = file.data.get(table)
    return data.keys() if isinstance(data, dict) else ()


def _require_samples(topics: Table, asked_for: Collection[str]) -> None:
    """The interaction model asks for the guide's own topics; a clinic's brings its own samples."""
    for topic_id in topics:
        topic = topics.table(topic_id)
        if topic_id not in asked_for and "samples" not in topic:
            topic.complain("samples", "is missing: list how people ask for it")


def _guides(root: Table, to_be_spoken: Collection[str]) -> Guides:
    facts = _sources_of_facts(root)
    name = _invocation_name(root.table("guide", {}))
    locales = root.table("locales")
    words = {locale: _words(locales.table(locale)) for locale in locales} or {"": {}}
    if OTHER_LOCALES not in words:
        problem = "is missing: it serves the locales that are not listed"
        locales.complain(OTHER_LOCALES, problem)
    guides = {}
    for locale, own in words.items():
        guides[locale], spoken = _guide(root, locale, own, facts, name)
        for number in to_be_spoken:
            if number in facts and number not in spoken:
                problem = "is spoken nowhere: name it where it is said"
                root.table("facts").complain(number, problem)
    root.done()
    return Guides(guides, guides.get(OTHER_LOCALES) or next(iter(guides.values())))


def _sources_of_facts(root: Table) -> Mapping[str, Source]:
    """Every fact's number, with the source it comes from."""
    tables = root.table("sources")
    sources = {name: whole(tables.table(name), _source) for name in tables}
    facts = root.table("facts")
    sources_of_facts: dict[str, Source] = {}
    for number in facts:
        fact = facts.table(number)
        fact.text("fact")
        source = fact.text("source")
        if source not in sources:
            fact.complain("source", "is not one of [sources]")
        sources_of_facts[number] = sources.get(source, Source("", ()))
        fact.done()
    return sources_of_facts


def _source(table: Table) -> Source:
    table.value("reviewed", date, "a date such as 2026-11-22")
    return Source(table.text("title"), table.texts("names"))


def _invocation_name(table: Table) -> str:
    name = table.text("invocation_name", "")
    for problem in name_problems(name) if "invocation_name" in table else ():
        table.complain("invocation_name", f"{name!r}: {problem}")
    table.done()
    return name


def _words(table: Table) -> Mapping[str, str]:
    words = {word: table.text(word) for word in table}
    for word, text in words.items():
        if problem := word_problem(word, text):
            table.complain(word, problem)
    return words


def _guide(
    root: Table, locale: str, words: Mapping[str, str], facts: Mapping[str, Source], name: str
) -> tuple[Guide, Collection[str]]:
    """The guide of one locale, and the facts it speaks."""
    topic_tables = root.table("topics")
    reader = Reader(words, facts, set(topic_tables))
    topics = {key: reader.topic(key, topic_tables.table(key)) for key in topic_tables}
    guide = Guide(
        locale=locale,
        topics=topics,
        topic_of_intent={topic.intent: topic for topic in topics.values()},
        emergency=reader.emergency(root.table("emergency")),
        routine=tuple(reader.step(table) for table in root.tables("routine")),
        phrases=reader.phrases(root.table("phrases")),
        captions=reader.captions(root.table("captions")),
        sayings=tuple(whole(table, reader.saying) for table in root.tables("sayings")),
        sources=facts,
        invocation_name=name,
    )
    return guide, reader.spoken
