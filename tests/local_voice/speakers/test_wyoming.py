"""A real Wyoming client, as Home Assistant is one, at the running server: what it hears."""

import asyncio
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from local_voice.cli import commands
from local_voice.errors import LocalVoiceError
from local_voice.speakers.talks import IDLE_SECONDS, MOST, Talks
from tests.support.at_terminal import COMMAND, run_command
from tests.support.clock import MovableClock
from tests.support.speakers import Answer, ask, converse, describe, serving
from tests.support.threads import run_apart

TALKS = (
    ("how long should i ice my back", "how often", "can golf cause a back spasm", "yes"),
    ("i'm pregnant", "can i take ibuprofen", "should i stay in bed", "who says that"),
    ("help me now", "no", "yes", "repeat", "both my legs are numb", "should i use heat"),
    ("i want to die", "no", "what is a back spasm", "what is the weather", "stop"),
    ("start an ice timer", "start a heat timer", "cancel both timers", "how much is left"),
)
STARTED = "Your ice timer is set for twenty minutes. Keep the pack wrapped in a towel, and check "
ICE = {"name": "ice"}


def introduced(port: int, talk: str, device: str = "", language: str = "en-US") -> None:
    """Let somebody hear the disclaimer, as whoever `ask` plays has."""
    ask(port, "open back spasm guide", talk, device, language=language)
    ask(port, "stop", talk, device, language=language)


async def interleaved(port: int, talks: int) -> dict[int, list[Answer]]:
    """So many talks at once, each sentence of a talk after its answer."""

    async def one(number: int) -> list[Answer]:
        said = ("open back spasm guide", "stop", *TALKS[number % len(TALKS)])
        who = f"talk {number}", f"device {number}"
        return [await converse(port, text, *who) for text in said]

    answers = await asyncio.gather(*map(one, range(talks)))
    return dict(enumerate(answers))


def test_fifty_talks_at_once_hear_the_words_that_ask_gives(port: int) -> None:
    ask_all = ["ask", "--session", "--reminders", "denied", "-"]
    expected = [
        CliRunner().invoke(commands, ask_all, input="\n".join(talk)).stdout.splitlines()
        for talk in TALKS
    ]
    heard = run_apart(interleaved(port, 50))
    for number, answers in heard.items():
        assert [answer.speech for answer in answers[2:]] == expected[number % len(TALKS)]


def test_it_tells_what_it_is(port: int) -> None:
    [program] = describe(port).handle
    assert (program.name, program.installed) == ("Back spasm guide", True)
    assert program.models[0].languages == ["en", "en-GB", "en-CA", "en-AU", "en-IN"]


def test_a_question_asks_to_listen_and_a_statement_does_not(port: int) -> None:
    introduced(port, "one")
    assert ask(port, "how long should i ice my back", "one").asks
    assert not ask(port, "both my legs are numb", "one").asks


def test_talks_share_nothing(port: int) -> None:
    for talk in ("one", "other", "third"):
        introduced(port, talk)
    ask(port, "i'm pregnant", "one")
    warned, other = (ask(port, "can i take ibuprofen", talk).speech for talk in ("one", "other"))
    assert warned != other
    assert "pregnan" in warned
    ask(port, "how long should i ice my back", "one")
    assert ask(port, "yes", "third").speech == "All right."


@pytest.mark.parametrize(
    ("language", "call"),
    {
        "en-US": "Call 911 now",
        "en-GB": "Call 999 now",
        "en_au": "Call 000 now",
        "en-IE": "Call your local emergency number now",
        "en": "Call 911 now",
        "de": "Call 911 now",
    }.items(),
)
def test_the_language_tells_whose_number_is_said(port: int, language: str, call: str) -> None:
    said = ask(port, "both my legs are numb", language=language).speech
    assert said.startswith(f"{call}, or go to an emergency department.")


def test_the_setting_tells_it_where_the_language_names_no_country(home: dict[str, str]) -> None:
    for locale, call in (("en-GB", "Call 999 now"), ("other", "Call your local emergency number")):
        with serving("--locale", locale, environment=home) as port:
            assert ask(port, "both my legs are numb", language="en").speech.startswith(call)


def test_a_device_keeps_its_timers_and_is_told_each_step(port: int, clock: MovableClock) -> None:
    introduced(port, "talk", "kitchen")
    steps = {
        "start an ice timer": ("HassStartTimer", {"minutes": 20, **ICE}),
        "add five minutes": ("HassIncreaseTimer", {"minutes": 5, **ICE}),
        "take off two minutes": ("HassDecreaseTimer", {"minutes": 2, **ICE}),
        "pause the timer": ("HassPauseTimer", ICE),
        "resume the timer": ("HassUnpauseTimer", ICE),
        "how much time is left": ("HassTimerStatus", ICE),
        "start a heat timer for ten minutes": ("HassStartTimer", {"minutes": 10, "name": "heat"}),
        "cancel the ice timer": ("HassCancelTimer", ICE),
    }
    for text, order in steps.items():
        assert ask(port, text, device="kitchen").orders == [order]
        clock.forward(seconds=30)
    both = ask(port, "start an ice timer for ninety seconds", device="kitchen")
    assert both.orders == [("HassStartTimer", {"minutes": 1, "seconds": 30, **ICE})]
    assert ask(port, "cancel both timers", device="kitchen").orders == [
        ("HassCancelTimer", ICE),
        ("HassCancelTimer", {"name": "heat"}),
    ]


