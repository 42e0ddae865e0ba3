"""The console command, run as a person or a program runs it."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.support.at_terminal import COMMAND, LONGEST_WAIT, killed_if_late
from tests.support.at_terminal import run_command as run

JSON_KEYS = [
    *("utterance", "intent", "slots", "score", "speech", "ssml", "reprompt", "session_ended"),
    *("directives", "api_calls", "request", "response"),
]


@pytest.fixture
def home(tmp_path: Path, cache_folder: Path) -> dict[str, str]:
    """An environment with an empty user data folder."""
    return {
        **os.environ,
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CACHE_HOME": str(cache_folder),
        "NO_COLOR": "1",
    }


def test_a_first_talk_in_a_pipe(home: dict[str, str]) -> None:
    talk = run("talk", "--mute", typed="how long should i ice my back\nstop\n", environment=home)
    assert talk.stdout == (
        "Guide: Welcome to the back spasm guide. I give general information. It is not medical "
        "advice, diagnosis or treatment. Call your doctor with questions about your back. In an "
        "emergency, call 911. If your back is in spasm now, say, help me now. What would you like "
        "to know?\n"
        "You: how long should i ice my back\n"
        "Guide: Ice your back for twenty to thirty minutes at a time, the article says. British "
        "hospitals say to stop at twenty minutes. Ice soothes sore muscles and reduces "
        "inflammation. Wrap the pack in a towel, never ice bare skin, and don't fall asleep on it. "
        "Shall I start a twenty minute ice timer?\n"
        "You: stop\n"
        "Guide: Take care of your back.\n"
    )
    assert (talk.stderr, talk.returncode) == ("", 0)


def test_the_end_of_the_input_ends_the_talk(home: dict[str, str]) -> None:
    talk = run("talk", "--mute", environment=home)
    assert (talk.stderr, talk.returncode) == ("", 0)


def test_a_talk_keeps_what_it_knows_where_the_setting_says_or_where_serve_does(
    home: dict[str, str], tmp_path: Path
) -> None:
    own = {**home, "BACK_SPASM_GUIDE_STORE": f"sqlite:{tmp_path / 'own.db'}"}
    for environment in (own, home):
        first, second = (run("talk", "--mute", environment=environment) for _ in range(2))
        assert "It is not medical advice" in first.stdout
        assert "It is not medical advice" not in second.stdout
    assert (tmp_path / "own.db").exists()
    assert (tmp_path / "data" / "back-spasm-guide" / "users.db").exists()


def test_a_timer_in_fast_time_rings_once(home: dict[str, str]) -> None:
    talk = run(
        "talk", "--mute", "--time-lapse", "600", typed="start an ice timer\n", environment=home
    )
    assert talk.stdout.count("Timer: Time to take the ice off your back.\n") == 1
    assert (talk.stderr, talk.returncode) == ("", 0)
    later = run("talk", "--mute", typed="stop\n", environment=home)
    assert later.stdout.endswith("Guide: Take care of your back.\n")


def test_a_timer_outlives_the_talk_and_is_announced_by_the_next(home: dict[str, str]) -> None:
    first = run("talk", "--mute", typed="start an ice timer for two seconds\n", environment=home)
    assert "Your ice timer is set for two seconds." in first.stdout
    assert first.stdout.count("Timer: Time to take the ice off your back.") == 1
    second = run("talk", "--mute", typed="start an ice timer\nstop\n", environment=home)
    assert "(The ice timer goes on. Start the talk again to hear it.)" in second.stdout
    third = run("talk", "--mute", typed="how much time is left on my timer\n", environment=home)
    assert "Your ice timer has " in third.stdout


@pytest.mark.parametrize("fault", ["device_offline", "timeout", "html_body"])
def test_a_fault_of_the_timers_can_be_played(fault: str, home: dict[str, str]) -> None:
    talk = run("talk", "--mute", "--fault", fault, typed="start an ice timer\n", environment=home)
    assert "Say, Alexa, set a twenty minute timer." in talk.stdout
    assert talk.returncode == 0


def test_without_a_voice_it_says_so_once_and_goes_on_in_print(home: dict[str, str]) -> None:
    typed = "what is a back spasm\nwhat causes back spasms\n"
    talk = run("talk", typed=typed, environment={**home, "PATH": ""})
    assert talk.stdout.count("\n(") == 1, talk.stdout
    assert "A back spasm is a sudden tightening" in talk.stdout
    assert "A back spasm can start when" in talk.stdout
    assert talk.returncode == 0


def test_ask_speaks_one_answer(home: dict[str, str]) -> None:
    asked = run("ask", "should", "i", "stay", "in", "bed", environment=home)
    assert asked.stdout == (
        "Rest your back at first, but long bed rest is not usually recommended. It can hinder "
        "healing. Try to keep active, and put no strain on your back. Shall I tell you more?\n"
    )


def test_ask_gives_one_json_object_a_line(home: dict[str, str]) -> None:
    typed = "what is a back spasm\n\nstart an ice timer for a quarter of an hour\nstop\n"
    asked = run("ask", "--json", "-", typed=typed, environment=home)
    rows = [json.loads(line) for line in asked.stdout.splitlines()]
    assert [list(row) for row in rows] == [JSON_KEYS] * 3
    assert [row["intent"] for row in rows] == [
        "WhatIsIntent",
        "StartIceTimerIntent",
        "AMAZON.StopIntent",
    ]
    assert rows[1]["slots"] == {"duration": "PT15M", "timer": "ice"}
    assert rows[1]["api_calls"] == [{"method": "POST", "path": "/v1/alerts/timers", "status": 200}]
    assert [row["session_ended"] for row in rows] == [False, True, True]
    assert all(row["request"]["session"]["new"] for row in rows)


def test_ask_keeps_one_session_when_told_so(home: dict[str, str]) -> None:
    typed = "open back spasm guide\nwhat is a back spasm\nyes\n"
    asked = run("ask", "--json", "--session", "-", typed=typed, environment=home)
    rows = [json.loads(line) for line in asked.stdout.splitlines()]
    assert [row["request"]["session"]["new"] for row in rows] == [True, False, False]
    assert len({row["request"]["session"]["sessionId"] for row in rows}) == 1
    assert rows[2]["speech"].startswith("Muscles that are stretched or worked too hard")


def test_ask_plays_a_first_permission(home: dict[str, str]) -> None:
    typed = "start an ice timer\nyes\n"
    asked = run(
        *("ask", "--json", "--session", "--permission", "unasked", "-"),
        typed=typed,
        environment=home,
    )
    rows = [json.loads(line) for line in asked.stdout.splitlines()]
    assert rows[0]["directives"] == ["Connections.SendRequest"]
    assert rows[1]["intent"] == "Connections.Response"
    assert rows[1]["speech"].startswith("Your ice timer is set for twenty minutes.")


def test_ask_speaks_the_words_of_the_locale(home: dict[str, str]) -> None:
    asked = run("ask", "--locale", "en-GB", "i have chest pain", environment=home)
    assert asked.stdout.startswith("Call 999 now")


def test_ask_ends_quietly_when_nobody_reads_on(home: dict[str, str]) -> None:
    script = f"yes 'what is a back spasm' | head -300 | {' '.join(COMMAND)} ask - | head -1"
    asked = subprocess.run(  # noqa: S602
        script, shell=True, capture_output=True, text=True, timeout=60, check=False, env=home
    )
    assert asked.stderr == ""


MISTAKES = {
    ("ask",): "back-spasm-guide: Missing argument 'TEXT...'.",
    ("ask", ""): "back-spasm-guide: TEXT is empty: ask something, such as how long should I ice",
    ("ask", "--locale", "de-DE", "hi"): "back-spasm-guide: Invalid value for '--locale': 'de-DE'",
    ("ask", "--permission", "maybe", "hi"): "back-spasm-guide: Invalid value for '--permission'",
    ("talk", "--time-lapse", "0"): "back-spasm-guide: Invalid value for '--time-lapse'",
    ("talk", "--hands-free"): "back-spasm-guide: --hands-free is a way of listening: add --listen",
    ("talk", "--wav"): "back-spasm-guide: --wav and the names of recordings go together: --wav qu",
    ("talk", "question.wav"): "back-spasm-guide: --wav and the names of recordings go together",
    (
        "talk",
        "--wav",
        "question.wav",
        "--listen",
    ): "back-spasm-guide: --wav listens to recordings al",
    ("talk", "--wav", "question.wav", "--hands-free"): "back-spasm-guide: --wav listens to record",
    ("talk", "--mute", "--wav", "gone.wav"): (
        "back-spasm-guide: gone.wav cannot be read (No such file or directory); record it as WAV"
    ),
    ("talk", "--fault", "rain"): "back-spasm-guide: --fault rain is unknown: use one of unauth",
    ("serve", "--no-verify", "--host", "0.0.0.0"): (  # noqa: S104
        "back-spasm-guide: --no-verify with --host 0.0.0.0 would answer anybody: drop one"
    ),
    ("serve",): (
        "back-spasm-guide: BACK_SPASM_GUIDE_SKILL_ID is not set: write the skill's id, such as"
    ),
    ("serve", "--port", "99999"): "back-spasm-guide: Invalid value for '--port': 99999",
    ("dance",): "back-spasm-guide: No such command 'dance'.",
}


@pytest.mark.parametrize("arguments", MISTAKES, ids=" ".join)
def test_a_mistake_gets_one_clear_line(arguments: tuple[str, ...], home: dict[str, str]) -> None:
    wrong = run(*arguments, environment=home)
    assert wrong.stderr.startswith(MISTAKES[arguments])
    assert wrong.stderr.count("\n") == 1
    assert (wrong.stdout, wrong.returncode) == ("", 2)


def test_a_folder_that_cannot_be_written_gets_one_clear_line(
    home: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")
    talk = run("talk", "--mute", environment=home)
    assert talk.stderr.startswith("back-spasm-guide: ")
    assert talk.stderr.count("\n") == 1
    assert talk.returncode == 2


def test_serve_answers_on_loopback(home: dict[str, str]) -> None:
    with (
        serving("--no-verify", "--port", "0", environment=home) as port,
        urlopen(f"http://127.0.0.1:{port}/healthz", timeout=LONGEST_WAIT) as answer,
    ):
        assert json.load(answer) == {"status": "ok"}


@contextmanager
def serving(*arguments: str, environment: dict[str, str]) -> Iterator[str]:
    """The port on which `serve` says that it runs."""
    server = subprocess.Popen(  # noqa: S603
        [*COMMAND, "serve", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    with killed_if_late(server.pid):
        try:
            told = (
                re.search(r"Serving at http://127.0.0.1:(\d+)", line)
                for line in server.stderr or ()
            )
            running = next(filter(None, told), None)
            assert running, "it ended, and never said where it runs"
            yield running[1]
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate()
    assert server.returncode == 0


def test_a_talk_is_written_down_and_played_again(home: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "talk.txt"
    said = "start an ice timer\nno\nboth my legs are numb\n"
    talk = run("talk", "--mute", "--locale", "en-GB", "--save", file, typed=said, environment=home)
    assert talk.returncode == 0
    written = file.read_text("utf-8").splitlines()
    assert written[:4] == [
        "# A talk.",
        "",
        "[scene: visit=first locale=en-GB permission=granted reminders=granted fault=none]",
        "You: open back spasm guide",
    ]
    assert "[call POST /timers 200]" in written
    assert written[-2].startswith("Guide: Call 999 now")
    assert written[-1] == "[the session ends]"
    assert oct(file.stat().st_mode)[-3:] == "600"
    again = run("talk", "--replay", file, environment=home)
    assert again.stdout.splitlines() == written[3:]
    assert (again.stderr, again.returncode) == ("", 0)
    file.write_text(file.read_text("utf-8").replace("Call 999 now", "Call 911 now"), "utf-8")
    other = run("talk", "--replay", file, environment=home)
    assert any(line.startswith("- Guide: Call 911 now") for line in other.stdout.splitlines())
    assert any(line.startswith("+ Guide: Call 999 now") for line in other.stdout.splitlines())
    assert other.stderr == "went otherwise: 1 of the answers; see the lines after - and +\n"
    assert other.returncode == 1


def test_what_is_there_is_not_written_over(home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("mine")
    talk = run("talk", "--mute", "--save", tmp_path / "talk.txt", environment=home)
    assert (talk.stderr, talk.returncode) == (
        f"back-spasm-guide: {tmp_path / 'talk.txt'}: File exists\n",
        2,
    )
    assert (tmp_path / "talk.txt").read_text() == "mine"


def test_what_is_no_talk_is_not_played(home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    played = run("talk", "--replay", tmp_path / "picture.png", environment=home)
    assert played.stderr == (
        f"back-spasm-guide: {tmp_path / 'picture.png'}: this is no text: a talk is saved as a text "
        "file, in UTF-8\n"
    )
    assert played.returncode == 2


def test_the_first_question_of_all_says_that_it_takes_a_while(
    home: dict[str, str], tmp_path: Path
) -> None:
    fresh = {**home, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    first, second = (run("ask", "hello", environment=fresh) for _ in range(2))
    assert (first.stdout, second.stdout) == ("Hi there.\n", "Hi there.\n")
    assert first.stderr == "Getting ready, once: this takes some seconds.\n"
    assert second.stderr == ""
