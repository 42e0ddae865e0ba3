"""The recogniser's dictionary: only the skill's words, which loads a hundred times as fast.

Most pronunciations are CMUdict's, which the recogniser's wheel holds; what it lacks is data here.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VOWELS = frozenset(
    ["AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"]
)
DATA = Path(__file__).with_name("pronunciations.toml")

Phones = tuple[str, ...]
"""One way of saying a word, in CMUdict's phones without stress."""

_VARIANT = re.compile(r"\(\d+\)$")
_ENDINGS = ((), ("Z",), ("D",))
_VOWEL_BEFORE_SCHWA = frozenset(("IH", "IY", "EH", "UH", "AY", "AW"))


@dataclass(frozen=True, slots=True)
class Accent:
    """How one more kind of English differs: phones replaced, and whether every R is said."""

    vowels: Mapping[str, str]
    r: bool

    def of(self, phones: Phones) -> Phones:
        said = phones if self.r else _without_r(phones)
        return tuple(self.vowels.get(phone, phone) for phone in said)


@dataclass(frozen=True, slots=True)
class Pronunciations:
    """What `pronunciations.toml` holds."""

    wake: str
    before: Sequence[str]
    replies: Sequence[str]
    accents: Sequence[Accent]
    words: Mapping[str, Sequence[Phones]]


def load_pronunciations(path: Path = DATA) -> Pronunciations:
    data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    accents = [Accent(accent["vowels"], accent["r"]) for accent in data["accents"]]
    words = {word: [tuple(said.split()) for said in ways] for word, ways in data["words"].items()}
    return Pronunciations(data["wake"], data["before"], data["replies"], accents, words)


def pronounced(words: Iterable[str], own: Pronunciations, cmudict: Path) -> dict[str, list[Phones]]:
    """Every way of saying each of `words`, first the usual one; a word nobody knows is left out."""
    wanted = set(words)
    ways = {word: list(own.words[word]) for word in wanted & set(own.words)}
    with cmudict.open(encoding="utf-8") as lines:
        for line in lines:
            name, _, phones = line.partition(" ")
            if (word := _VARIANT.sub("", name)) in wanted:
                ways.setdefault(word, []).append(tuple(phones.split()))
    return {
        word: list(dict.fromkeys([*known, *(a.of(way) for a in own.accents for way in known)]))
        for word, known in sorted(ways.items())
    }


def dictionary_text(ways: Mapping[str, Sequence[Phones]]) -> str:
    """The file the recogniser reads: a line for each way, the second marked "(2)" and so on."""
    return "".join(
        f"{word}{f'({number})' if number > 1 else ''} {' '.join(phones)}\n"
        for word, known in ways.items()
        for number, phones in enumerate(known, 1)
    )


def _without_r(phones: Phones) -> Phones:
    """Said with an R only before a vowel: "timer" ends as "sofa" does."""
    said: list[str] = []
    for number, (phone, following) in enumerate(zip(phones, (*phones[1:], ""), strict=True), 1):
        if phone == "ER" and number > 1 and phones[number:] in _ENDINGS:
            said.append("AH")  # elsewhere, as in "hurts", the vowel stays itself
        elif phone == "R" and following not in VOWELS and said and said[-1] in VOWELS:
            said += ["AH"] if said[-1] in _VOWEL_BEFORE_SCHWA else []
        else:
            said.append(phone)
    return tuple(said)
