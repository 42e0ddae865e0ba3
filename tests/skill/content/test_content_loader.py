"""The content file is right, and whatever could be wrong with it is named by file and place."""

import re
from pathlib import Path

import pytest

from skill.content.loader import load_guides
from skill.errors import ContentError
from tests.support.places import ROOT

CONTENT = ROOT / "skill" / "content" / "en.toml"


def test_every_fact_of_the_article_and_every_safety_fact_is_spoken() -> None:
    facts = {fact for p in load_guides().other.passages() for fact in p.facts}
    assert facts == {f"F{n:02}" for n in range(1, 31)} | {f"S{n:02}" for n in range(1, 10)}


def test_each_country_has_its_own_emergency_number() -> None:
    guides = load_guides()
    numbers = {
        locale: re.findall(r"\d{3}", guides.speaking(locale).emergency.call)
        for locale in ("en-US", "en-CA", "en-GB", "en-AU", "en-IN")
    }
    assert numbers == {
        "en-US": ["911"],
        "en-CA": ["911"],
        "en-GB": ["999"],
        "en-AU": ["000"],
        "en-IN": ["112"],
    }


def test_a_locale_that_nobody_listed_names_no_wrong_number() -> None:
    call = load_guides().speaking("en-ZA").emergency.call
    assert call == "Call your local emergency number now, or go to an emergency department."


@pytest.mark.parametrize(("locale", "name"), [("en-US", "acetaminophen"), ("en-GB", "paracetamol")])
def test_a_medicine_goes_by_the_name_on_the_local_box(locale: str, name: str) -> None:
    answer = load_guides().speaking(locale).topics["medication"].answer.text
    assert answer.startswith(f"For the first few days, {name} or anti-inflammatory")


MISTAKES: dict[str, tuple[str | re.Pattern[str], str, str]] = {
    "an unknown key": (
        'title = "Bed rest"',
        'title = "Bed rest"\ncolour = "red"',
        "en.toml: topics.bed_rest.colour: is not a key the guide knows: correct it or take it out",
    ),
    "an unknown table": (
        "[emergency]",
        "[weather]\n[emergency]",
        "en.toml: weather: is not a key the guide knows: correct it or take it out",
    ),
    "a missing answer": (
        "[topics.heat.answer]",
        "[topics.heat.anser]",
        "en.toml: topics.heat.answer: is missing",
    ),
    "an unknown fact": (
        'facts = ["F30"]',
        'facts = ["F31"]',
        "en.toml: topics.source.answer.facts: names F31, which is not in [facts]",
    ),
    "a passage without facts": (
        'facts = ["F30"]',
        "facts = []",
        "en.toml: topics.source.answer.facts: is empty: name what the words rest on",
    ),
    "a fact nobody speaks": (
        'F30 = { source = "article"',
        'F31 = { source = "article", fact = "New." }\nF30 = { source = "article"',
        "en.toml: facts.F31: is spoken nowhere: name it where it is said",
    ),
    "a fact without its source": (
        'F30 = { source = "article"',
        'F30 = { source = "rumour"',
        "en.toml: facts.F30.source: is not one of [sources]",
    ),
    "a source never reviewed": (
        re.compile(r"(colorado = .*), reviewed = \S+ }"),
        r"\1 }",
        "en.toml: sources.colorado.reviewed: is missing",
    ),
    "an answer too long": (
        re.compile(r'text = "Ice is the usual choice[^"]*"'),
        f'text = "{"word " * 76}"',
        "en.toml: topics.heat.answer.text: has 76 words: a listener can take in 75 at most",
    ),
    "text that breaks SSML": (
        "Try to keep active, but",
        "Try to keep active & warm, but",
        "en.toml: topics.stay_active.answer.text: has '&', which would break SSML: write",
    ),
    "markup": (
        "Try to keep active, but",
        "<b>Try</b> to keep active, but",
        "en.toml: topics.stay_active.answer.text: has '<', which would break SSML: write",
    ),
    "a lone brace": (
        "Try to keep active, but",
        "Try to keep {active, but",
        "en.toml: topics.stay_active.answer.text: has a brace without its partner",
    ),
    "a missing phrase": (
        re.compile(r"^goodbye = .*$", re.MULTILINE),
        "",
        "en.toml: phrases.goodbye: is missing",
    ),
    "an empty phrase": (
        re.compile(r"^goodbye = .*$", re.MULTILINE),
        'goodbye = " "',
        "en.toml: phrases.goodbye: is empty",
    ),
    "a number for a text": (
        re.compile(r"^goodbye = .*$", re.MULTILINE),
        "goodbye = 1",
        "en.toml: phrases.goodbye: must be text in quotes",
    ),
    "an offer without its question": (
        'question = "Shall I start a twenty minute ice timer?"\n\n[topics.ice.answer]',
        "[topics.ice.answer]",
        "en.toml: topics.ice.offer: and question go together: give both or neither",
    ),
    "no words for other locales": (
        "[locales.other]",
        "[locales.en-ZA]",
        "en.toml: locales.other: is missing: it serves the locales that are not listed",
    ),
    "a locale without a word": (
        'soccer = "football"\nfootball = "American football"\nhealth_service = "the NHS"',
        'football = "American football"\nhealth_service = "the NHS"',
        "en.toml: topics.triggers.more.text: names an unknown {soccer}: use one of acetaminophen,",
    ),
    "no TOML": (
        "[emergency]",
        "[emergency",
        "en.toml: file: is not valid TOML: ",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_by_file_and_place(mistake: str, tmp_path: Path) -> None:
    old, new, complaint = MISTAKES[mistake]
    right = CONTENT.read_text("utf-8")
    pattern = old if isinstance(old, re.Pattern) else re.compile(re.escape(old))
    wrong = pattern.sub(new, right, count=1)
    assert wrong != right
    (tmp_path / "en.toml").write_text(wrong, "utf-8")
    with pytest.raises(ContentError) as caught:
        load_guides(tmp_path / "en.toml")
    assert str(caught.value).startswith(complaint)


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ContentError, match=r"en\.toml: byte 0: is not UTF-8 text"):
        load_guides(tmp_path / "en.toml")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"none\.toml: file: cannot be read: No such file"):
        load_guides(tmp_path / "none.toml")
