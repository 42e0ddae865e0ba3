"""The patterns in which the content writes signs, and what is found where they fit."""

import random
import re
import subprocess
import sys

import pytest

from skill.content.patterns import (
    FAR,
    NEAR,
    PatternError,
    Span,
    as_text,
    read_groups,
    read_pattern,
    spans,
)
from skill.understanding.signs import signs_in
from tests.support.guides import guide_in
from tests.support.places import ROOT

GROUPS = read_groups(
    {
        "limb": "(leg|arm)",
        "filler": "(so|very)",
        "part": "(<limb>|back)",
        "sore": "(sore|hurt* [a] lot)",
    }
)
LIMIT = 100  # seconds; all of them together take a few
TIMES = 5


def found(pattern: str, utterance: str) -> list[str]:
    """The words that each match says."""
    words = utterance.split()
    matches = spans(read_pattern(pattern, GROUPS), as_text(words))
    return [" ".join(words[match.start : match.end]) for match in matches]


@pytest.mark.parametrize(
    ("pattern", "utterance"),
    [
        ("my leg", "my leg"),
        ("(my|the) leg", "the leg"),
        ("(my|the other) leg", "the other leg"),
        ("(my|(his|her) poor) leg", "her poor leg"),
        ("my [left] leg", "my left leg"),
        ("my [left] leg", "my leg"),
        ("my [left|old]* leg", "my old left old left old left leg"),
        ("numb* leg", "numbing leg"),
        ("numb* leg", "numb leg"),
        ("my <limb>", "my arm"),
        ("is <filler>* numb", "is numb"),
        ("is <filler>* numb", "is so very very so numb"),
        ("leg !(press) [day]", "leg day"),
        ("leg !(press|day (off|out))", "leg"),
        ("<sore> <part>", "sore leg"),
        ("<sore> <part>", "hurts a lot back"),
        ("leg ... numb", "leg numb"),
        ("leg ... numb", "leg that one is now numb"),
        ("leg ...* foot", "leg foot"),
        ("leg ...* foot", "leg that one is now numb and so is the other foot"),
        ("leg + numb", "leg numb"),
        ("leg + numb", "numb and that is my whole leg"),
        ("leg + numb + fall*", "falling made the leg go numb"),
        ("leg ~ numb ~ fall*", "falling made the leg go numb"),
        ("can't move", "can't move"),
        ("38 degrees", "38 degrees"),
    ],
)
def test_a_pattern_matches_what_it_says(pattern: str, utterance: str) -> None:
    assert found(pattern, f"i say {utterance} today") == [utterance]


@pytest.mark.parametrize(
    ("pattern", "utterance"),
    [
        ("my leg", "my arm"),
        ("my leg", "my legs"),
        ("my leg", "tommy leg"),
        ("my leg", "my - leg"),
        ("(my|the) leg", "leg"),
        ("numb* leg", "a numb a leg"),
        ("is <filler>* numb", "is so so so so so so so numb"),
        ("my [left]* leg", "my left left left left left left left leg"),
        ("leg !(press) [press]", "leg press"),
        ("leg !(press|day (off|out))", "leg day off"),
        ("leg ... numb", "numb leg"),
        ("leg ... numb", "leg one two three four five numb"),
        ("leg + numb", "leg"),
        ("leg + numb + fall*", "my leg is numb"),
    ],
)
def test_a_pattern_matches_nothing_else(pattern: str, utterance: str) -> None:
    assert found(pattern, f"i say {utterance} today") == []


@pytest.mark.parametrize(("joint", "window"), [("+", FAR), ("~", NEAR)])
def test_parts_belong_together_within_a_window(joint: str, window: int) -> None:
    pattern, between = f"leg {joint} numb", "and " * (window - 2)
    assert found(pattern, f"leg {between}numb")
    assert found(pattern, f"numb {between}leg")
    assert not found(pattern, f"leg and {between}numb")
    assert not found(pattern, f"numb and {between}leg")


def test_the_nearest_of_many_parts_counts() -> None:
    pattern = read_pattern("leg + numb", GROUPS)
    words = f"numb {'and ' * 20}leg so numb".split()
    assert list(spans(pattern, as_text(words))) == [Span(21, 24)]


def test_a_long_pattern_of_one_part_needs_no_window() -> None:
    long = " ".join(["ache"] * (FAR + 4))
    assert found(long, long) == [long]


