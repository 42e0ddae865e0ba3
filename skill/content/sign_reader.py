"""Turns the content's signs into data: how each is said, what is said of it, what it bears on."""

from collections.abc import Collection, Mapping

from skill.content.passage import Passage
from skill.content.patterns import Part, Pattern, PatternError, read_groups, read_pattern
from skill.content.reader import Reader
from skill.content.signs import EVERY_TOPIC, RANKS, Sign, SignIndex
from skill.content.toml_table import Table


class SignReader:
    """Reads the patterns once, and for each locale what is said."""

    def __init__(self, patterns: Table, signs: Table, topics: Collection[str]) -> None:
        self._signs = signs
        self._topics = topics
        self._groups = self._read_groups(patterns.table("groups"))
        self._patterns = {key: self._read(signs.table(key), "said") for key in signs}
        self.index = SignIndex(
            signs=_by_need(self._patterns),
            harmless=self._harmless(patterns, "harmless"),
            harmless_situations=self._harmless(patterns, "harmless_situations"),
        )
        patterns.done()

    def signs(self, reader: Reader) -> dict[str, Sign]:
        return {key: self._sign(key, self._signs.table(key), reader) for key in self._signs}

    def _sign(self, key: str, table: Table, reader: Reader) -> Sign:
        table.texts("said", [])
        sign = Sign(
            id=key,
            rank=table.text("rank"),
            title=reader.speech(table, "title"),
            passage=reader.passage(table) if "text" in table else Passage(()),
            about=reader.each(table.table("about", {})),
            touches=frozenset(table.texts("touches", [])),
            forbids=reader.facts(table, "forbids"),
            allows=frozenset(table.texts("allows", [])),
            pairs=table.rows_of_texts("pairs"),
            patterns=self._patterns[key],
            call=reader.speech(table, "call") if "call" in table else "",
            question=reader.speech(table, "question") if "question" in table else "",
            yes=reader.intent(table, "yes"),
            goodbye=reader.speech(table, "goodbye") if "goodbye" in table else "",
        )
        table.done()
        self._check(sign, table)
        return sign

    def _check(self, sign: Sign, table: Table) -> None:
        if sign.rank not in RANKS:
            table.complain("rank", f"is {sign.rank!r}: use one of {', '.join(RANKS)}")
        for topic in sorted({*sign.touches, *sign.allows, *sign.about} - {EVERY_TOPIC}):
            if topic not in self._topics:
                table.complain("touches", f"names {topic!r}, which is no topic")
        for part in (part for one_of in sign.pairs for part in one_of):
            if part not in self._signs:
                table.complain("pairs", f"names {part!r}, which is no sign")
        if not (sign.patterns or sign.pairs):
            table.complain("said", "is empty: say how people put it, or which signs make it up")

    def _read_groups(self, table: Table) -> Mapping[str, Part]:
        texts = {key: table.text(key) for key in table}
        try:
            return read_groups(texts)
        except PatternError as error:
            table.complain("", str(error))
            return {}

    def _harmless(self, patterns: Table, key: str) -> Mapping[str, tuple[Pattern, ...]]:
        found = _by_need({key: self._read(patterns, key)})
        return {need: tuple(pattern for _, pattern in rows) for need, rows in found.items()}

    def _read(self, table: Table, key: str) -> tuple[Pattern, ...]:
        patterns = []
        for number, text in enumerate(table.texts(key, []), start=1):
            try:
                patterns.append(read_pattern(text, self._groups))
            except PatternError as error:
                table.complain(f"{key}[{number}]", str(error))
        return tuple(patterns)


def _by_need(
    patterns: Mapping[str, Collection[Pattern]],
) -> dict[str, tuple[tuple[str, Pattern], ...]]:
    found: dict[str, list[tuple[str, Pattern]]] = {}
    for key, own in patterns.items():
        for pattern in own:
            for need in pattern.needs[0]:
                found.setdefault(need, []).append((key, pattern))
    return {need: tuple(rows) for need, rows in found.items()}
