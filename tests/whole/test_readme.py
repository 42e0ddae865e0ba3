"""The README is true: its talk goes as printed, its links lead somewhere, its commands exist."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from local_voice.cli import commands
from skill.app import build_skill
from skill.endpoint.loopback import check_local
from skill.storage.sqlite import SqliteStore
from skill.web import create_app
from tests.conftest import Talk
from tests.support.at_terminal import LONGEST_WAIT, killed_if_late
from tests.support.places import CLINIC, QUESTIONS, ROOT
from tests.support.speakers import SERVE, ask, serving
from tests.support.spoken_wavs import as_wav, spoken
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


IN_CODE = re.compile(r"`([^`\n]+)`|^(make .*?)(?:  +#.*)?$", re.MULTILINE)
IS_COMMAND = re.compile(r"(?:make|(?:\.venv/bin/)?back-spasm-guide) ")

RUN = {
    "make talk": ("stop", "Guide: Take care of your back."),
    "make talk ARGS=--mute": ("stop", "Guide: Take care of your back."),
    'make talk ARGS="--save talk.txt"': ("stop", "Guide: Take care of your back."),
    'make talk ARGS="--time-lapse 60"': (
        "start an ice timer for one minute",
        "Timer: Time to take the ice off your back.",
    ),
    "make talk ARGS=--listen": ("stop", "Guide: Take care of your back."),
    'make talk ARGS="--wav question.wav"': ("", "You: how long should i ice my back"),
    'make talk ARGS="--permission unasked"': (
        "start an ice timer",
        "Alexa: Do you allow the back spasm guide to set timers?",
    ),
    ".venv/bin/back-spasm-guide doctor": ("", "The talk works"),
    ".venv/bin/back-spasm-guide ring": ("", ""),
    '.venv/bin/back-spasm-guide ask "should i stay in bed"': ("", "Rest your back at first"),
    ".venv/bin/back-spasm-guide evaluate FILE.jsonl": ("", "In scope:     100.0%"),
    "back-spasm-guide talk --content tests/data/clinic.toml": ("stop", "Guide: "),
    "back-spasm-guide check-content clinic.toml": ("", "clinic.toml: nothing is wrong with it"),
    "back-spasm-guide package --site https://... --check": ("", "build: not ready: see above"),
    ".venv/bin/back-spasm-guide serve --mcp stdio": ("", ""),
    "make help": ("", "make talk    talk with the guide"),
}
"""Commands of the README that end: what is typed, and part of what they print."""

SERVERS = {
    ".venv/bin/back-spasm-guide serve --no-verify": "healthz",
    "back-spasm-guide serve --port 8080": "healthz",
    ".venv/bin/back-spasm-guide simulate": "",
}
"""Those that serve pages, with what is asked of them. They get a port that is free as well."""

WYOMING = "back-spasm-guide serve --wyoming tcp://127.0.0.1:10700"

GETTING_READY = "Getting ready, once: this takes some seconds.\n"

LONG = {"make test", "make check", "make bench", "make soak", "make audit"} | {
    "make bench ARGS=voice",
    "make bench ARGS=listening",
    "make bench ARGS=cost",
    "make setup",
}
"""Those that take minutes or the network, and run beside the tests, not in them."""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the README's commands run as in the checkout, set up already."""
    folder = tmp_path_factory.mktemp("checkout")
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "back-spasm-guide").symlink_to(Path(sys.executable).with_name("back-spasm-guide"))
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "tests"):
        (folder / name).symlink_to(ROOT / name)
    (folder / ".venv" / ".installed").touch()
    (folder / "FILE.jsonl").symlink_to(QUESTIONS)
    (folder / "clinic.toml").symlink_to(CLINIC)
    (folder / "question.wav").write_bytes(as_wav(spoken("how long should i ice my back")))
    return folder


@pytest.fixture
def environment(checkout: Path, tmp_path: Path, cache_folder: Path) -> dict[str, str]:
    """Somebody new, whose browser opens nothing."""
    return {
        **os.environ,
        "PATH": f"{checkout / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "XDG_DATA_HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(cache_folder),
        "NO_COLOR": "1",
        "BROWSER": "true",
        "BACK_SPASM_GUIDE_SKILL_ID": "amzn1.ask.skill.1",
    }


def test_every_command_is_run_but_the_long_ones() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    named = {code.strip() or line for code, line in IN_CODE.findall(readme)}
    assert {word for word in named if IS_COMMAND.match(word)} == {*RUN, *SERVERS, WYOMING, *LONG}


@pytest.mark.parametrize("command", RUN)
def test_a_command_does_as_it_says(
    command: str, checkout: Path, environment: dict[str, str]
) -> None:
    typed, printed = RUN[command]
    run = subprocess.run(  # noqa: S602 - a command of the table above
        command,
        shell=True,
        cwd=checkout,
        input=typed,
        capture_output=True,
        text=True,
        timeout=LONGEST_WAIT,
        check=False,
        env=environment,
    )
    assert printed in run.stdout
    # The store's package is not ready, and a first command says that it compiles.
    assert run.returncode == (1 if "--check" in command else 0)
    assert run.stderr.removeprefix(GETTING_READY) == ""


@pytest.mark.parametrize("command", SERVERS)
def test_a_server_of_the_readme_answers(
    command: str, checkout: Path, environment: dict[str, str]
) -> None:
    server = subprocess.Popen(  # noqa: S602 - a command of the table above
        f"exec {command} --port 0",
        shell=True,
        cwd=checkout,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )
    with killed_if_late(server.pid), server:
        told = (re.search(r"http://127\.0\.0\.1:\d+[^\s,]*", line) for line in server.stdout or ())
        address = next(filter(None, told))[0]
        try:
            with urlopen(urljoin(address, SERVERS[command]), timeout=LONGEST_WAIT) as answer:  # noqa: S310 - loopback
                assert answer.status == 200
        finally:
            server.terminate()
    assert server.returncode in (0, 128 + signal.SIGTERM)


def test_the_server_for_home_assistant_answers(environment: dict[str, str]) -> None:
    assert WYOMING.replace("10700", "0").split()[1:] == [*SERVE]
    with serving(environment=environment) as port:
        assert ask(port, "should i stay in bed").speech.startswith("Rest your back at first")


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
