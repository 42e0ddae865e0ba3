"""The texts for the store: complete, filled in, and a clinic's own laid over them with care."""

from pathlib import Path

import pytest

from local_voice.package.listing import check_listing, load_listing
from skill.errors import ContentError


def test_the_words_of_the_skill_are_filled_in() -> None:
    listing = load_listing("back spasm guide")
    assert listing.example_phrases[0] == "Alexa, open back spasm guide"
    assert "To begin, say: Alexa, open back spasm guide." in listing.description
    for text in (listing.description, listing.testing_instructions, *listing.example_phrases):
        assert "{" not in text


def test_a_clinics_words_take_their_place_and_the_others_stay(tmp_path: Path) -> None:
    own = tmp_path / "clinic.toml"
    own.write_text('[store]\nname = "Harbor"\nkeywords = ["harbor"]\n', "utf-8")
    ours, theirs = load_listing("back spasm guide"), load_listing("harbor back clinic", own)
    assert (theirs.name, theirs.keywords) == ("Harbor", ["harbor"])
    assert theirs.summary == ours.summary
    assert theirs.example_phrases[0] == "Alexa, open harbor back clinic"


MISTAKES = {
    "name = 1": "clinic.toml:2: store.name: must be text in quotes",
    'keywords = "back"': "clinic.toml:2: store.keywords: must be a list of texts",
    'keywords = ["back", " "]': "clinic.toml:2: store.keywords[2]: is empty",
    "keywords = []": "clinic.toml:2: store.keywords: is empty",
    'summary = " "': "clinic.toml:2: store.summary: is empty",
    'site = "guide.org"': "clinic.toml:2: store.site: must begin with https://: Alexa takes no",
    'sumary = "Answers"': "clinic.toml:2: store.sumary: is not a key the guide knows: correct it",
    'summary = "{clinic}"': (
        "clinic.toml:2: store.summary: names an unknown {clinic}: use one of invocation_name, name,"
    ),
    'summary = "{name.__class__}"': "clinic.toml:2: store.summary: has a brace without its partner",
    'summary = "{name:99999}"': "clinic.toml:2: store.summary: has a brace without its partner",
    'example_phrases = ["Alexa, open {"]': (
        "clinic.toml:2: store.example_phrases[1]: has a brace without its partner"
    ),
}


@pytest.mark.parametrize("line", MISTAKES)
def test_a_mistake_is_named_by_line(line: str, tmp_path: Path) -> None:
    own = tmp_path / "clinic.toml"
    own.write_text(f"[store]\n{line}\n", "utf-8")
    [mistake] = check_listing("back spasm guide", own)[1]
    assert str(mistake).startswith(MISTAKES[line])
    with pytest.raises(ContentError):
        load_listing("back spasm guide", own)


@pytest.mark.parametrize("source", ["{", "{0}", "{clinic.name}"])
def test_a_source_that_cannot_be_filled_in_is_named(source: str, tmp_path: Path) -> None:
    own = tmp_path / "clinic.toml"
    own.write_text(f'[store]\nsource = "{source}"\n', "utf-8")
    assert "clinic.toml:2: store.source: " in str(check_listing("back spasm guide", own)[1])


def test_a_store_that_is_no_table_is_named(tmp_path: Path) -> None:
    own = tmp_path / "clinic.toml"
    own.write_text("store = 1\n", "utf-8")
    [mistake] = check_listing("back spasm guide", own)[1]
    assert str(mistake) == "clinic.toml:1: store: must be a table"
