"""Slips forgiven, other words left alone."""

import pytest

from local_voice.resolver.spelling import corrected, spelling_index

WORDS = ["spasm", "ibuprofen", "stretching", "muscle", "chiropractor", "numbness"]
INDEX = spelling_index(WORDS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("spazm", "spasm"),
        ("ibuprophen", "ibuprofen"),
        ("strething", "stretching"),
        ("streetching", "stretching"),
        ("muslce", "muscle"),
        ("kiropractor", "kiropractor"),  # another first letter is another word
        ("chiropracter", "chiropractor"),
        ("numbmess", "numbness"),
    ],
)
def test_a_slip_becomes_the_word_meant(typed: str, meant: str) -> None:
    assert corrected(typed, set(), INDEX) == meant


@pytest.mark.parametrize("word", ["spam", "plasma", "spark", "museum", "20", "a", "stretcher"])
def test_another_word_stays_as_it_is(word: str) -> None:
    assert corrected(word, set(), INDEX) == word


def test_a_known_word_is_never_corrected() -> None:
    assert corrected("muslce", {"muslc"}, INDEX) == "muslce"
