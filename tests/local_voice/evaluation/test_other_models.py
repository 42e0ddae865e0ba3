"""`evaluate --model` with models as other people write them."""

import json
from pathlib import Path
from typing import Any

import pytest

from local_voice.cli import main
from local_voice.evaluation.cross_validation import cross_validate
from local_voice.model.interaction_model import load_interaction_model
from local_voice.resolver import Resolved, Resolver
from tests.support.plant_model import PLANT_MODEL

Json = dict[str, Any]


def intent(title: str, samples: list[str], **slots: str) -> Json:
    declared = [{"name": slot, "type": kind} for slot, kind in slots.items()]
    return {"name": title, "slots": declared, "samples": samples}


INTENTS = [
    intent("SearchIntent", ["search for {query}", "find {query} for me"],
           query="AMAZON.SearchQuery"),
    intent("WeatherIntent", ["weather in {city} on {day}", "is it wet in {city}"],
           city="AMAZON.City", day="AMAZON.DATE"),
    intent("BookIntent", ["book a table at {hour} for {name}"],
           hour="AMAZON.TIME", name="AMAZON.FirstName"),
    intent("PlaceIntent", ["take the {place} one"], place="AMAZON.Ordinal"),
    intent("ColourIntent", ["paint it {colour}"], colour="AMAZON.Color"),
    intent("SizeIntent", ["i want the {size} shirt in {colour}"],
           size="Size", colour="AMAZON.Color"),
    intent("NameIntent", ["{name}"], name="AMAZON.FirstName"),
    {
        "name": "TeamIntent",
        "slots": [{"name": "team", "slotTypeReference": {"name": "Team", "version": "1"}}],
        "samples": ["how did the {team} play"],
    },
    {"name": "AMAZON.StopIntent", "samples": []},
]  # fmt: skip
TYPES = [
    {"name": "Size", "values": [{"id": 3, "name": {"value": "large"}}]},
    {"name": "Team", "slotTypeReference": {"name": "Team", "version": "1"}},
]
MODEL: Json = {
    "interactionModel": {
        "languageModel": {"invocationName": "my shop", "intents": INTENTS, "types": TYPES}
    }
}
BOM = b"\xef\xbb\xbf"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "model.json").write_text(json.dumps(MODEL))
    return tmp_path / "model.json"


SAID = {
    "search for cheap hotels": ("SearchIntent", {"query": "cheap hotels"}),
    "find a good book for me": ("SearchIntent", {"query": "good book"}),
    "weather in new york on next tuesday": (
        "WeatherIntent", {"city": "new york", "day": "next tuesday"}
    ),
    "is it wet in reykjavik": ("WeatherIntent", {"city": "reykjavik"}),
    "book a table at half past seven for john": ("BookIntent", {"hour": "07:30", "name": "john"}),
    "take the second one": ("PlaceIntent", {"place": "second"}),
    "paint it dark green": ("ColourIntent", {"colour": "dark green"}),
    "i want the large shirt in navy blue": ("SizeIntent", {"size": "large", "colour": "navy blue"}),
    "how did the red sox play": ("TeamIntent", {"team": "red sox"}),
    "zbigniew": ("NameIntent", {"name": "zbigniew"}),
}  # fmt: skip


@pytest.mark.parametrize("said", SAID)
def test_any_built_in_or_shared_slot_type_matches(said: str, path: Path) -> None:
    answer = Resolver.load(load_interaction_model(path)).resolve(said)
    assert isinstance(answer, Resolved)
    meant, slots = SAID[said]
    filled = {name: match.value for name, match in answer.slots.items() if match}
    assert (answer.intent, filled) == (meant, slots)


def test_a_numeric_id_is_read_as_its_text(path: Path) -> None:
    (value,) = load_interaction_model(path).slot_types["Size"]
    assert value.id == "3"


@pytest.mark.parametrize("identity", [True, 1.5, [], {}])
def test_what_is_no_id_is_refused(identity: object, path: Path) -> None:
    changed = json.loads(path.read_text())
    changed["interactionModel"]["languageModel"]["types"][0]["values"][0]["id"] = identity
    path.write_text(json.dumps(changed))
    with pytest.raises(Exception, match="has an id that is neither a text nor a number"):
        load_interaction_model(path)


def test_the_command_judges_a_model_and_questions_that_begin_with_a_mark(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path.write_bytes(BOM + path.read_bytes())
    lines = [json.dumps({"text": said, "intent": meant}) for said, (meant, _) in SAID.items()]
    questions = tmp_path / "questions.jsonl"
    questions.write_bytes(BOM + "\r\n".join(lines).encode())
    main(["evaluate", str(questions), "--model", str(path), "--min", "1"])
    assert f"({len(SAID)} of {len(SAID)})" in capsys.readouterr().out


def test_a_clinics_file_may_begin_with_a_mark(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "clinic.toml"
    file.write_bytes(BOM + b'[guide]\ninvocation_name = "river clinic"\n')
    main(["check-content", str(file)])
    assert "nothing is wrong with it" in capsys.readouterr().out


def test_cross_validation_judges_the_samples_of_the_model_given_and_nothing_else() -> None:
    report = cross_validate(PLANT_MODEL, folds=2)
    judged = sorted(outcome.meant for outcome in report.outcomes)
    assert judged == sorted(
        intent.name for intent in PLANT_MODEL.intents.values() for _ in intent.samples
    )
