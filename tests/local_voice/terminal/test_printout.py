"""What a terminal shows of a talk: what is told apart, to the escape codes."""

import pytest

from local_voice.terminal.printout import Printout

BOLD, CYAN, PLAIN = "\x1b[1m", "\x1b[1;36m", "\x1b[0m"


def test_the_name_and_the_question_stand_out_of_the_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "80"}.items():
        monkeypatch.setenv(name, value)
    Printout(interactive=True).guide("Ice your back. Shall I start a timer?")
    assert capsys.readouterr().out == (
        f"{CYAN}Guide: {PLAIN}Ice your back. {BOLD}Shall I start a timer?{PLAIN}\n\n"
    )
