"""The recogniser: made once a model, whatever utterance is broken off or folder is of no use."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from pocketsphinx import Decoder

from local_voice.listener.recogniser import Recogniser
from local_voice.model.interaction_model import Intent, InteractionModel
from tests.support.spoken_wavs import spoken

MODEL = InteractionModel("guide", {"Ice": Intent("Ice", ("ice my back", "no", "yes"), {})}, {})


class Interrupted:
    """The decoder, with Control-C right after one of its steps: calls of the same name in a row."""

    break_off_after = 0  # never
    steps: ClassVar[list[str]] = []

    def __init__(self, **settings: str) -> None:
        self._decoder = Decoder(**settings)

    def __getattr__(self, name: str) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            given: object = getattr(self._decoder, name)(*arguments, **options)
            if self.steps[-1:] != [name]:
                self.steps.append(name)
                if len(self.steps) == self.break_off_after:
                    raise KeyboardInterrupt
            return given

        return call


OTHER = InteractionModel("guide", {"Heat": Intent("Heat", ("heat my back",), {})}, {})


def test_its_files_are_made_once_for_each_model(tmp_path: Path) -> None:
    made: list[str] = []
    for model in (MODEL, MODEL, OTHER, MODEL):
        runs = Recogniser(model, tmp_path, lambda: made.append("once")).runs
    assert made == ["once", "once"]
    assert {("<s>", "ice"), ("ice", "my"), ("ice", "my", "back")} <= runs


def heard(recogniser: Recogniser) -> str:
    recogniser.start()
    recogniser.feed(spoken("ice my back"))
    return recogniser.finish()


def test_an_utterance_that_is_broken_off_anywhere_is_dropped(
    cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pocketsphinx.Decoder", Interrupted)
    recogniser = Recogniser(MODEL, cache_folder, lambda: None)
    assert heard(recogniser) == "ice my back"
    steps = len(Interrupted.steps)
    assert steps > 10
    for step in range(1, steps + 1):
        monkeypatch.setattr(Interrupted, "break_off_after", step)
        Interrupted.steps.clear()
        with pytest.raises(KeyboardInterrupt):
            heard(recogniser)
        assert heard(recogniser) == "ice my back"


@pytest.mark.parametrize("cache", ["file/cache", "file"])
def test_a_folder_that_cannot_be_written_costs_no_listening(
    cache: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "spare").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spare"))
    made: list[str] = []
    recogniser = Recogniser(MODEL, tmp_path / cache, lambda: made.append("once"))
    assert (made, list((tmp_path / "spare").iterdir())) == (["once"], [])
    assert heard(recogniser) == "ice my back"
