"""The certification checklist passes for what is shipped, and each of its lines can fail."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import pytest

from local_voice.alexa.exchange import Exchange
from local_voice.model.interaction_model import Intent
from local_voice.package import review
from local_voice.package.checklist import TALKS, Check, still_to_do
from local_voice.package.lint import Package
from local_voice.package.manifest import Deployment
from local_voice.package.rehearsal import Rehearsal
from local_voice.resolver import SlotMatch
from skill.content.guidance import Guide, Guides
from skill.content.passage import Passage, Sentence
from tests.local_voice.package.conftest import in_model
from tests.support.guides import guide_in, guides

TITLES = [title for title, _ in TALKS]


@pytest.fixture(scope="module")
def environment(cache_folder: Path) -> dict[str, str]:
    return {**os.environ, "XDG_CACHE_HOME": str(cache_folder), "NO_COLOR": "1"}


@pytest.fixture
def cached(cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_folder))


def run(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "local_voice", "package", *arguments]
    return subprocess.run(  # noqa: S603  # our own command
        command, capture_output=True, text=True, timeout=100, check=False, env=environment
    )


def test_what_is_shipped_passes_line_by_line(environment: dict[str, str], tmp_path: Path) -> None:
    made = run("--check", "--out", str(tmp_path / "build"), environment=environment)
    lines = made.stdout.splitlines()
    assert [line[:8] for line in lines[:18]] == ["passed  "] * 18, made.stdout
    assert [line.removeprefix("passed  ") for line in lines[8:18]] == TITLES
    assert [line[:8] for line in lines[18:29]] == ["to do   "] * 11
    ready = "ready for ask deploy, and for the store once the 11 things above are done"
    assert lines[29:] == [f"{tmp_path / 'build'}: {ready}"]
    assert (made.stderr, made.returncode) == ("", 0)
    assert (tmp_path / "build" / "lambda" / "skill").is_dir()


def test_a_package_that_fails_says_so_and_leaves_with_one(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "clinic.toml").write_text('[store]\nname = "The back pain cure"\n', "utf-8")
    made = run(
        *("--endpoint", "https://guide.example.org/alexa", "--out", str(tmp_path / "build")),
        *("--content", str(tmp_path / "clinic.toml")),
        environment=environment,
    )
    assert "skill.json: name: 'cure' promises medical care: leave it out\n" in made.stdout
    assert made.stdout.endswith("build: not ready: see above\n")
    assert made.returncode == 1


def test_two_endpoints_are_one_too_many(environment: dict[str, str]) -> None:
    made = run("--endpoint", "https://a.org", "--lambda-arn", "arn", environment=environment)
    assert made.stderr.startswith("back-spasm-guide: --lambda-arn and --endpoint exclude each")
    assert made.returncode == 2


def test_what_is_left_to_the_developer_is_named(small: Package) -> None:
    ours = replace(
        small,
        listing=replace(
            small.listing, site="https://guide.org", publisher="Us", contact="mail to us@guide.org"
        ),
        deployment=Deployment("amzn1.ask.skill.1", endpoint="https://guide.org/alexa"),
    )
    assert len(still_to_do(small)) == 11
    assert len(still_to_do(ours)) == 6


def failed(check: Check, package: Package, spoken: Guides | None = None) -> list[str]:
    return list(check(package, Rehearsal(spoken or guides(), package.models)))


def with_phrases(package: Package, *phrases: str) -> Package:
    listing = replace(package.listing, example_phrases=phrases)
    return replace(package, listing=listing, models={"en-GB": package.models["en-GB"]})


@pytest.mark.parametrize("phrase", ["Open back spasm guide", "Alexa, open my guide", "Alexa, help"])
def test_the_first_phrase_must_open_the_skill(phrase: str, small: Package) -> None:
    assert failed(review.first_example_phrase, with_phrases(small, phrase)) == [
        f"en-GB: {phrase!r}: must be 'Alexa, open back spasm guide'"
    ]


@pytest.mark.usefixtures("cached")
def test_a_phrase_that_is_not_understood_fails(small: Package) -> None:
    phrases = (
        "Alexa, ask back spasm guide who won the world cup",
        "Alexa, how long should i ice my back",
    )
    assert failed(review.example_phrases, with_phrases(small, *phrases)) == [
        "en-GB: 'Alexa, ask back spasm guide who won the world cup' is not understood",
        "en-GB: 'Alexa, how long should i ice my back' does not call the skill by its name",
    ]


@pytest.mark.usefixtures("cached")
def test_a_sample_that_nobody_answers_fails(small: Package) -> None:
    swim = Intent("SwimIntent", ("how do i swim",), {})
    swimming = in_model(small, lambda m: replace(m, intents={**m.intents, "SwimIntent": swim}))
    found = failed(review.answers_to_samples, swimming)
    assert found == ["en-GB: SwimIntent is not understood"]


@pytest.mark.parametrize("words", ["Take two tablets.", "It cures you.", "Take 400 mg a day."])
def test_a_dose_or_a_cure_fails(words: str, small: Package) -> None:
    assert len(failed(review.spoken_words, small, saying(words))) == 1


def saying(words: str) -> Guides:
    """The guide with these words as its answer about heat in one locale."""
    guide = guide_in("en-GB")
    heat = guide.topics["heat"]._replace(answer=Passage((Sentence(words, ("S05",)),)))
    topics = {**guide.topics, "heat": heat}
    ours = guides()
    return Guides({**ours.by_locale, "en-GB": guide._replace(topics=topics)}, ours.other)


@dataclass
class Mumbling:
    """Whatever is said, it says the same, asks nothing and keeps listening."""

    words: str = "Hm."
    heard: list[tuple[str, Exchange]] = field(default_factory=list)

    def guide(self, locale: str) -> Guide:
        return guide_in(locale)

    def talk(self, locale: str, *utterances: str) -> Exchange:
        speech = {"type": "SSML", "ssml": f"<speak>{self.words}</speak>"}
        answer = {"response": {"outputSpeech": speech, "shouldEndSession": False}}
        exchange = Exchange(" ".join(utterances), "IceIntent", {}, 1.0, {}, answer)
        self.heard.append((locale, exchange))
        return exchange

    first_use = talk

    def samples(self, locale: str) -> Iterator[tuple[Intent, Mapping[str, SlotMatch], Exchange]]:
        yield Intent("IceIntent", ("should i ice it",), {}), {}, self.talk(locale)


@pytest.mark.parametrize(
    "check",
    [
        check
        for title, check in TALKS
        if check is not review.first_example_phrase and check is not review.spoken_words
    ],
)
def test_a_skill_that_mumbles_fails(check: Check, small: Package) -> None:
    mumbling = Mumbling()
    mumbling.talk("en-US")
    assert list(check(small, cast("Rehearsal", mumbling)))


def test_silence_and_errors_are_no_answers(small: Package) -> None:
    trouble = guides().other.phrases.trouble
    for words in ("", trouble):
        rehearsal = cast("Rehearsal", Mumbling(words))
        assert list(review.answers_to_samples(small, rehearsal))
