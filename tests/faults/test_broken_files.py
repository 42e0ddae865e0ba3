"""Whatever is wrong with a file or a word of the command line gets one clear line and code 2."""

import json
import os
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from local_voice.cli import main
from tests.support import places

QUESTIONS = '{"text": "how long should i ice", "topic": "ice"}\n'
MODEL = (places.MODELS / "en-US.json").read_text("utf-8")
CLINIC = places.CLINIC.read_text("utf-8")

TAKEN = "--port=TAKEN"  # one that is in use: a test which fails must not serve for ever

Argument = Callable[[Path], list[str]]
COMMANDS: dict[str, tuple[str, Argument]] = {
    # what a whole file holds, and how the command is called with it
    "ask --content": (CLINIC, lambda file: ["ask", "--content", str(file), "hello"]),
    "talk --content": (CLINIC, lambda file: ["talk", "--mute", "--content", str(file)]),
    "serve --content": (CLINIC, lambda file: ["serve", "--content", str(file), TAKEN]),
    "simulate --content": (CLINIC, lambda file: ["simulate", "--content", str(file), TAKEN]),
    "package --content": (
        CLINIC,
        lambda file: ["package", "--out", str(file.with_name("out")), "--content", str(file)],
    ),
    "check-content": (CLINIC, lambda file: ["check-content", str(file)]),
    "evaluate": (QUESTIONS, lambda file: ["evaluate", str(file)]),
    "evaluate --model": (
        MODEL,
        lambda file: ["evaluate", str(file.with_name("questions.jsonl")), "--model", str(file)],
    ),
}


def missing(_file: Path, _whole: str) -> None:
    pass


def a_folder(file: Path, _whole: str) -> None:
    file.mkdir()


def a_loop(file: Path, _whole: str) -> None:
    file.symlink_to(file)


def without_end(file: Path, _whole: str) -> None:
    file.symlink_to("/dev/zero")


def huge(file: Path, _whole: str) -> None:
    with file.open("wb") as opened:
        opened.truncate(1 << 32)


def with_nul(file: Path, whole: str) -> None:
    file.write_bytes(b"\0" + whole.encode())


def not_utf_8(file: Path, whole: str) -> None:
    file.write_bytes(whole.encode("utf-16"))


