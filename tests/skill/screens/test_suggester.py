"""Every document passes apl-suggester without a word, and a broken one does not."""

import json
import subprocess
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from skill.alexa.screens import DOCUMENTS, document

SCRIPT = Path(__file__).parent / "suggest.cjs"


def complaints(documents: dict[str, Any]) -> list[str]:
    rows = [{"name": name, "document": document} for name, document in documents.items()]
    run = subprocess.run(  # noqa: S603 - our own script
        ["node", SCRIPT],  # noqa: S607 - wherever node is installed
        input=json.dumps(rows),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found: list[str] = json.loads(run.stdout)
    return found


def test_no_document_gives_cause_for_complaint() -> None:
    assert complaints({name: document(name) for name in DOCUMENTS.values()}) == []


BROKEN = {
    "a property nobody knows": ("text", "colour", "red"),
    "a word for a number": ("text", "maxLines", "many"),
    "an alignment that does not exist": ("text", "textAlign", "middle"),
    "a dimension that is none": ("text", "width", "wide"),
}


@pytest.mark.parametrize("mistake", BROKEN)
def test_a_broken_document_is_found(mistake: str) -> None:
    _, key, value = BROKEN[mistake]
    broken = deepcopy(document("emergency"))
    broken["mainTemplate"]["items"][0]["item"]["items"][0][key] = value
    assert any(key in complaint for complaint in complaints({"broken": broken}))
