"""The report on the resolver, tried on a model of another domain and on questions of our own."""

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from local_voice.evaluation.cross_validation import cross_validate
from local_voice.evaluation.questions import EvaluationError, Question, intents_of, read_questions
from local_voice.evaluation.report import Outcome, Report, Share, evaluate, render
from local_voice.model import FALLBACK
from local_voice.model.interaction_model import load_interaction_model
from local_voice.resolver import Resolved, Resolver
from local_voice.resolver.understanding import RULED, Understanding, words_of_patterns
from skill.storage.own_files import APP
from tests.support.guides import guide_in
from tests.support.places import QUESTIONS
from tests.support.plant_model import PLANT_MODEL


def outcome(meant: str, found: str, text: str = "said") -> Outcome:
    return Outcome(text, meant, found, 0.001, 0.5, (FALLBACK, 0.25))


@pytest.fixture(scope="module")
def plants() -> Resolver:
    return Resolver.load(PLANT_MODEL)


@pytest.fixture(scope="module")
def own_report(cache_folder: Path) -> Report:
    model = load_interaction_model(files("interaction_models") / "en-US.json")
    guide = guide_in()
    words = words_of_patterns(guide)
    resolver = Resolver.load(model, cache_dir=cache_folder / APP, ruled=RULED, words=words)
    return evaluate(Understanding(resolver, guide), read_questions(QUESTIONS, guide))


def test_our_own_questions_are_understood(own_report: Report) -> None:
    assert own_report.in_scope.rate >= 0.96, render(own_report)


def test_our_own_questions_out_of_scope_are_turned_away(own_report: Report) -> None:
    assert own_report.out_of_scope.rate >= 0.94, render(own_report)


def test_a_model_of_another_domain_is_understood(plants: Resolver) -> None:
    lines = [
        Question("how frequently does my bracken need water", ("WaterIntent",)),
        Question("what kind of soil would a swiss cheese plant need", ("RepotIntent",)),
        Question("could an orchid stand in direct sun", ("LightIntent",)),
        Question("please remind me in half an hour to water", ("RemindIntent",)),
        Question("play some jazz", (FALLBACK,)),
        Question("what time is it in tokyo", (FALLBACK,)),
        Question("goodbye", ("AMAZON.StopIntent",)),
    ]
    report = evaluate(plants, lines)
    assert [o for o in report.outcomes if not o.right] == []


def test_our_emergency_signs_are_not_looked_for_in_another_domain(plants: Resolver) -> None:
    assert getattr(plants.resolve("i have chest pain"), "intent", None) != "EmergencyIntent"


def test_slots_of_another_domain_are_filled(plants: Resolver) -> None:
    answer = plants.resolve("does my boston fern need a bigger pot")
    assert isinstance(answer, Resolved)
    plant = answer.slots["plant"]
    assert plant is not None
    assert (plant.value, plant.id, plant.name) == ("boston fern", "fern", "fern")


def test_a_close_call_names_the_other_intent() -> None:
    said = {
        "WaterIntent": ("pour the red can", "pour red cans", "pour a red can now"),
        "LightIntent": ("pour the blue can", "pour blue cans", "pour a blue can now"),
    }
    intents = {
        name: replace(PLANT_MODEL.intents[name], samples=samples) for name, samples in said.items()
    }
    answer = Resolver.load(replace(PLANT_MODEL, intents=intents)).resolve("pour the can")
    assert isinstance(answer, Resolved)
    assert {answer.intent, answer.alternative} == {"WaterIntent", "LightIntent"}


def test_cross_validation_judges_every_sample_once_without_its_help() -> None:
    report = cross_validate(PLANT_MODEL, folds=3)
    texts = [o.text for o in report.outcomes if o.meant == "LightIntent"]
    assert len(texts) == len(PLANT_MODEL.intents["LightIntent"].samples)
    assert 0.2 < report.recall("LightIntent").rate < 1.0


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [(50, 100, 0.4038, 0.5962), (112, 112, 0.9668, 1.0), (0, 10, 0.0, 0.2775), (0, 0, 0.0, 1.0)],
)
def test_the_interval_is_wilsons(right: int, total: int, low: float, high: float) -> None:
    assert Share(right, total).interval == pytest.approx((low, high), abs=1e-4)


