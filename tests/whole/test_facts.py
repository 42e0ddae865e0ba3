"""Each fact that may be spoken is reached by voice: what is said, and the words that tell it."""

import json
import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Talk
from tests.support.guides import guide_in
from tests.support.places import ROOT, TESTS

LINES = (TESTS / "data" / "reach.jsonl").read_text("utf-8").splitlines()
REACHED: dict[str, Any] = {entry["fact"]: entry for entry in map(json.loads, LINES)}
QUESTIONS = [entry["say"][0] for entry in REACHED.values() if len(entry["say"]) == 1]
"""What is answered at once, for the benchmarks."""

SOURCES = ROOT / "skill" / "content" / "en" / "sources.toml"


def test_no_fact_is_left_out() -> None:
    facts = tomllib.loads(SOURCES.read_text("utf-8"))["facts"]
    assert len(LINES) == len(REACHED)
    assert [*REACHED] == [number for number, fact in facts.items() if fact.get("spoken", True)]


@pytest.mark.parametrize("fact", REACHED)
def test_the_words_rest_on_the_fact(fact: str) -> None:
    passages = guide_in().passages()
    told = {line.text for p in passages for line in p.sentences if fact in line.facts}
    assert any(REACHED[fact]["words"] in text for text in told)


@pytest.mark.parametrize("fact", REACHED)
def test_who_says_so_hears_the_fact(fact: str, new_talk: Callable[..., Talk]) -> None:
    talk = new_talk()
    answers = [talk.say(said) for said in REACHED[fact]["say"]]
    assert REACHED[fact]["words"] in answers[-1]
