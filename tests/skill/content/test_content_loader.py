"""The content is right, and whatever could be wrong with it is named by file and place."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from skill.content.loader import load_guides
from skill.errors import ContentError
from tests.support.places import ROOT

CONTENT = ROOT / "skill" / "content" / "en"


def test_every_fact_that_may_be_spoken_is_spoken() -> None:
    facts = tomllib.loads((CONTENT / "sources.toml").read_text("utf-8"))["facts"]
    spoken = {fact for p in load_guides().other.passages() for fact in p.facts}
    assert spoken == {number for number, fact in facts.items() if fact.get("spoken", True)}
    article = {f"F{number:02}" for number in range(1, 31)}
    assert {number for number in facts if number.startswith("F")} == article <= spoken


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
    told = load_guides().speaking(locale).signs["liver"].passage.text
    assert told == (
        f"With liver trouble, ask your doctor before you take {name}, ibuprofen or any other pain "
        "pill."
    )


# Each mistake: the file, what to replace in it by what, and how it is explained.
MISTAKES: dict[str, tuple[str, str, str, str]] = {
    "an unknown key": (
        "topics/bed_rest.toml",
        re.escape("[topics.bed_rest]\n"),
        '[topics.bed_rest]\ncolour = "red"\n',
        "bed_rest.toml: topics.bed_rest.colour: is not a key the guide knows: correct it or take",
    ),
    "an unknown table": (
        "phrases.toml",
        r"\[phrases\]",
        "[weather]\n[phrases]",
        "phrases.toml: weather: is not a key the guide knows: correct it or take it out",
    ),
    "a missing answer": (
        "topics/heat.toml",
        r"\[topics\.heat\.answer\]",
        "[topics.heat.anser]",
        "heat.toml: topics.heat.answer: is missing",
    ),
    "an unknown fact": (
        "topics/heat.toml",
        r"\[S05\]",
        "[S999]",
        "heat.toml: topics.heat.answer.text: names S999, which is not in [facts]",
    ),
    "a line without facts": (
        "topics/heat.toml",
        r"feels better\. \[S05\]",
        "feels better.",
        "heat.toml: topics.heat.answer.text: rests on nothing: put facts behind 'Ice is the usual",
    ),
    "a fact nobody speaks": (
        "sources.toml",
        r"\nF30 = ",
        '\nF31 = { source = "article", fact = "New." }\nF30 = ',
        (
            "sources.toml: facts.F31: is spoken nowhere: name it where it is said, or write "
            "spoken = false"
        ),
    ),
    "a fact without its source": (
        "sources.toml",
        r'\nF30 = { source = "article"',
        '\nF30 = { source = "rumour"',
        "sources.toml: facts.F30.source: 'rumour' is not one of [sources]",
    ),
    "a source never reviewed": (
        "sources.toml",
        r"(\ncolorado = .*), reviewed = [-\d]+",
        r"\1",
        "sources.toml: sources.colorado.reviewed: is missing",
    ),
    "an answer too long": (
        "topics/heat.toml",
        r"Ice is the usual choice[^\"]*",
        "word " * 76 + "[S05]\n",
        "heat.toml: topics.heat.answer.text: has 76 words: a listener can take in 75 at most",
    ),
    "text that breaks SSML": (
        "topics/heat.toml",
        "Ice is the usual choice",
        "Ice & heat are the usual choice",
        "heat.toml: topics.heat.answer.text: has '&', which would break SSML: write plain words",
    ),
    "markup": (
        "topics/heat.toml",
        "Ice is the usual choice",
        "<b>Ice</b> is the usual choice",
        "heat.toml: topics.heat.answer.text: has '<', which would break SSML: write plain words",
    ),
    "a lone brace": (
        "topics/heat.toml",
        "Ice is the usual choice",
        "Ice {is the usual choice",
        "heat.toml: topics.heat.answer.text: has a brace without its partner",
    ),
    "a missing phrase": (
        "phrases.toml",
        r"\ngoodbye = .*",
        "",
        "phrases.toml: phrases.goodbye: is missing",
    ),
    "an empty phrase": (
        "phrases.toml",
        r"\ngoodbye = .*",
        '\ngoodbye = " "',
        "phrases.toml: phrases.goodbye: is empty",
    ),
    "a number for a text": (
        "phrases.toml",
        r"\ngoodbye = .*",
        "\ngoodbye = 1",
        "phrases.toml: phrases.goodbye: must be text in quotes",
    ),
    "an offer without its question": (
        "topics/ice.toml",
        r"\nquestion = .*",
        "",
        "ice.toml: topics.ice.offer: and question go together: give both or neither",
    ),
    "an offer that nobody answers": (
        "topics/ice.toml",
        "StartIceTimerIntent",
        "StartFireIntent",
        "ice.toml: topics.ice.offer: names 'StartFireIntent', which nobody answers: name a topic's",
    ),
    "an aspect that shares the words of no question": (
        "topics/causes.toml",
        r'\nat_work = ".*"',
        '\nat_work = "swimming.at_work"',
        (
            "causes.toml: topics.causes.aspects.at_work: names 'swimming.at_work', which is no "
            "question: see topics"
        ),
    ),
    "no words for other locales": (
        "locales.toml",
        r"\[locales\.other\]",
        "[locales.en-ZA]",
        "locales.toml: locales.other: is missing: it serves the locales that are not listed",
    ),
    "a locale without a word": (
        "locales.toml",
        r"\nabuse_line = .*",
        "",
        "crisis.toml: signs.hurt_by_somebody.text: names an unknown {abuse_line}: use one of ",
    ),
    "a rank that is none": (
        "signs/urgent.toml",
        r'(\[signs\.fever\]\nrank) = "urgent"',
        r'\1 = "pressing"',
        (
            "urgent.toml: signs.fever.rank: is 'pressing': use one of emergency, crisis, urgent, "
            "situation"
        ),
    ),
    "a sign that touches no topic": (
        "signs/situations.toml",
        r"(\[signs\.kidney\](?:\n.*)*?\ntouches) = \[",
        r'\1 = ["swimming", ',
        "situations.toml: signs.kidney.touches: names 'swimming', which is no topic",
    ),
    "a sign that forbids a fact nobody gave": (
        "signs/situations.toml",
        r"(\[signs\.kidney\](?:\n.*)*?\nforbids) = \[",
        r'\1 = ["S999", ',
        "situations.toml: signs.kidney.forbids: names S999, which is not in [facts]",
    ),
    "a pair with no sign": (
        "signs/emergency.toml",
        r'\[\["fall"\], \["blood_thinner"',
        '[["fal"], ["blood_thinner"',
        "emergency.toml: signs.fall_and_weak_bones.pairs: names 'fal', which is no sign",
    ),
    "a pattern with an unknown group": (
        "signs/urgent.toml",
        r"(\[signs\.fever\](?:\n.*)*?\nsaid) = \[",
        r'\1 = ["<shivers>", ',
        "urgent.toml: signs.fever.said[1]: '<shivers>': no group is called 'shivers'",
    ),
    "a pattern that is never closed": (
        "signs/urgent.toml",
        r"(\[signs\.fever\](?:\n.*)*?\nsaid) = \[",
        r'\1 = ["(shivery", ',
        "urgent.toml: signs.fever.said[1]: '(shivery': '(' is never closed",
    ),
    "a sign that nobody can name": (
        "signs/urgent.toml",
        r"(\[signs\.fever\](?:\n.*)*?\nsaid) = \[(?:\n  .*)*\n\]",
        r"\1 = []",
        (
            "urgent.toml: signs.fever.said: is empty: say how people put it, or which signs make "
            "it up"
        ),
    ),
    "no TOML": (
        "phrases.toml",
        r"\[phrases\]",
        "[phrases",
        "phrases.toml: file: is not valid TOML: ",
    ),
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return shutil.copytree(CONTENT, tmp_path / "en")


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_by_file_and_place(mistake: str, content: Path) -> None:
    name, old, new, complaint = MISTAKES[mistake]
    file = content / name
    wrong, count = re.subn(old, new, file.read_text("utf-8"), count=1)
    assert count
    file.write_text(wrong, "utf-8")
    with pytest.raises(ContentError) as caught:
        load_guides(content)
    assert str(caught.value).startswith(complaint)


def test_a_file_that_is_not_text_is_named(content: Path) -> None:
    (content / "topics" / "heat.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ContentError, match=r"^heat\.toml: byte 0: is not UTF-8 text"):
        load_guides(content)


HERE = """
[topics.heat.answer]
text = \"\"\"
Warmth eases. [S05 S28]
Two lines
  have [no] more than one pair of brackets each, at the end. [F22]

\"\"\"
"""


def test_a_passage_is_read_line_by_line_each_with_its_facts(tmp_path: Path) -> None:
    own = tmp_path / "clinic.toml"
    own.write_text(HERE.replace("Two lines\n  have", "Two lines have"), "utf-8")
    answer = load_guides(own=own).other.topics["heat"].answer
    assert [tuple(sentence) for sentence in answer.sentences] == [
        ("Warmth eases.", ("S05", "S28")),
        ("Two lines have [no] more than one pair of brackets each, at the end.", ("F22",)),
    ]
    assert answer.facts == ("S05", "S28", "F22")
    assert answer.without(["S28"]).text.startswith("Two lines have")


def test_an_aspect_may_share_the_words_of_another_question() -> None:
    guide = load_guides().other
    shared, own = guide.questions["CausesAtWorkIntent"], guide.questions["StayActiveAtWorkIntent"]
    assert shared.passage == own.passage
    assert shared.passage.sentences
    assert shared.name == ""  # it cannot be asked in full, so that it is not offered
