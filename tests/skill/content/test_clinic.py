"""A clinic's content file: from that file alone to an answer and a package, mistakes by line."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from local_voice.alexa.envelope import Device
from local_voice.app import local_alexa
from local_voice.cli import commands
from local_voice.model.locales import source_model, with_topics
from local_voice.package.check_content import mistakes
from local_voice.timers.database import TimerDatabase
from skill.app import build_skill
from skill.content.guidance import Guide
from skill.content.loader import load_guides
from skill.content.rules import claim_problem
from skill.errors import ContentError
from skill.settings import own_content
from skill.storage.store import MemoryStore
from skill.understanding.choosing import choose
from skill.understanding.signs import signs_in
from skill.understanding.words import words_of
from skill.web import create_app
from tests.conftest import Talk
from tests.support.places import CLINIC
from tests.support.requests import envelope, intent, speech_of

POOL = (
    "From the third day you may walk in the pool, with the water up to your chest, for ten "
    "minutes. Stop when the pain gets worse."
)


@pytest.fixture(scope="module")
def environment(cache_folder: Path) -> dict[str, str]:
    return {**os.environ, "XDG_CACHE_HOME": str(cache_folder), "NO_COLOR": "1"}


def run(*arguments: str, environment: dict[str, str]) -> Result:
    """The command, in process; what it sets of the environment ends with it."""
    ends_with_it = {"BACK_SPASM_GUIDE_CONTENT": ""}
    return CliRunner().invoke(commands, list(arguments), env={**environment, **ends_with_it})


def test_the_example_has_no_mistake() -> None:
    assert mistakes(CLINIC) == []


def test_ask_answers_from_the_content_file_alone(environment: dict[str, str]) -> None:
    asked = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-m", "local_voice", "ask", "--content", str(CLINIC), "-"],
        input="alexa ask harbor back clinic can i walk in the pool\nshould i stay in bed\n",
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        timeout=60,
    )
    assert asked.stdout == (
        f"{POOL} Shall I tell you more?\n"
        "Rest your back at first, but long bed rest is not usually recommended. It can hinder "
        "healing. Try to keep active, and put no strain on your back. Shall I tell you more?\n"
    )


def test_the_clinic_talks_under_its_own_name(
    cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_folder))
    monkeypatch.setenv("BACK_SPASM_GUIDE_CONTENT", str(CLINIC))
    alexa = local_alexa(Device(), MemoryStore(), TimerDatabase(":memory:"))
    assert alexa.say("open harbor back clinic").speech.startswith("Welcome to Harbor Back Clinic. ")
    assert alexa.say("can i walk in the pool").speech == f"{POOL} Shall I tell you more?"
    assert alexa.say("yes").speech.startswith("If you are not sure, ask us first. We are open ")
    asked = alexa.say("what does the clinic say about ice")
    assert (asked.intent, asked.speech[:13]) == ("IceIntent", "Ice your back")
    assert "Harbor Back Clinic" in alexa.say("where does this advice come from").speech
    # The signs of an emergency are known under any name.
    assert alexa.say("my back hurts and i can't pee").speech.startswith("Call 911 now")


def test_the_web_endpoint_takes_the_content_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BACK_SPASM_GUIDE_CONTENT", str(CLINIC))
    monkeypatch.setenv("BACK_SPASM_GUIDE_STORE", f"sqlite:{tmp_path / 'users.db'}")
    with create_app(unsigned=True).test_client() as client:
        answer = client.post("/alexa", json=envelope(intent("PoolWalkingIntent"))).get_json()
    assert POOL in speech_of(answer)


def test_a_content_file_that_is_not_there_stops_the_skill(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACK_SPASM_GUIDE_CONTENT", "/nowhere/clinic.toml")
    with pytest.raises(ContentError, match=r"^clinic\.toml: file: cannot be read: No such file"):
        build_skill(store=MemoryStore())


def test_without_a_content_file_nothing_changes(talk: Talk) -> None:
    assert own_content() is None
    guide = load_guides().speaking("en-US")
    assert with_topics(source_model(), guide) == source_model()
    assert talk.say("what does the clinic say about parking").startswith(
        "I only know about sore backs"
    )


def test_a_clinics_package_carries_its_name_its_topics_and_its_texts(
    environment: dict[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "build"
    made = run(
        *("package", "--content", str(CLINIC), "--out", str(out)),
        *("--skill-id", "amzn1.ask.skill.1", "--endpoint", "https://harbor.example.org/alexa"),
        environment=environment,
    )
    *todo, ready = made.output.splitlines()
    assert made.exit_code == 0
    assert todo == [
        (
            "to do   Show the positions on cards: "
            "BACK_SPASM_GUIDE_PICTURES=https://harbor-back-clinic.example.org/skill, open to CORS."
        ),
        "to do   Let a clinician review the sentences: none has. Record it in sources.toml.",
        "to do   Ring the emergency, crisis and poison lines of each country once: locales.toml.",
        (
            "to do   Say 'Alexa, open harbor back clinic' to an Alexa+ device: does it work? "
            "If not, ask Amazon by its form."
        ),
        (
            "to do   Once the skill is live and Amazon lets it be opened without its name: "
            "lay name-free.json into each model, beside languageModel."
        ),
        "to do   Try the timers on a device: no simulator of Amazon's rings.",
    ]
    told = "ready for ask deploy, and for the store once the 6 things above are done"
    assert ready == f"{out}: {told}"
    privacy = (out / "pages" / "privacy-policy.html").read_text("utf-8")
    assert "Published by Harbor Back Clinic. In force since 26 November 2026." in privacy
    assert "Questions: the front desk of Harbor Back Clinic." in privacy
    models = out / "skill-package" / "interactionModels" / "custom"
    for file in models.iterdir():
        model = json.loads(file.read_text("utf-8"))["interactionModel"]["languageModel"]
        assert model["invocationName"] == "harbor back clinic"
        [pool] = [i for i in model["intents"] if i["name"] == "PoolWalkingIntent"]
        assert len(pool["samples"]) == 6
    skill = json.loads((out / "skill-package" / "skill.json").read_text("utf-8"))["manifest"]
    shown = skill["publishingInformation"]["locales"]["en-GB"]
    assert shown["name"] == "Harbor Back Clinic"
    assert shown["examplePhrases"][0] == "Alexa, open harbor back clinic"
    assert "The guidance comes from Harbor Back Clinic," in shown["description"]
    page = (out / "pages" / "privacy-policy.html").read_text("utf-8")
    assert "Questions: the front desk of Harbor Back Clinic." in page


TAKEN = next(s for s in source_model().intents["CausesIntent"].samples if "{" not in s)

# Each mistake: what to replace in the example by what, and the line that explains it.
MISTAKES: dict[str, tuple[str, str, str]] = {
    "a name with a launch word": (
        '"harbor back clinic"',
        '"open back clinic"',
        "clinic.toml:6: guide.invocation_name: 'open back clinic': 'open' is reserved",
    ),
    "a name of one word": (
        '"harbor back clinic"',
        '"clinic"',
        "clinic.toml:6: guide.invocation_name: 'clinic': two or more words",
    ),
    "a source without its date": (
        "reviewed = 2026-11-20\n",
        "\n",
        "clinic.toml:9: sources.leaflet.reviewed: is missing",
    ),
    "a fact of no source": (
        'C01 = { source = "leaflet"',
        'C01 = { source = "rumour"',
        "clinic.toml:15: facts.C01.source: 'rumour' is not one of [sources]",
    ),
    "a fact nobody speaks": (
        '["C01", "C02"]',
        '["C01"]',
        (
            "clinic.toml:16: facts.C02: is spoken nowhere: name it where it is said, or write "
            "spoken = false"
        ),
    ),
    "a fact nobody gave": (
        '["C01", "C02"]',
        '["C01", "C02", "C09"]',
        "clinic.toml:49: topics.pool_walking.answer.text: names C09, which is not in [facts]",
    ),
    "a misspelt phrase": (
        "welcome_first =",
        "welcome_frist =",
        (
            "clinic.toml:21: phrases.welcome_frist: is not a key the guide knows: correct it or "
            "take it out"
        ),
    ),
    "an unknown word of a locale": (
        "{health_service}",
        "{health_servise}",
        (
            "clinic.toml:29: topics.source.answer.text: names an unknown {health_servise}: use one "
            "of abuse_line, acetaminophen, child_line, crisis_line, crisis_number, "
            "emergency_number, football, health_line, health_service, poison_line, soccer, "
            "urgent_advice"
        ),
    ),
    "a sample of another topic": (
        "what does the clinic say about ice",
        TAKEN,
        f"clinic.toml:33: topics.ice.samples[1]: {TAKEN!r} is already a sample of CausesIntent",
    ),
    "a topic that hides an emergency": (
        "topics.pool_walking",
        "topics.emergency",
        (
            "clinic.toml:37: topics.emergency.title: belongs to 'emergency', which the guide "
            "answers itself: choose another id"
        ),
    ),
    "a topic's id in capitals": (
        "topics.pool_walking",
        "topics.PoolWalking",
        (
            "clinic.toml:37: topics.PoolWalking.title: belongs to 'PoolWalking': write a topic's "
            "id in small letters, as in neck_pain"
        ),
    ),
    "a sample with a figure": (
        '"may i go in the pool"',
        '"may i go in pool 2"',
        (
            "clinic.toml:41: topics.pool_walking.samples[3]: 'may i go in pool 2' is not how one "
            "speaks: write words, no figures and no other signs"
        ),
    ),
    "a sample with a slot": (
        '"may i go in the pool"',
        '"may i go in the {place}"',
        (
            "clinic.toml:41: topics.pool_walking.samples[3]: has a brace: a sample here is plain "
            "words, without slots"
        ),
    ),
    "too few samples": (
        '  "may i go in the pool",\n  "is pool walking good for my back",\n',
        "",
        "clinic.toml:38: topics.pool_walking.samples: has 4, at least 5: people ask in many words",
    ),
    "a topic without samples": (
        "samples = [\n",
        "ways = [\n",
        "clinic.toml:36: topics.pool_walking.samples: is missing: list how people ask for it",
    ),
    "a topic without more": (
        "[topics.pool_walking.more]",
        "[topics.pool_walking.moore]",
        "clinic.toml:36: topics.pool_walking.more: is missing",
    ),
    "markup": (
        "Stop when the pain",
        "<b>Stop</b> when the pain",
        (
            "clinic.toml:49: topics.pool_walking.answer.text: has '<', which would break SSML: "
            "write plain words"
        ),
    ),
    "an answer too long": (
        "for ten minutes. Stop when the pain gets worse.",
        "for ten minutes. " * 20,
        (
            "clinic.toml:49: topics.pool_walking.answer.text: has 77 words: a listener can take "
            "in 75 at most"
        ),
    ),
    "an offer that nobody answers": (
        'title = "Walking in the pool"',
        'title = "Walking in the pool"\noffer = "SwimIntent"\nquestion = "Shall we?"',
        (
            "clinic.toml:38: topics.pool_walking.offer: names 'SwimIntent', which nobody "
            "answers: name a topic's intent, such as IceIntent"
        ),
    ),
    "a slot of its own": (
        'title = "Walking in the pool"',
        'title = "Walking in the pool"\nslot = "depth"',
        (
            "clinic.toml:38: topics.pool_walking.slot: names 'depth', a detail that nobody can "
            "say: leave it out"
        ),
    ),
    "a table where a text belongs": (
        'welcome = "Welcome back to Harbor Back Clinic."',
        "welcome = 1",
        "clinic.toml:22: phrases.welcome: must be text in quotes",
    ),
    "a store key that is none": (
        "contact =",
        "contakt =",
        "clinic.toml:59: store.contakt: is not a key the guide knows: correct it or take it out",
    ),
    "a site without https": (
        "https://harbor",
        "http://harbor",
        "clinic.toml:58: store.site: must begin with https://: Alexa takes no other address",
    ),
    "no TOML": (
        "[phrases]",
        "[phrases",
        "clinic.toml:20: file: is not valid TOML: ",
    ),
}


@pytest.fixture
def spoilt(tmp_path: Path) -> Callable[..., Path]:
    def spoil(*changes: tuple[str, str, str]) -> Path:
        text = CLINIC.read_text("utf-8")
        for old, new, _ in changes:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "clinic.toml").write_text(text, "utf-8")
        return tmp_path / "clinic.toml"

    return spoil


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_explained_with_its_line(mistake: str, spoilt: Callable[..., Path]) -> None:
    explained = run("check-content", str(spoilt(MISTAKES[mistake])), environment={})
    if mistake == "no TOML":
        assert str(explained.exception).startswith(MISTAKES[mistake][2])
    else:
        assert MISTAKES[mistake][2] in explained.output.splitlines()
        assert explained.exit_code == 1


def test_every_mistake_is_explained_in_one_go(spoilt: Callable[..., Path]) -> None:
    several = [
        MISTAKES[mistake]
        for mistake in (
            "a name with a launch word",
            "a source without its date",
            "a misspelt phrase",
            "an unknown word of a locale",
            "a sample of another topic",
            "a sample with a figure",
            "a fact nobody gave",
            "a topic without more",
            "a site without https",
        )
    ]
    explained = run("check-content", str(spoilt(*several)), environment={}).output.splitlines()
    assert {line for _, _, line in several} <= set(explained)
    # Misspelling "more" leaves one complaint more: of the key that is there instead.
    [other] = [line for line in explained if line not in {line for _, _, line in several}]
    assert other.startswith("clinic.toml:51: topics.pool_walking.moore: is not a key the guide")


def test_a_place_inside_a_text_of_many_lines_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "clinic.toml"
    file.write_text('[phrases]\ngoodbye = """\nTake\ncare & rest."""\nhelp = "" # empty\n', "utf-8")
    assert [str(mistake) for mistake in mistakes(file)] == [
        "clinic.toml:2: phrases.goodbye: has '\\n', which would break SSML: write plain words",
        "clinic.toml:5: phrases.help: is empty",
    ]


def test_a_table_of_a_list_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "clinic.toml"
    first, second = 'say = "Ice"\nintent = "IceIntent"\n', 'say = "Swim"\nintent = "X"\n'
    file.write_text(f"[[sayings]]\n{first}\n[[sayings]]\n{second}", "utf-8")
    [mistake] = mistakes(file)
    assert str(mistake).startswith("clinic.toml:7: sayings[2].intent: names 'X', which nobody")


# Signs: a clinic may add to them, never take away.

SIGNS = """
[signs.fever]
said = ["glowing like a stove"]
allows = []
text = "Ring us about the fever today. If you are drowsy, call {emergency_number}. [S02 S203]"

