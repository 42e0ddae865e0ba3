"""The README is true: its talk goes as printed, its links lead somewhere, its commands exist."""

import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from local_voice.cli import commands
from tests.conftest import Talk
from tests.support.places import ROOT

PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")


def test_the_talk_goes_as_printed(new_talk: Callable[..., Talk]) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    [printed] = re.findall(r"```text\n(You:.*?)```", readme, re.DOTALL)
    lines = re.sub(r"\n\s+", " ", printed).splitlines()
    talk = new_talk()
    talk.say("open back spasm guide")
    played = []
    for line in lines:
        if line.startswith("You: "):
            played += [line, f"Guide: {talk.say(line.removeprefix('You: '))}"]
    assert played == lines


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text("utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_command_named_exists() -> None:
    named = set(re.findall(r"back-spasm-guide ([a-z-]+)", (ROOT / "README.md").read_text("utf-8")))
    assert named <= set(commands.commands)
    for name in named:
        assert CliRunner().invoke(commands, [name, "--help"]).exit_code == 0
