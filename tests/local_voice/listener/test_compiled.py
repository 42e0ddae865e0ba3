"""What the recogniser is made of: made once, kept whole, made anew when it is not."""

import os
import time
from pathlib import Path

import pytest

from local_voice.listener.compiled import Compiled, compiled
from local_voice.model.interaction_model import Intent, InteractionModel

MODEL = InteractionModel("guide", {"Ice": Intent("Ice", ("ice my back",), {})}, {})
OTHER = InteractionModel("guide", {"Heat": Intent("Heat", ("heat my back",), {})}, {})


class Maker:
    def __init__(self, folder: Path) -> None:
        self.cache = folder / "cache"
        self.made = 0
        self._cmudict = folder / "cmudict"
        self._cmudict.write_text("back B AE K\nheat HH IY T\nice AY S\nmy M AY\nhey HH EY\n")

    def __call__(self, model: InteractionModel = MODEL) -> Compiled:
        return compiled(model, self._cmudict, self.cache, self._count)

    def _count(self) -> None:
        self.made += 1


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    return Maker(tmp_path)


def test_it_is_made_once(make: Maker) -> None:
    first, second = make(), make()
    assert (first, make.made) == (second, 1)
    assert "ice AY S\n" in first.dictionary.read_text()
    assert {("<s>", "ice"), ("ice", "my"), ("my", "back")} <= first.runs()


def test_another_model_is_another(make: Maker) -> None:
    assert make().folder != make(OTHER).folder
    assert make.made == 2


@pytest.mark.parametrize("name", ["words.dict", "trigram.arpa", "sums"])
def test_what_is_broken_is_made_anew(name: str, make: Maker) -> None:
    file = make().folder / name
    whole = file.read_bytes()
    file.write_bytes(whole[:-3])
    assert make().folder / name == file
    assert (file.read_bytes(), make.made) == (whole, 2)


def test_what_is_gone_is_made_anew(make: Maker) -> None:
    (make().folder / "trigram.arpa").unlink()
    assert make().model.exists()


def test_old_ones_are_removed_in_the_end(make: Maker) -> None:
    make()
    for number in range(8):
        make(InteractionModel(f"guide {number}", MODEL.intents, {}))
    assert len(list(make.cache.iterdir())) == 5


def test_what_another_process_is_making_stays_for_a_day(make: Maker) -> None:
    at_work = [make.cache / f"listener-part-{number}" for number in range(6)]
    left_behind = make.cache / "listener-part-left"
    for folder in (*at_work, left_behind):
        folder.mkdir(parents=True)
    two_days_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(left_behind, (two_days_ago, two_days_ago))
    made = make().folder
    assert set(make.cache.iterdir()) == {made, *at_work}


def test_a_folder_that_cannot_be_written_is_an_error_before_the_work(make: Maker) -> None:
    make.cache.write_text("a file where a folder should be")
    with pytest.raises(OSError, match="cache"):
        make()
    assert make.made == 0
