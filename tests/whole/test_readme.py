"""The README is true: its talk goes as printed, its links lead somewhere, its commands exist."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from shlex import split

import pytest
from click.testing import CliRunner

from local_voice.cli import commands
from skill.app import build_skill
from skill.endpoint.loopback import check_local
from skill.storage.sqlite import SqliteStore
from skill.web import create_app
from tests.conftest import Talk
from tests.support.places import ROOT
from tests.support.web_server import running

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


SHORT = {
    '.venv/bin/back-spasm-guide ask "should i stay in bed"': "Rest your back at first",
    "back-spasm-guide check-content tests/data/clinic.toml": "nothing is wrong with it",
    "make help": "make talk    talk with the guide",
}
"""Commands of the README that end at once, and part of what they print."""


@pytest.mark.parametrize("command", SHORT)
def test_a_short_command_does_as_it_says(command: str, tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert command.replace("tests/data/", "") in readme.replace("tests/data/", "")
    own = Path(sys.executable).with_name("back-spasm-guide")
    words = [str(own) if word.endswith("back-spasm-guide") else word for word in split(command)]
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path)}
    run = subprocess.run(  # noqa: S603 - a command of the table above
        words, cwd=ROOT, capture_output=True, text=True, check=True, env=environment
    )
    assert SHORT[command] in run.stdout


def test_the_sample_request_is_answered_by_curl(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "curl --json @tests/data/launch.json http://127.0.0.1:5000/alexa" in readme
    skill = build_skill(store=SqliteStore(tmp_path / "users.db"))
    with running(create_app(skill, unsigned=True), admit=check_local) as server:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
        body = (ROOT / "tests" / "data" / "launch.json").read_bytes()
        connection.request("POST", "/alexa", body, {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read())
        connection.close()
    assert "Welcome to the back spasm guide." in answer["response"]["outputSpeech"]["ssml"]


def test_a_benchmark_that_is_none_is_one_line() -> None:
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench", "--help"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert run.stderr.startswith("--help is no benchmark: use one of answers, endpoint,")
    assert (run.stderr.count("\n"), run.stdout, run.returncode) == (1, "", 2)
