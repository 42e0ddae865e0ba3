"""A topic is written in two files, and either alone is told of the other: tried on copies."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.places import ROOT

POSTURE = """
[topics.posture]
title = "Posture"

[topics.posture.answer]
text = \"\"\"
Get up from your desk now and then. [F29]
\"\"\"

[topics.posture.more]
text = "Long sitting makes muscles tight. [F29]"

[topics.posture.aspects.how_often]
text = "Get up every half an hour. [F29]"
"""
SAMPLES = [
    "how should i sit at my desk",
    "what is a good posture",
    "is slouching bad for my back",
    "how do i sit up straight",
    "tell me about posture",
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for part in ("skill", "local_voice", "interaction_models"):
        shutil.copytree(ROOT / part, tmp_path / part)
    return tmp_path


def in_content(copy: Path) -> None:
    (copy / "skill" / "content" / "en" / "topics" / "posture.toml").write_text(POSTURE, "utf-8")


def in_model(copy: Path) -> None:
    file = copy / "interaction_models" / "en-US.json"
    model = json.loads(file.read_text("utf-8"))
    intents = model["interactionModel"]["languageModel"]["intents"]
    intents.append({"name": "PostureIntent", "samples": SAMPLES})
    file.write_text(json.dumps(model), "utf-8")


def ask(copy: Path, question: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "local_voice", "ask", question],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "XDG_CACHE_HOME": str(copy / "cache")},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_a_topic_in_both_is_answered(copy: Path) -> None:
    in_content(copy)
    in_model(copy)
    asked = ask(copy, "how should i sit at my desk")
    assert asked.stdout.endswith("Get up from your desk now and then. Shall I tell you more?\n")
    first = "Getting ready, once: this takes some seconds.\n"  # a model that is new
    assert (asked.stderr, asked.returncode) == (first, 0)


CONTENT_ALONE = (
    "posture.toml: topics.posture: nobody can ask for it: add PostureIntent with its samples to "
    "en-US.json"
)
MODEL_ALONE = "en-US.json: PostureIntent: nobody answers it: add its question to content/en/topics"


@pytest.mark.parametrize(("half", "line"), [(in_content, CONTENT_ALONE), (in_model, MODEL_ALONE)])
def test_a_topic_in_one_alone_is_told_of_the_other(
    half: Callable[[Path], None], line: str, copy: Path
) -> None:
    half(copy)
    asked = ask(copy, "how should i sit at my desk")
    assert (asked.stdout, asked.stderr) == ("", f"back-spasm-guide: {line}\n")
    assert asked.returncode == 2