def cut_off(file: Path, whole: str) -> None:
    file.write_text(whole[: len(whole) // 2].rstrip() + ' = "', "utf-8")


def prose(file: Path, _whole: str) -> None:
    file.write_text("Ice your back for twenty minutes.\n")


def deep(file: Path, whole: str) -> None:
    opening = "a = " if whole == CLINIC else '{"text": "a", "topic": '
    file.write_text(opening + "[" * 100_000 + "\n")


def a_key_twice(file: Path, whole: str) -> None:
    if whole == CLINIC:
        file.write_text('a = 1\na = "2"\n')
    else:
        file.write_text('{"text": "ice", "text": "heat", "topic": "ice", "interactionModel": {}}\n')


def wrong_types(file: Path, whole: str) -> None:
    if whole == CLINIC:
        file.write_text("topics = 1\nphrases = [2]\n[locales]\nother = 3\n")
    else:
        file.write_text('{"text": 1, "topic": [], "interactionModel": 2}\n')


def a_huge_number(file: Path, whole: str) -> None:
    digits = "9" * 10_000
    file.write_text(f"topics = {digits}\n" if whole == CLINIC else f'{{"text": {digits}}}\n')


BROKEN = [
    *(missing, a_folder, a_loop, without_end, huge, with_nul, not_utf_8, cut_off, prose, deep),
    *(a_key_twice, wrong_types, a_huge_number),
]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with nothing kept; what an option sets for the process ends with the test."""
    monkeypatch.setenv("BACK_SPASM_GUIDE_CONTENT", "")
    monkeypatch.setenv("BACK_SPASM_GUIDE_SKILL_ID", "amzn1.ask.skill.1")
    monkeypatch.delenv("BACK_SPASM_GUIDE_STORE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_folder))
    return tmp_path


def complaint(arguments: list[str], capsys: pytest.CaptureFixture[str], *codes: int) -> str:
    """The one line in which a command complains; or several, where its work is to list them."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = f"--port={taken.getsockname()[1]}"
        words = [port if argument == TAKEN else argument for argument in arguments]
        with pytest.raises(SystemExit) as end:
            main(words)
    said = capsys.readouterr()
    assert end.value.code in (codes or (2,)), said
    line = said.err or said.out
    assert "Traceback" not in line
    if end.value.code == 2:
        assert line.startswith("back-spasm-guide: ")
        assert line.count("\n") == 1, line
        assert len(line) < 800, line
    return line


@pytest.mark.parametrize("breaking", BROKEN, ids=lambda breaking: breaking.__name__)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_broken_file_is_named_in_one_line(
    command: str,
    breaking: Callable[[Path, str], None],
    home: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    whole, arguments = COMMANDS[command]
    file = home / "file.txt"
    (home / "questions.jsonl").write_text(QUESTIONS)
    breaking(file, whole)
    # check-content explains what the content says, line by line, and then its code is 1
    codes = (1, 2) if command == "check-content" else (2,)
    assert file.name in complaint(arguments(file), capsys, *codes)


def test_a_file_of_questions_without_one_is_named(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "empty.jsonl").touch()
    assert "holds no questions" in complaint(["evaluate", str(home / "empty.jsonl")], capsys)
    (home / "empty.json").touch()
    model = ["--model", str(home / "empty.json")]
    (home / "questions.jsonl").write_text(QUESTIONS)
    line = complaint(["evaluate", str(home / "questions.jsonl"), *model], capsys)
    assert "empty.json: (file): is not JSON" in line


def test_a_thousand_mistakes_are_explained_a_hundred_at_a_time(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = home / "clinic.toml"
    file.write_text("".join(f"key{number} = {number}\n" for number in range(1000)))
    assert complaint(["check-content", str(file)], capsys, 1).count("\n") == 100


def test_timers_that_cannot_be_opened_are_named_in_one_line(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "data" / "back-spasm-guide" / "timers.db").mkdir(parents=True)
    assert "timers.db" in complaint(["talk", "--mute"], capsys)


NOWHERE = "/dev/null/nowhere"
WORDS = [
    ["talk", "--time-lapse", "nan"],
    ["talk", "--time-lapse", "1e999"],
    ["talk", "--time-lapse", "soon"],
    ["talk", "--locale", "\0"],
    ["talk", "--locale", ""],
    ["talk", "--fault", ""],
    ["ask"],
    ["ask", " ", "\t"],
    ["ask", "--permission", "GRANTED\n", "hello"],
    ["evaluate"],
    ["evaluate", "x" * 300],
    ["evaluate", "--cross-validate", "--min", "2"],
    ["evaluate", "--cross-validate", "--min", "nan"],
    ["serve", "--port", "-1"],
    ["serve", "--port", "٣٣٣٣٣٣٣"],
    ["serve", "--host", "192.0.2.1", TAKEN],
    ["serve", "--host", "long" * 20, TAKEN],
    ["simulate", "--host", "example.com"],
    ["simulate", "--host", "\ud800"],
    ["package", "--out", NOWHERE],
    ["package", "--lambda-arn", "a", "--endpoint", "b"],
    ["package", "--endpoint"],
    ["--no-such-option"],
    ["dance"],
    ["\udcff"],
]


@pytest.mark.parametrize("arguments", WORDS, ids=lambda words: ascii(" ".join(words))[:50])
def test_a_wrong_word_on_the_command_line_gets_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    complaint(arguments, capsys)


@pytest.mark.parametrize("command", [["serve", TAKEN], ["talk", "--mute"]], ids=lambda c: c[0])
@pytest.mark.parametrize("setting", ["users.db", "sqlite:", "dynamodb:", "mysql:x", "\udcff"])
def test_a_wrong_setting_of_the_store_gets_one_line(
    setting: str,
    command: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(os.environ, "BACK_SPASM_GUIDE_STORE", setting)
    assert "BACK_SPASM_GUIDE_STORE" in complaint(command, capsys)


@pytest.mark.parametrize("command", ["serve", "simulate"])
def test_a_port_that_is_taken_gets_one_line(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line = complaint([command, TAKEN], capsys)
    assert re.search(r"127\.0\.0\.1, port \d+: Address already in use; choose another --host", line)


def test_the_whole_files_are_whole() -> None:
    assert json.loads(MODEL)
    assert json.loads(QUESTIONS)
