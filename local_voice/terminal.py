"""The terminal: what is printed, and where the next utterance comes from."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext

from rich.console import Console
from rich.text import Text


class Terminal:
    """Colours and a live line on a terminal; plain lines in a pipe or with NO_COLOR."""

    def __init__(self) -> None:
        self.interactive = sys.stdin.isatty() and sys.stdout.isatty()
        self._console = Console(highlight=False, soft_wrap=not self.interactive)

    def utterances(self, status: Callable[[], str]) -> Iterator[str]:
        """Each line typed or piped, until the input ends; `status` is shown below, live."""
        if not self.interactive:
            for line in sys.stdin:
                if line.strip():
                    self._print("You", line.strip(), "bold")
                yield line.strip()
            return
        from prompt_toolkit import PromptSession  # noqa: PLC0415  # needless in a pipe

        session: PromptSession[str] = PromptSession(
            "You: ", bottom_toolbar=lambda: status() or None, refresh_interval=0.5
        )
        while True:
            try:
                yield session.prompt().strip()
            except (EOFError, KeyboardInterrupt):
                return

    def printing_above(self) -> AbstractContextManager[object]:
        """While this is open, what other threads print stands above the line being typed."""
        if not self.interactive:
            return nullcontext()
        from prompt_toolkit.patch_stdout import patch_stdout  # noqa: PLC0415

        return patch_stdout(raw=True)

    def guide(self, speech: str) -> None:
        self._print("Guide", speech, "bold cyan")

    def alexa(self, line: str) -> None:
        self._print("Alexa", line, "bold blue")

    def alarm(self, line: str) -> None:
        bell = "\a" if self.interactive else ""
        self._print("Timer", f"{line}{bell}", "bold yellow")

    def note(self, line: str) -> None:
        self._console.print(Text(f"({line})", style="dim"))

    def _print(self, who: str, words: str, style: str) -> None:
        self._console.print(Text.assemble((f"{who}: ", style), words))
        self._console.file.flush()
