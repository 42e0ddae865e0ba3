"""Reads and checks the content, once, when the skill is built.

Whatever is wrong raises `ContentError` with file, place and problem: nothing wrong is ever spoken.
"""

from collections.abc import Collection, Mapping
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from skill.content import clinic
from skill.content.guidance import Aspect, Guide, Guides, Question, Topic, intent_of
from skill.content.overlay import label, merged, read_file, read_folder
from skill.content.passage import Source
from skill.content.reader import Reader, whole
from skill.content.rules import name_problems, word_problem
from skill.content.sign_reader import SignReader
from skill.content.toml_table import Complaints, Table
from skill.errors import ContentError
from skill.timers.rules import DEFAULT_SECONDS

OTHER_LOCALES = "other"
STORE = "store"
"""The table of a clinic's file with the texts of the skill store, which the skill never speaks."""

ROUTINES = ("routine", "exercises")


def load_guides(folder: Traversable | None = None, own: Traversable | None = None) -> Guides:
    """The guide in every locale of the content in `folder`, by default the packaged one.

    `own` is a clinic's file, laid over it. Raises `ContentError` for the first thing that is wrong.
    """
    guides, errors = check_guides(folder, own)
    if errors:
        raise errors[0]
    return guides


def check_guides(
    folder: Traversable | None = None, own: Traversable | None = None
) -> tuple[Guides, list[ContentError]]:
    """The same with everything that is wrong; with any error the guides are not to be used.

    Raises `ContentError` when a file cannot be read at all.
    """
    base = read_folder(folder or files("skill") / "content" / "en")
    over = read_file(own, by_line=True) if own else None
    complaints = Complaints(lambda place: label(place, base, over))
    data: dict[str, Any] = {}
    for file in base:
        data = merged(data, file.data)
    ours = [*data.get("topics", {})]
    if over:
        clinic.check_signs(Table(complaints, "", dict(over.data)), data)
        data = merged(data, over.data)
        data.pop(STORE, None)
    root = Table(complaints, "", data)
    # A clinic that replaces an answer need not speak the facts behind the one before.
    to_be_spoken = (over.data if over else data).get("facts", {})
    guides = _guides(root, to_be_spoken if isinstance(to_be_spoken, dict) else {})
    if over:
        clinic.require_samples(root.table("topics"), ours)
    return guides, complaints.errors


def _guides(root: Table, to_be_spoken: Mapping[str, Any]) -> Guides:
    facts = _sources_of_facts(root)
    name = _invocation_name(root.table("guide", {}))
    locales = root.table("locales")
    words = {locale: _words(locales.table(locale)) for locale in locales} or {"": {}}
    if OTHER_LOCALES not in words:
        problem = "is missing: it serves the locales that are not listed"
        locales.complain(OTHER_LOCALES, problem)
    topics = [*root.table("topics"), *ROUTINES]
    signs = SignReader(root.table("patterns", {}), root.table("signs", {}), topics)
    guides = {}
    for locale, own in words.items():
        guides[locale], spoken = _guide(root, locale, own, facts, signs, name)
        for number in to_be_spoken:
            if number in facts and number not in spoken and _may_be_spoken(to_be_spoken[number]):
                problem = "is spoken nowhere: name it where it is said, or write spoken = false"
                root.table("facts").complain(number, problem)
    for table in ("reviewed", "checked"):  # who looked at what, and when: for editors, not spoken
        root.table(table, {})
    root.done()
    return Guides(guides, guides.get(OTHER_LOCALES) or next(iter(guides.values())))


def _may_be_spoken(fact: object) -> bool:
    return isinstance(fact, Mapping) and fact.get("spoken") is not False


def _sources_of_facts(root: Table) -> Mapping[str, tuple[Source, ...]]:
    """Every fact's number, with the sources it comes from."""
    tables = root.table("sources")
    sources = {name: whole(tables.table(name), _source) for name in tables}
    facts = root.table("facts")
    sources_of_facts: dict[str, tuple[Source, ...]] = {}
    for number in facts:
        fact = facts.table(number)
        fact.text("fact")
        fact.value("spoken", bool, "true or false", True)
        names = (fact.text("source"),) if fact.is_text("source") else fact.texts("source")
        for name in names:
            if name not in sources:
                fact.complain("source", f"{name!r} is not one of [sources]")
        sources_of_facts[number] = tuple(sources[name] for name in names if name in sources)
        fact.done()
    return sources_of_facts


def _source(table: Table) -> Source:
    table.value("reviewed", date, "a date such as 2026-11-22")
    table.text("grade", "")
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
    root: Table,
    locale: str,
    words: Mapping[str, str],
    facts: Mapping[str, tuple[Source, ...]],
    signs: SignReader,
    name: str,
) -> tuple[Guide, Collection[str]]:
    """The guide of one locale, and the facts it speaks."""
    tables = root.table("topics")
    aspects_of = {key: tables.table(key).table("aspects", {}) for key in tables}
    ids = [*tables, *(f"{key}.{aspect}" for key in tables for aspect in aspects_of[key])]
    reader = Reader(words, facts, ids)
    read = {key: reader.topic(key, tables.table(key)) for key in tables}
    topics = {key: _with_shared(topic, read) for key, topic in read.items()}
    questions = [Question(topic) for topic in topics.values()]
    questions += [Question(topic, aspect) for topic in topics.values() for aspect in topic.aspects]
    aspects = root.table("aspects", {})
    guide = Guide(
        locale=locale,
        topics=topics,
        questions={question.intent: question for question in questions},
        follow_ups={intent_of(f"follow_up_{aspect}"): aspect for aspect in aspects},
        aspects={aspect: reader.speech(aspects, aspect) for aspect in aspects},
        emergency=reader.emergency(root.table("emergency")),
        signs=signs.signs(reader),
        sign_index=signs.index,
        routines={key: tuple(map(reader.step, root.tables(key))) for key in ROUTINES},
        phrases=reader.phrases(root.table("phrases")),
        captions=reader.captions(root.table("captions")),
        timers={kind: reader.timer(root.table("timers").table(kind)) for kind in DEFAULT_SECONDS},
        sayings=tuple(whole(table, reader.saying) for table in root.tables("sayings")),
        sources=facts,
        invocation_name=name,
    )
    return guide, reader.spoken


def _with_shared(topic: Topic, topics: Mapping[str, Topic]) -> Topic:
    """The topic with the words of the questions that its aspects share."""
    aspects = {key: _shared(aspect, topics) for key, aspect in topic.aspects.items()}
    return topic._replace(aspects=aspects)


def _shared(aspect: Aspect, topics: Mapping[str, Topic]) -> Aspect:
    if aspect.passage.sentences:
        return aspect
    topic_id, _, part = aspect.title.partition(".")
    topic = topics.get(topic_id)
    if topic is None:
        return aspect
    if part in topic.aspects:
        return topic.aspects[part]._replace(name="")
    return Aspect(topic.title, "", topic.more if part == "more" else topic.answer)