REPORT = Report(
    (
        outcome("AIntent", "AIntent"),
        outcome("AIntent", "BIntent", "an a taken for b"),
        outcome("BIntent", "BIntent"),
        outcome("BIntent", FALLBACK, "a b turned away"),
        outcome(FALLBACK, FALLBACK),
        outcome(FALLBACK, "AIntent", "one too many"),
    )
)


def test_precision_and_recall_are_counted_for_each_intent() -> None:
    assert REPORT.recall("AIntent") == Share(1, 2)
    assert REPORT.precision("AIntent") == Share(1, 2)
    assert REPORT.precision("BIntent") == Share(1, 2)
    assert REPORT.in_scope == Share(2, 4)
    assert REPORT.out_of_scope == Share(1, 2)


def test_the_report_shows_accuracy_and_each_confusion_with_its_text() -> None:
    text = render(REPORT)
    assert "In scope:     50.0% (2 of 4), 95 % interval 15.0% to 85.0%" in text
    assert "Out of scope: 50.0% (1 of 2)" in text
    assert "AIntent -> BIntent\n       an a taken for b" in text
    assert "BIntent -> AMAZON.FallbackIntent\n       a b turned away" in text
    assert "one too many" in text


def test_a_report_without_confusions_says_so() -> None:
    assert "No confusions." in render(Report((outcome("AIntent", "AIntent"),)))


@pytest.mark.parametrize(("least", "reached"), [(0.5, True), (0.51, False)])
def test_the_least_accuracy_holds_for_both_shares(least: float, reached: bool) -> None:
    assert REPORT.reaches(least) is reached


def test_latency_is_given_by_percentile() -> None:
    times = [replace(outcome("A", "A"), seconds=number / 1000) for number in range(1, 101)]
    report = Report(tuple(times))
    assert report.milliseconds(50) == pytest.approx(51)
    assert report.milliseconds(99) == pytest.approx(100)


@pytest.mark.parametrize(
    ("label", "intents"),
    [
        ("stay_active", ("StayActiveIntent",)),
        ("what_is", ("WhatIsIntent",)),
        ("see_doctor", ("SeeDoctorIntent", "EmergencyIntent", "UrgentIntent", "SituationIntent")),
        ("timer_start", ("StartIceTimerIntent", "StartHeatTimerIntent")),
        ("out_of_scope", ("AMAZON.FallbackIntent",)),
        ("WaterIntent", ("WaterIntent",)),
        ("AMAZON.HelpIntent", ("AMAZON.HelpIntent",)),
    ],
)
def test_a_label_gives_the_intents_that_count(label: str, intents: tuple[str, ...]) -> None:
    assert intents_of(label) == intents


def test_any_intent_that_counts_is_right(plants: Resolver) -> None:
    report = evaluate(plants, [Question("water for a fern", ("LightIntent", "WaterIntent"))])
    assert report.outcomes[0].found == "LightIntent"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "line 1: is not JSON"),
        ('{"text": "a", "topic": "ice"}\n[]', "line 2: needs a `text`"),
        ('{"text": "a"}', "line 1: needs an `intent` or a `topic`"),
        ("\n\n", "holds no questions"),
    ],
)
def test_a_wrong_file_of_questions_is_named_with_its_line(
    tmp_path: Path, content: str, problem: str
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(content)
    with pytest.raises(EvaluationError, match="questions") as refused:
        read_questions(file)
    assert problem in str(refused.value)


def test_a_missing_file_of_questions_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"nowhere\.jsonl"):
        read_questions(tmp_path / "nowhere.jsonl")


def test_our_own_questions_are_not_samples_of_the_model() -> None:
    model = load_interaction_model(files("interaction_models") / "en-US.json")
    samples = {sample for intent in model.intents.values() for sample in intent.samples}
    said = {json.loads(line)["text"] for line in QUESTIONS.read_text("utf-8").splitlines()}
    assert said & samples == set()


def test_a_topic_is_reached_by_any_question_on_it(tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text('{"text": "x", "topic": "heat"}\n', "utf-8")
    [asked] = read_questions(tmp_path / "one.jsonl", guide_in())
    assert asked.intents[0] == "HeatIntent"
    assert "HeatHowLongIntent" in asked.intents
    assert "IceIntent" not in asked.intents