def test_starting_over_gives_the_device_no_second_timer(port: int, clock: MovableClock) -> None:
    introduced(port, "talk", "kitchen")
    ask(port, "start an ice timer", device="kitchen")
    clock.forward(minutes=8)
    asked = ask(port, "start an ice timer", device="kitchen")
    assert asked.speech == (
        "Your ice timer still has twelve minutes left. Shall I start over with twenty minutes?"
    )
    over = ask(port, "yes", device="kitchen")
    assert over.speech.startswith(STARTED)
    assert over.orders == [("HassIncreaseTimer", {"minutes": 8, **ICE})]
    ask(port, "pause the timer", device="kitchen")
    ask(port, "start an ice timer for ten minutes", device="kitchen")
    assert ask(port, "yes", device="kitchen").orders == [
        ("HassDecreaseTimer", {"minutes": 10, **ICE}),
        ("HassUnpauseTimer", ICE),
    ]


def test_without_a_device_the_timers_are_ours_and_they_hear_that_none_rings(
    port: int, clock: MovableClock
) -> None:
    introduced(port, "talk")
    started = ask(port, "start an ice timer")
    assert started == Answer(
        f"{STARTED}your skin now and then. Nothing here rings when time is up. Ask me in this talk "
        "how much is left, or set an alarm as well.",
        asks=False,
        orders=[],
    )
    clock.forward(minutes=5)
    left = "Your ice timer has fifteen minutes left."
    assert ask(port, "how much time is left") == Answer(left, asks=False, orders=[])
    clock.forward(minutes=15)
    assert ask(port, "how much time is left").speech == "Time is up. Take the ice off your back."


def test_a_device_that_says_it_can_keep_none_is_told_nothing(port: int) -> None:
    introduced(port, "talk", "panel")
    started = ask(port, "start an ice timer", device="panel", timers=None)
    assert "Nothing here rings" in started.speech
    assert started.orders == []


def test_no_device_hears_of_anothers_timer(port: int) -> None:
    for device in ("kitchen", "bedroom"):
        introduced(port, "talk", device)
    ask(port, "start an ice timer", device="kitchen")
    assert ask(port, "how much time is left", device="bedroom").speech.startswith(
        "There is no ice timer running."
    )
    assert ask(port, "how much time is left", satellite_id="attic").speech.startswith(
        "There is no ice timer running."
    )


def test_a_device_that_tells_its_timers_is_believed(port: int) -> None:
    introduced(port, "talk", "kitchen")
    ask(port, "start an ice timer", device="kitchen", timers={})
    told = {"ice": {"left": 300, "runs": True}}
    heard = ask(port, "how much time is left", device="kitchen", timers=told)
    assert heard.speech == "Your ice timer has five minutes left."
    told = {"ice": {"left": 240, "runs": False}}
    heard = ask(port, "how much time is left", device="kitchen", timers=told)
    assert heard.speech == (
        "Your ice timer is paused, with four minutes left. Shall I let it run on?"
    )
    heard = ask(port, "how much time is left", device="kitchen", timers={})
    assert heard.speech.startswith("There is no ice timer running.")


def test_what_names_alexa_elsewhere_does_not_here(port: int) -> None:
    introduced(port, "talk")
    ask(port, "remind me to ice again in two hours")
    assert ask(port, "yes").speech == (
        "I am not allowed to set reminders here. A phone can set one for you."
    )
    assert ask(port, "are you recording me").speech == (
        "I keep nothing of what you say. The speaker may keep recordings: whoever set it up can "
        "tell you."
    )


def test_a_talk_ends_when_nobody_goes_on_with_it(port: int, clock: MovableClock) -> None:
    introduced(port, "talk")
    ask(port, "how long should i ice my back")
    clock.forward(seconds=IDLE_SECONDS - 1)
    assert ask(port, "yes").speech.startswith(STARTED)
    ask(port, "how long should i ice my back")
    clock.forward(seconds=IDLE_SECONDS)
    assert ask(port, "yes").speech == "All right."


def test_of_many_talks_those_used_last_are_kept(talks: Talks) -> None:
    def say(text: str, number: int) -> str:
        return talks.say(text, "en-US", {"conversation_id": number, "device_id": "one"})[0]

    for number in range(MOST + 1):
        say("how long should i ice my back", number)
    assert say("yes", 1).startswith(STARTED)
    assert say("yes", 0) == "All right."


