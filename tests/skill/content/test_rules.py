"""The rules of the content: what is refused, in which words, and what passes."""

import subprocess
import sys
from pathlib import Path

import pytest

from skill.content.loader import check_guides
from skill.content.rules import (
    LONGEST_TEXT,
    field_problems,
    length_problem,
    name_problems,
    text_problem,
    word_problem,
)

LOWER = "lower case letters, spaces, apostrophes, periods"


@pytest.mark.parametrize("name", ["back spasm guide", "dr. o'hara's clinic", "a.b. clinic"])
def test_a_right_name_passes(name: str) -> None:
    assert list(name_problems(name)) == []


@pytest.mark.parametrize(
    "name",
    ["clinic 2 back", "clinic  back", " clinic back", "clinic back!", "'s clinic", "Ärzte x"],
)
def test_a_wrong_name_is_refused(name: str) -> None:
    assert list(name_problems(name)) == [LOWER]


@pytest.mark.parametrize(
    "name",
    [
        "riverside physiotherapyandrehabilitationcentre 2 back",
        f"our {'a' * 50_000}!",
        "a. " * 9_000,
    ],
)
def test_a_long_wrong_name_is_refused_at_once(name: str, tmp_path: Path) -> None:
    """In a process of its own: once such a name took longer than anybody could wait."""
    own = tmp_path / "clinic.toml"
    own.write_text(f'[guide]\ninvocation_name = "{name}"\n', "utf-8")
    command = [sys.executable, "-m", "local_voice", "check-content", str(own)]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)  # noqa: S603
    assert checked.stdout == f"clinic.toml:2: guide.invocation_name: {name!r}: {LOWER}\n"
    assert (checked.stderr, checked.returncode) == ("", 1)


TEXTS = {
    "": "is empty",
    " ": "is empty",
    "<b>Now</b>": "has '<', which would break SSML: write plain words",
    "Ice\nnow": "has '\\n', which would break SSML: write plain words",
    "Ice {now": "has a brace without its partner",
    "Ice for {duration.__class__}": "has a brace without its partner",
    "Ice for {duration!r:9000}": "has a brace without its partner",
    "Ice " * 76: "has 76 words: a listener can take in 75 at most",
    "i" * 15_000: "has 15000 characters: a listener can take in 600 at most",
    "Ice for {duration}.": "",
    "Ice " * 75: "",
}


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_judged(text: str) -> None:
    assert text_problem(text) == TEXTS[text]


def test_a_text_is_as_long_as_it_is_spoken() -> None:
    assert length_problem("i" * LONGEST_TEXT) == ""
    filled = "Call {number}".replace("{number}", "one " * 75)
    assert length_problem(filled) == "has 76 words: a listener can take in 75 at most"


def test_a_field_must_be_one_that_is_filled() -> None:
    said = "{left} and {added}, {left} and {}, {nosuch}"
    assert list(field_problems(said, {"left", "added"})) == [
        "names an unknown {}: use one of added, left",
        "names an unknown {nosuch}: use one of added, left",
    ]
    assert list(field_problems("{left}", ())) == ["names an unknown {left}: use one of none here"]


BRACE = "has a brace: a word goes into sentences as it stands, and is filled with nothing"
NUMBER = "write a number of three figures, or 'your local emergency number'"
WORDS = {
    ("emergency_number", ""): "is empty",
    ("emergency_number", "9"): f"is '9': {NUMBER}",
    ("emergency_number", "911 or 999"): f"is '911 or 999': {NUMBER}",
    ("emergency_number", "nine one one"): f"is 'nine one one': {NUMBER}",
    ("emergency_number", "٩١١"): f"is '٩١١': {NUMBER}",
    ("emergency_number", "112"): "",
    ("emergency_number", "your local emergency number"): "",
    ("soccer", "<sub>football</sub>"): "has '<', which would break SSML: write plain words",
    ("soccer", "football" * 2_000): "has 16000 characters: a listener can take in 600 at most",
    ("soccer", "{nosuch}"): BRACE,
    ("soccer", "{duration.__class__}"): BRACE,
    ("soccer", "football"): "",
}


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word[1][:20] or "nothing")
def test_a_word_of_a_locale_is_judged(word: tuple[str, str]) -> None:
    assert word_problem(*word) == WORDS[word]


@pytest.mark.parametrize(
    ("line", "problem"),
    {
        'emergency_number = ""': "emergency_number: is empty",
        'soccer = "{duration.__class__}"': f"soccer: {BRACE}",
    }.items(),
)
def test_a_clinics_word_of_a_locale_is_refused_with_its_line(
    line: str, problem: str, tmp_path: Path
) -> None:
    own = tmp_path / "clinic.toml"
    own.write_text(f"[locales.en-US]\n{line}\n", "utf-8")
    assert f"clinic.toml:2: locales.en-US.{problem}" in map(str, check_guides(own=own)[1])
