"""Each transcript goes word for word as written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Talk
from tests.support.places import TRANSCRIPTS
from tests.support.transcripts import played


@pytest.mark.parametrize("file", sorted(TRANSCRIPTS.glob("*.txt")), ids=lambda file: file.stem)
def test_the_talk_goes_as_written(file: Path, new_talk: Callable[..., Talk]) -> None:
    script = file.read_text("utf-8")
    assert played(script, new_talk) == script