def test_a_killed_server_loses_no_timer(home: dict[str, str]) -> None:
    with serving(environment=home, ends=signal.SIGKILL) as port:
        for device in ("kitchen", ""):
            ask(port, "start an ice timer", "talk", device)
            ask(port, "pause the timer", "talk", device)
    with serving(environment=home, ends=signal.SIGINT) as port:
        for device in ("kitchen", ""):
            kept = ask(port, "how much time is left", "talk", device).speech
            assert kept.startswith("Your ice timer is paused, with ")
        assert ask(port, "how much time is left", "other").speech.startswith("There is no ice")


def test_what_is_kept_names_no_device_and_nothing_that_was_said(
    home: dict[str, str], tmp_path: Path
) -> None:
    with serving(environment=home) as port:
        ask(port, "my legs are numb, start an ice timer", "SECRETTALK", "SECRETDEVICE")
        ask(port, "start an ice timer", "SECRETTALK")
    files = sorted((tmp_path / "data").rglob("*.db"))
    assert [file.name for file in files] == ["speakers.db", "users.db"]
    for file in files:
        with sqlite3.connect(file) as rows:
            kept = "\n".join(rows.iterdump())
        rows.close()
        assert "INSERT" in kept
        for secret in ("SECRET", "numb", "legs"):
            assert secret not in kept


MISTAKES = {
    ("--wyoming", "tcp://127.0.0.1"): "tcp://127.0.0.1 is no address; write tcp://127.0.0.1:PORT",
    (
        "--wyoming",
        "http://127.0.0.1:80",
    ): "http://127.0.0.1:80 is no address; write tcp://127.0.0.1:PORT",
    (
        "--wyoming",
        "tcp://127.0.0.1:66000",
    ): "tcp://127.0.0.1:66000 is no address; write tcp://127.0.0.1:PORT",
    ("--wyoming", "tcp://127.0.0.1:0", "--no-verify"): "--no-verify does nothing with --wyoming",
    ("--wyoming", "tcp://127.0.0.1:0", "--port", "5"): "--port does nothing with --wyoming: drop",
    ("--mcp", "stdio", "--wyoming", "tcp://127.0.0.1:0"): "--wyoming does nothing with --mcp",
    ("--mcp", "stdio", "--locale", "en-GB"): "--locale does nothing with --mcp: drop it",
    ("--locale", "en-GB"): "--locale does nothing without --wyoming: drop it",
    ("--wyoming", "tcp://127.0.0.1:0", "--locale", "fr-FR"): "Invalid value for '--locale'",
}


@pytest.mark.parametrize("arguments", MISTAKES, ids=" ".join)
def test_a_mistake_gets_one_line(arguments: tuple[str, ...], home: dict[str, str]) -> None:
    wrong = run_command("serve", *arguments, environment=home)
    assert wrong.stderr.startswith(f"back-spasm-guide: {MISTAKES[arguments]}")
    assert (wrong.stderr.count("\n"), wrong.stdout, wrong.returncode) == (1, "", 2)


def test_a_port_that_is_taken_gets_one_line(port: int, home: dict[str, str]) -> None:
    wrong = run_command("serve", "--wyoming", f"tcp://127.0.0.1:{port}", environment=home)
    assert wrong.stderr == (
        f"back-spasm-guide: 127.0.0.1, port {port}: Address already in use; "
        "choose another address\n"
    )
    assert wrong.returncode == 2


def test_an_address_that_others_reach_says_that_they_are_answered(home: dict[str, str]) -> None:
    command = [*COMMAND, "serve", "--wyoming", "tcp://0.0.0.0:0", "--locale", "other"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=home) as server:  # noqa: S603 - our own
        assert server.stderr
        lines = [server.stderr.readline() for _ in range(2)]
        describe(int(re.findall(r"\d+", lines[1])[4]))  # by then it minds signals
        server.terminate()
    assert lines[0] == "Wyoming knows no password: whoever reaches this address is answered.\n"
    assert re.fullmatch(
        r"Serving Wyoming at tcp://0\.0\.0\.0:\d+; who names no country hears: call your local "
        r"emergency number\n",
        lines[1],
    )
    assert server.returncode == 0


def test_without_the_extra_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("local_voice.speakers.talks", "local_voice.speakers.wyoming"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, "wyoming.intent", None)
    run = CliRunner().invoke(commands, ["serve", "--wyoming", "tcp://127.0.0.1:0"])
    assert isinstance(run.exception, LocalVoiceError)  # which `main` makes a line of, and code 2
    assert str(run.exception) == (
        """the package wyoming is not installed; run 'pip install "back-spasm-guide[wyoming]"'"""
    )