[signs.kidney]
touches = ["ice"]
forbids = ["S05"]

[signs.worn_out]
rank = "crisis"
text = "Please, {crisis_line}. [S183]"

[signs.second_visit]
rank = "situation"
title = "After the first visit"
said = ["<clinics_visit>"]
touches = ["ice"]
forbids = ["S11"]
text = "After your first visit, ask our nurse before you use ice. [S24]"

[patterns.groups]
clinics_visit = "(first|second) visit"
"""


@pytest.fixture
def with_signs(tmp_path: Path) -> Guide:
    (tmp_path / "clinic.toml").write_text(SIGNS, "utf-8")
    return load_guides(own=tmp_path / "clinic.toml").speaking("en-US")


def signs_of(guide: Guide, utterance: str) -> list[str]:
    return [found.id for found in signs_in(guide, words_of(utterance))]


def test_a_clinic_may_say_how_else_a_sign_is_put_and_what_it_touches(with_signs: Guide) -> None:
    assert signs_of(with_signs, "i am glowing like a stove") == ["fever"]
    assert signs_of(with_signs, "i have a fever") == ["fever"]  # as ever
    ours = load_guides().speaking("en-US").signs["kidney"]
    kidney = with_signs.signs["kidney"]
    assert kidney.touches == {*ours.touches, "ice"}
    assert kidney.forbids == {*ours.forbids, "S05"}


def test_a_clinic_may_reword_a_sign_and_rank_it_higher(with_signs: Guide) -> None:
    assert with_signs.signs["fever"].passage.text.startswith("Ring us about the fever")
    assert with_signs.signs["worn_out"].rank == "crisis"


def test_a_clinic_may_have_signs_of_its_own(with_signs: Guide) -> None:
    assert signs_of(with_signs, "can i use ice after my first visit") == ["second_visit"]
    ice = with_signs.questions["IceHowOftenIntent"].passage
    told = choose(with_signs, "ice", ice, [with_signs.signs["second_visit"]]).text
    assert told.startswith("After your first visit, ask our nurse before you use ice. Two British")
    assert "Other advice is looser" not in told


# What a clinic's file says of a sign, and why it is refused.
REFUSED = {
    '[signs.both_legs]\nrank = "urgent"': (
        "clinic.toml:2: signs.both_legs.rank: is lower than 'emergency', which the guide needs: "
        "leave it"
    ),
    '[signs.suicidal]\nrank = "situation"': (
        "clinic.toml:2: signs.suicidal.rank: is lower than 'crisis', "
        "which the guide needs: leave it"
    ),
    '[signs.fall_and_weak_bones]\npairs = [["pregnant"]]': (
        "clinic.toml:2: signs.fall_and_weak_bones.pairs: of a sign of the guide's own stay as they "
        "are: leave them out"
    ),
    '[signs.fever]\nallows = ["ice"]': (
        "clinic.toml:2: signs.fever.allows: names 'ice', which the guide holds back: leave it out"
    ),
    '[emergency]\ncall = "Come to us at once."': (
        "clinic.toml:2: emergency.call: leaves out {emergency_number}, "
        "which must be told: put it in"
    ),
    '[signs.overdose]\ncall = "Call {emergency_number}."': (
        "clinic.toml:2: signs.overdose.call: leaves out {poison_line}, "
        "which must be told: put it in"
    ),
    '[signs.suicidal]\ntext = "Talk to {emergency_number}. [S188]"': (
        "clinic.toml:2: signs.suicidal.text: leaves out {crisis_line}, "
        "which must be told: put it in"
    ),
    '[patterns]\nharmless = ["chest pain"]': (
        "clinic.toml:2: patterns.harmless: hides signs that the guide needs to hear: take it out"
    ),
    '[patterns.groups]\nnumb = "numb"': (
        "clinic.toml:2: patterns.groups.numb: is a group of the guide's own: choose another name"
    ),
    '[signs.fever]\nsaid = ["<glow>"]': (
        "clinic.toml:2: signs.fever.said[NUMBER]: '<glow>': no group is called 'glow'"
    ),
    "[signs.fever]\nsaid = [1]": "clinic.toml:2: signs.fever.said: must be a list of texts",
    "signs = 1": "clinic.toml:1: signs: must be a table",
}


@pytest.mark.parametrize("file", REFUSED)
def test_a_clinic_takes_no_sign_away(file: str, tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_text(file, "utf-8")
    found = [
        re.sub(r"said\[\d+\]", "said[NUMBER]", str(m)) for m in mistakes(tmp_path / "clinic.toml")
    ]
    assert REFUSED[file] in found


CLAIMS = {
    "Take 400 mg of ibuprofen.": "speaks a dose ('400 mg'): let a pharmacist or the label tell how "
    "much",
    "Take two tablets with food.": "speaks a dose ('two tablets'): let a pharmacist or the label "
    "tell how much",
    "This will cure you.": "promises a cure ('cure'): say what may help, and for whom",
    "The pain will go away.": "promises a cure ('will go away'): say what may help, and for whom",
    "We guarantee it.": "promises a cure ('guarantee'): say what may help, and for whom",
    "Your diagnosis is a slipped disc.": "makes a diagnosis ('Your diagnosis'): say that only an "
    "examination can tell",
    "Rest. You have a herniated disc.": "makes a diagnosis ('You have a herniated'): say that only "
    "an examination can tell",
}


@pytest.mark.parametrize("sentence", CLAIMS)
def test_a_clinic_claims_nothing_that_no_general_information_may(
    sentence: str, tmp_path: Path
) -> None:
    clinic = tmp_path / "clinic.toml"
    clinic.write_text(f'[topics.ice.answer]\nfacts = ["F12"]\ntext = "{sentence}"\n', "utf-8")
    assert [str(mistake) for mistake in mistakes(clinic)] == [
        f"clinic.toml:3: topics.ice.answer.text: {CLAIMS[sentence]}"
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "A scan can't show that you have a strained muscle.",
        "If you have arthritis, ask a doctor first.",
        "Most spasms ease within two weeks.",
    ],
)
def test_words_that_only_look_like_a_claim_are_taken(sentence: str) -> None:
    assert claim_problem(sentence) == ""
