"""Turns the content's tables into what is spoken in one locale."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from skill.content.guidance import Aspect, Step, Topic
from skill.content.passage import Passage, Sentence
from skill.content.phrases import (
    CAPTION_VALUES,
    PHRASE_VALUES,
    Captions,
    Phrases,
    Saying,
    TimerWords,
)
from skill.content.rules import (
    field_problems,
    filled,
    intent_problem,
    length_problem,
    sample_problem,
    text_problem,
    topic_problem,
)
from skill.content.signs import Emergency
from skill.content.toml_table import Table

_LINE = re.compile(r"(?P<text>.*?)(?:\s*\[(?P<facts>[A-Z]+\d+(?: [A-Z]+\d+)*)\])?")
"""A line of a passage: what is said, and in brackets the facts it rests on."""

NO_WORDS = Passage(())
_T = TypeVar("_T")


class Reader:
    """Reads for one locale: its `words` are put into every text; passages rest on `facts`.

    `questions` are the ids of all questions: "ice", "ice.how_often".
    """

    def __init__(
        self, words: Mapping[str, str], facts: Collection[str], questions: Collection[str]
    ) -> None:
        self.spoken = set[str]()
        """The facts that some passage names."""
        self._words = words
        self._facts = facts
        self._questions = questions

    def topic(self, topic_id: str, table: Table) -> Topic:
        """The topic but for the aspects that share the passage of another question."""
        other = table.table("other", {})
        things = other.table("things", {})
        samples = table.texts("samples", [])
        title = self.speech(table, "title")
        aspects = table.table("aspects", {})
        topic = Topic(
            id=topic_id,
            title=title,
            name=self.speech(table, "name") if "name" in table else title.lower(),
            answer=self.passage_at(table, "answer"),
            more=self.passage_at(table, "more"),
            slot=table.text("slot", ""),
            about=self.each(table.table("about", {})),
            other=self.passage(other, {"thing"}) if "other" in table else None,
            things={thing: self.speech(things, thing) for thing in things},
            offer=self.intent(table, "offer"),
            question=self.speech(table, "question") if "question" in table else "",
            aspects={key: self._aspect(aspects, key, title) for key in aspects},
            samples=samples,
        )
        other.done()
        table.done()
        if problem := topic_problem(topic_id):
            table.complain("title", problem)
        _check_offer(table)
        for number, sample in enumerate(samples, start=1):
            if problem := sample_problem(sample):
                table.complain(f"samples[{number}]", problem)
        return topic

    def _aspect(self, aspects: Table, key: str, title: str) -> Aspect:
        """One with words of its own; the loader puts in those of a question it shares them with."""
        if aspects.is_text(key):
            shared = aspects.text(key)
            if shared.removesuffix(".answer").removesuffix(".more") not in self._questions:
                aspects.complain(key, f"names {shared!r}, which is no question: see topics")
            return Aspect(shared, "", NO_WORDS)
        table = aspects.table(key)
        aspect = Aspect(
            title=self.speech(table, "title") if "title" in table else title,
            name=self.speech(table, "name") if "name" in table else "",
            passage=self.passage(table),
            offer=self.intent(table, "offer"),
            question=self.speech(table, "question") if "question" in table else "",
        )
        table.done()
        _check_offer(table)
        return aspect

    def step(self, table: Table) -> Step:
        step = Step(
            title=self.speech(table, "title"),
            passage=self.passage(table),
            question=self.speech(table, "question") if "question" in table else "",
            yes=self.intent(table, "yes"),
            no=self.intent(table, "no"),
        )
        table.done()
        return step

    def emergency(self, table: Table) -> Emergency:
        emergency = Emergency(
            call=self.speech(table, "call"),
            answer=self.passage_at(table, "answer"),
            signs=self.passage_at(table, "signs"),
        )
        table.done()
        return emergency

    def phrases(self, table: Table) -> Phrases:
        said = {name: self.speech(table, name, PHRASE_VALUES) for name in Phrases._fields}
        table.done()
        return Phrases(**said)

    def captions(self, table: Table) -> Captions:
        values = CAPTION_VALUES
        shown = {name: self.speech(table, name, values) for name in Captions._fields}
        table.done()
        return Captions(**shown)

    def timer(self, table: Table) -> TimerWords:
        said = {name: self.speech(table, name, PHRASE_VALUES) for name in TimerWords._fields}
        table.done()
        return TimerWords(**said)

    def saying(self, table: Table) -> Saying:
        return Saying(self.speech(table, "say"), self.intent(table, "intent", None))

    def each(self, table: Table) -> Mapping[str, Passage]:
        return {key: self.passage_at(table, key) for key in table}

    def passage_at(self, table: Table, key: str) -> Passage:
        return whole(table.table(key), self.passage)

    def passage(self, table: Table, values: Collection[str] = ()) -> Passage:
        """Each line names its facts in brackets, or `facts` names those of all lines."""
        of_all = table.texts("facts", [])
        lines = [_LINE.fullmatch(line.strip()) for line in table.text("text").strip().splitlines()]
        sentences = tuple(
            Sentence(line["text"], tuple((line["facts"] or "").split()) or of_all)
            for line in lines
            if line
        )
        for sentence in sentences:
            if not sentence.facts:
                table.complain("text", f"rests on nothing: put facts behind {sentence.text!r}")
            for number in sentence.facts:
                if number not in self._facts:
                    table.complain("text", f"names {number}, which is not in [facts]")
            self.spoken.update(sentence.facts)
        self._check_length(table, "text", " ".join(s.text for s in sentences), values)
        return Passage(
            tuple(s._replace(text=self._filled(table, "text", s.text, values)) for s in sentences)
        )

    def facts(self, table: Table, key: str) -> frozenset[str]:
        """The numbers of facts that are listed at `key`."""
        numbers = frozenset(table.texts(key, []))
        for number in sorted(numbers.difference(self._facts)):
            table.complain(key, f"names {number}, which is not in [facts]")
        return numbers

    def intent(self, table: Table, key: str, default: str | None = "") -> str:
        intent = table.text(key, default)
        if key in table and (problem := intent_problem(intent, self._questions)):
            table.complain(key, problem)
        return intent

    def speech(self, table: Table, key: str, values: Collection[str] = ()) -> str:
        """The text at `key` with the locale's words put in; what `values` names stays open."""
        text = table.text(key).strip()
        self._check_length(table, key, text, values)
        return self._filled(table, key, text, values)

    def _filled(self, table: Table, key: str, text: str, values: Collection[str]) -> str:
        problems = (text_problem(text), *field_problems(text, {*self._words, *values}))
        for problem in filter(None, problems):
            table.complain(key, problem)
        return filled(text, self._words_but(values))

    def _check_length(self, table: Table, key: str, text: str, values: Collection[str]) -> None:
        """What is heard is the text with its words put in, so that is what must not be too long."""
        if problem := length_problem(filled(text, self._words_but(values))):
            table.complain(key, problem)

    def _words_but(self, values: Collection[str]) -> Mapping[str, str]:
        return {name: word for name, word in self._words.items() if name not in values}


def _check_offer(table: Table) -> None:
    if ("offer" in table) != ("question" in table):
        table.complain("offer", "and question go together: give both or neither")


def whole(table: Table, read: Callable[[Table], _T]) -> _T:
    """What `read` makes of the table; a key it leaves unread is complained of."""
    value = read(table)
    table.done()
    return value