@pytest.mark.parametrize(
    ("pattern", "error"),
    {
        "my (leg": "'my (leg': '(' is never closed",
        "my [leg": "'my [leg': '[' is never closed",
        "my !(leg": "'my !(leg': '!(' is never closed",
        "my (leg]": "'my (leg]': '(' is never closed",
        "my leg)": "'my leg)': ')' closes nothing",
        "my leg]*": "'my leg]*': ']*' closes nothing",
        "my (leg + arm)": "'my (leg + arm)': '(' is never closed",
        "my <leg>": "'my <leg>': no group is called 'leg'",
        "my leg.": "'my leg.': '.' is neither a word nor a sign of the language",
        "my {leg}": "'my {leg}': '{' is neither a word nor a sign of the language",
        "my \\w": "'my \\\\w': '\\\\' is neither a word nor a sign of the language",
        "my leg?": "'my leg?': '?' is neither a word nor a sign of the language",
        "leg + numb ~ fall": "'leg + numb ~ fall': + and ~ do not stand in one pattern",
        "": "'': would match anything: name a word",
        "[my] <filler>*": "'[my] <filler>*': would match anything: name a word",
        "...": "'...': would match anything: name a word",
    }.items(),
)
def test_a_pattern_that_says_nothing_is_refused_in_words(pattern: str, error: str) -> None:
    with pytest.raises(PatternError) as caught:
        read_pattern(pattern, GROUPS)
    assert str(caught.value) == error


@pytest.mark.parametrize(
    ("group", "error"),
    {
        "leg + arm": "'leg + arm': a group is one part, without + or ~",
        "<later>": "'<later>': no group is called 'later'",
    }.items(),
)
def test_a_group_is_one_part_and_names_those_before_it(group: str, error: str) -> None:
    with pytest.raises(PatternError) as caught:
        read_groups({"own": group, "later": "leg"})
    assert str(caught.value) == error


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("my leg", [{"leg"}, {"my"}]),
        ("(my|the) numb* leg", [{"leg"}, {"numb*"}, {"my", "the"}]),
        ("[my] leg", [{"leg"}]),
        ("(sore leg|bad arm)", [{"leg", "arm"}]),
        ("leg !(press)", [{"leg"}]),
        ("leg + fall*", [{"fall*"}, {"leg"}]),
    ],
)
def test_a_pattern_knows_the_words_without_which_it_matches_nothing(
    pattern: str, needs: list[set[str]]
) -> None:
    assert [set(words) for words in read_pattern(pattern, GROUPS).needs] == needs


def test_no_pattern_of_the_content_can_be_kept_busy() -> None:
    """In a process of its own, which ends within seconds or never."""
    command = [sys.executable, "-m", "tests.skill.content.test_patterns"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:  # noqa: S603 - our own command
        try:
            tried = child.communicate(timeout=LIMIT)[0].splitlines()
        except subprocess.TimeoutExpired:
            child.kill()
            last = child.communicate()[0].splitlines()[-1]
            raise AssertionError(
                f"{last}: this never ends: let no text match in two ways"
            ) from None
    assert child.returncode == 0
    assert tried[-1] == "done"


def try_all() -> None:
    """Every pattern on texts made of the very words it looks for, over and over."""
    guide = guide_in()
    patterns = [pattern for sign in guide.signs.values() for pattern in sign.patterns]
    harmless = guide.sign_index.harmless, guide.sign_index.harmless_situations
    patterns += [pattern for index in harmless for rows in index.values() for pattern in rows]
    for pattern in dict.fromkeys(patterns):
        print(pattern.parts, flush=True)  # noqa: T201 - the last one printed is the one that hangs
        words = [min(needs).removesuffix("*") for needs in pattern.needs]
        for text in (words, words[:1], words[-1:], [*words, "and"], [*reversed(words), "is"]):
            list(spans(pattern, as_text((text * 100)[:100])))
        any_of_it = re.findall(r"[a-z]+", " ".join(pattern.parts))
        for seed in range(TIMES):
            mixed = random.Random(seed).choices(any_of_it, k=100)  # noqa: S311 - the same ones each time
            list(spans(pattern, as_text(mixed)))
    for word in ("not", "my", "pain", "legs", "and", "is", "numb", "have"):
        signs_in(guide, [word] * 100)
    print("done")  # noqa: T201 - as above


if __name__ == "__main__":
    try_all()
