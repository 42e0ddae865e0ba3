"""What a talk looks like on paper: who says what, and what must not be missed."""

import os
import re

from rich.box import HEAVY
from rich.console import Console, Group
from rich.panel import Panel
from rich.text import Text

_WIDEST = 96  # columns: longer lines are hard to read on
_QUESTION = re.compile(r"(?:^|(?<=[.!?]) )([^.!?]*\?)$")

STYLES = {
    "you": "bold green",
    "guide": "bold cyan",
    "question": "bold",
    "emergency": "bold red",
    "alexa": "bold blue",
    "alarm": "bold yellow",
    "note": "dim",
}


class Printout:
    """Plain lines in a pipe, one a speaker; at a terminal air between them, and hanging indents.

    NO_COLOR and terminals that can do nothing get neither colour nor weight nor boxes.
    """

    def __init__(self, *, interactive: bool) -> None:
        self._airy = interactive
        self._console = Console(highlight=False, soft_wrap=not interactive)
        self.plain = not interactive or is_plain()

    def you(self, line: str) -> None:
        self._say("You", Text(line), "you")

    def guide(self, speech: str, *, emergency: bool = False) -> None:
        """What the guide says, its question told apart; an `emergency` cannot be overlooked."""
        if emergency:
            self._stand_out("Guide", speech, "emergency")
            return
        words = Text(speech)
        if (question := _QUESTION.search(speech)) and not self.plain:
            words.stylize(STYLES["question"], question.start(1))
        self._say("Guide", words, "guide")

    def alexa(self, line: str) -> None:
        self._say("Alexa", Text(line), "alexa")

    def alarm(self, line: str, who: str) -> None:
        if self._airy:
            self.bell()
        self._stand_out(who, line, "alarm")

    def bell(self) -> None:
        self._console.file.write("\a")
        self._console.file.flush()

    def note(self, line: str) -> None:
        text = Text(f"({line})", style="" if self.plain else STYLES["note"])
        self._print(Text("\n").join(self._wrapped(text, 0)))

    def _say(self, who: str, words: Text, style: str) -> None:
        """The name, and the words beside it; at a terminal a line of air below."""
        # As a part: the style of a whole text would go on to the words that follow.
        name = Text.assemble((f"{who}: ", "" if self.plain else STYLES[style]))
        lines = Text("\n" + " " * len(name)).join(self._wrapped(words, len(name)))
        self._print(name + lines, air=True)

    def _stand_out(self, who: str, words: str, style: str) -> None:
        if self.plain:
            self._say(who, Text(words), style)
            return
        panel = Panel(
            Text(words, style=STYLES[style]),
            box=HEAVY,
            title=who,
            title_align="left",
            border_style=STYLES[style],
            width=self._width(),
        )
        self._print(Group(panel, Text()))

    def _print(self, what: Group | Text, *, air: bool = False) -> None:
        """At once: what is typed meanwhile is drawn again below it."""
        self._console.print(what, end="\n\n" if air and self._airy else "\n")
        self._console.file.flush()

    def _wrapped(self, words: Text, indent: int) -> list[Text]:
        if not self._airy:
            return [words]
        return list(words.wrap(self._console, self._width() - indent))

    def _width(self) -> int:
        return min(_WIDEST, self._console.width)


def is_plain() -> bool:
    """Whether this terminal is to be written to without colour, weight and boxes."""
    return bool(os.environ.get("NO_COLOR")) or is_dumb()


def is_dumb() -> bool:
    """Whether this terminal can do nothing but print: what is on it is never drawn again."""
    return os.environ.get("TERM", "") in ("dumb", "unknown")
