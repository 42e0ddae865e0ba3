"""Small typing and hearing errors forgiven: "spazm" is spasm, "ibuprophen" ibuprofen."""

import re
from collections.abc import Container, Iterable, Mapping

from skill.understanding.words import stem

_SHORTEST, _LONG, _LONGEST = 5, 7, 30
_SAME_SOUND = (
    (re.compile("ph"), "f"), (re.compile("tch|ch"), "x"), (re.compile("c(?=[eiy])|z"), "s"),
    (re.compile("ck|c|q"), "k"), (re.compile("(?<=.)[aeiouyhw]+"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)  # fmt: skip


def spelling_index(words: Iterable[str]) -> dict[str, str]:
    """What a word is misspelt as, to the word; of two words the first keeps the key."""
    index: dict[str, str] = {}
    for word in words:
        if len(word) >= _SHORTEST and word.isalpha():
            for key in (*_one_less(word), *_alike(word)):
                index.setdefault(key, word)
            index.setdefault(word, word)
    return index


def corrected(word: str, vocabulary: Container[str], index: Mapping[str, str]) -> str:
    """`word` when its stem is in `vocabulary`, else the word it is a slip for.

    A slip is a letter missing, doubled, swapped or (in long words) wrong, or the same sound.
    """
    if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha() or stem(word) in vocabulary:
        return word
    for key in (word, *_alike(word), *_one_less(word)):
        meant = index.get(key, "")
        if meant[:1] == word[0] and (len(word) >= _LONG or key in {word, meant, *_alike(word)}):
            return meant
    return word


def _one_less(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(1, len(word))]


def _alike(word: str) -> list[str]:
    """How the word sounds, and its letters in order; capitals keep these keys from being words."""
    sound = word
    for pattern, replacement in _SAME_SOUND:
        sound = pattern.sub(replacement, sound)
    letters = "".join(sorted(word)).upper()
    return [f"{sound.upper()}-", letters] if len(sound) >= _SHORTEST - 1 else [letters]
