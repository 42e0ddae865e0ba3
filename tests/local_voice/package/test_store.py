"""The texts for the store: complete, filled in, and a clinic's own laid over them with care."""

from pathlib import Path

import pytest

from local_voice.package.store import check_store, load_store
from skill.errors import ContentError


def test_the_words_of_the_skill_are_filled_in() -> None:
    store = load_store("back spasm guide")
    assert store.example_phrases[0] == "Alexa, open back spasm guide"
    assert "To begin, say: Alexa, open back spasm guide." in store.description
    for text in (store.description, store.testing_instructions, *store.example_phrases):
        assert "{" not in text


def test_a_clinics_words_take_their_place_and_the_others_stay(tmp_path: Path) -> None:
    own = tmp_path / "clinic.toml"
    own.write_text('[store]\nname = "Harbor"\nkeywords = ["harbor"]\n', "utf-8")
    ours, theirs = load_store("back spasm guide"), load_store("harbor back clinic", own)
    assert (theirs.name, theirs.keywords) == ("Harbor", ["harbor"])
    assert theirs.summary == ours.summary
    assert theirs.example_phrases[0] == "Alexa, open harbor back clinic"


MISTAKES = {
    "name = 1": "clinic.toml:2: store.name: must be text in quotes",
    'keywords = "back"': "clinic.toml:2: store.keywords: must be a list of texts",
    "keywords = []": "clinic.toml:2: store.keywords: is empty",
    'summary = " "': "clinic.toml:2: store.summary: is empty",
    'site = "guide.org"': "clinic.toml:2: store.site: must begin with https://: Alexa takes no",
    'sumary = "Answers"': "clinic.toml:2: store.sumary: is not a key the guide knows: correct it",
    'summary = "{clinic}"': "clinic.toml:2: store.summary: has a wrong placeholder ('clinic'): use",
    'example_phrases = ["Alexa, open {"]': (
        "clinic.toml:2: store.example_phrases[1]: has a wrong placeholder ("
    ),
}


@pytest.mark.parametrize("line", MISTAKES)
def test_a_mistake_is_named_by_line(line: str, tmp_path: Path) -> None:
    own = tmp_path / "clinic.toml"
    own.write_text(f"[store]\n{line}\n", "utf-8")
    [mistake] = check_store("back spasm guide", own)[1]
    assert str(mistake).startswith(MISTAKES[line])
    with pytest.raises(ContentError):
        load_store("back spasm guide", own)


def test_a_store_that_is_no_table_is_named(tmp_path: Path) -> None:
    own = tmp_path / "clinic.toml"
    own.write_text("store = 1\n", "utf-8")
    [mistake] = check_store("back spasm guide", own)[1]
    assert str(mistake) == "clinic.toml:1: store: must be a table"
