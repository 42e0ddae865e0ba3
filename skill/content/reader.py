"""Turns the content's tables into what is spoken in one locale."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

from skill.content.guidance import Emergency, Passage, Step, Topic
from skill.content.phrases import CAPTION_VALUES, PHRASE_VALUES, Captions, Phrases, Saying
from skill.content.rules import intent_problem, sample_problem, text_problem, topic_problem
from skill.content.toml_table import Table

_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_T = TypeVar("_T")


class Reader:
    """Reads for one locale: its `words` are put into every text; passages rest on `facts`."""

    def __init__(
        self, words: Mapping[str, str], facts: Collection[str], topics: Collection[str]
    ) -> None:
        self.spoken = set[str]()
        """The facts that some passage names."""
        self._words = words
        self._facts = facts
        self._topics = topics

    def topic(self, topic_id: str, table: Table) -> Topic:
        other = table.table("other", {})
        things = other.table("things", {})
        samples = table.texts("samples", [])
        topic = Topic(
            id=topic_id,
            title=self._speech(table, "title"),
            answer=whole(table.table("answer"), self._passage),
            more=whole(table.table("more"), self._passage),
            slot=table.text("slot", ""),
            about=_each(table.table("about", {}), self._passage),
            other=self._passage(other, {"thing"}) if "other" in table else None,
            things={thing: self._speech(things, thing) for thing in things},
            offer=self._intent(table, "offer"),
            question=self._speech(table, "question") if "question" in table else "",
            samples=samples,
        )
        other.done()
        table.done()
        if problem := topic_problem(topic_id):
            table.complain("title", problem)
        if ("offer" in table) != ("question" in table):
            table.complain("offer", "and question go together: give both or neither")
        if "samples" in table and not samples:
            table.complain("samples", "is empty: list how people ask, each in their words")
        for number, sample in enumerate(samples, start=1):
            if problem := sample_problem(sample):
                table.complain(f"samples[{number}]", problem)
        return topic

    def step(self, table: Table) -> Step:
        step = Step(
            title=self._speech(table, "title"),
            passage=self._passage(table),
            question=self._speech(table, "question") if "question" in table else "",
            yes=self._intent(table, "yes"),
            no=self._intent(table, "no"),
        )
        table.done()
        return step

    def emergency(self, table: Table) -> Emergency:
        emergency = Emergency(
            call=self._speech(table, "call"),
            answer=whole(table.table("answer"), self._passage),
            signs=whole(table.table("signs"), self._passage),
            about=_each(table.table("about", {}), self._passage),
        )
        table.done()
        return emergency

    def phrases(self, table: Table) -> Phrases:
        said = {name: self._speech(table, name, PHRASE_VALUES) for name in Phrases._fields}
        table.done()
        return Phrases(**said)

    def captions(self, table: Table) -> Captions:
        shown = {name: self._speech(table, name, CAPTION_VALUES) for name in Captions._fields}
        table.done()
        return Captions(**shown)

    def saying(self, table: Table) -> Saying:
        return Saying(self._speech(table, "say"), self._intent(table, "intent", None))

    def _passage(self, table: Table, values: Iterable[str] = ()) -> Passage:
        numbers = table.texts("facts")
        if not numbers:
            table.complain("facts", "is empty: name what the words rest on")
        for number in numbers:
            if number not in self._facts:
                table.complain("facts", f"names {number}, which is not in [facts]")
        self.spoken.update(numbers)
        return Passage(self._speech(table, "text", values), numbers)

    def _intent(self, table: Table, key: str, default: str | None = "") -> str:
        intent = table.text(key, default)
        if key in table and (problem := intent_problem(intent, self._topics)):
            table.complain(key, problem)
        return intent

    def _speech(self, table: Table, key: str, values: Iterable[str] = ()) -> str:
        """The text at `key` with the locale's words put in; what `values` names stays open."""
        text = table.text(key).strip()
        problem = text_problem(text)
        if problem:
            table.complain(key, problem)

        def filled(match: re.Match[str]) -> str:
            if match[1] in values:
                return match[0]
            if match[1] not in self._words:
                known = ", ".join(sorted({*self._words, *values}))
                table.complain(key, f"names an unknown {match[0]}: use one of {known}")
            return self._words.get(match[1], match[1])

        return _PLACEHOLDER.sub(filled, text)


def whole(table: Table, read: Callable[[Table], _T]) -> _T:
    """What `read` makes of the table; a key it leaves unread is complained of."""
    value = read(table)
    table.done()
    return value


def _each(table: Table, read: Callable[[Table], _T]) -> Mapping[str, _T]:
    return {key: whole(table.table(key), read) for key in table}
