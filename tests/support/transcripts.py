"""A talk as tests/transcripts writes it: what is said, what is answered, which calls are made.

You:    somebody says this          Guide:  these very words answer
[...]   a stage direction: see "Writing a transcript" in CONTRIBUTING.md
"""

import re
from collections.abc import Callable

from local_voice.alexa.transcript import lines_of
from local_voice.clocks import seconds_later
from tests.conftest import Talk


def played(script: str, new_talk: Callable[..., Talk]) -> str:
    """The script as the talk really went."""
    lines: list[str] = []
    talk: Talk | None = None
    for line in script.splitlines():
        if scene := re.fullmatch(r"\[scene:(.*)\]", line):
            setting = dict(word.split("=") for word in scene[1].split())
            talk = new_talk(known=setting.pop("visit", "") != "first", **setting)
            lines.append(line)
        elif (seconds := seconds_later(line)) is not None:
            assert talk, f"{line}: set the scene first"
            talk.clock.forward(seconds=seconds)
            lines.append(line)
        elif line.startswith("You:"):
            assert talk, f"{line}: set the scene first"
            lines += [line, *lines_of(talk.alexa.say(line.removeprefix("You:").strip()))]
        elif not line.startswith(("Guide:", "[call ", "[the session ends]", "[asks for")):
            lines.append(line)
    return "\n".join(lines) + "\n"
