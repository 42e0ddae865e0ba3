"""The terminal: what is printed, and where the next utterance comes from."""

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from shutil import get_terminal_size
from threading import Semaphore
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from local_voice.timers.database import Timer

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

SPACE_BAR = " "
"""What is given for the space bar on an empty line; of what is typed no line is this."""

_BAR_WIDTH = 40  # characters, the words included
_NOON = 12


class _Called(Exception):
    """The prompt was left for a call, not for a line."""


class Terminal:
    """Colours and a live line on a terminal; plain lines in a pipe or with NO_COLOR."""

    def __init__(self) -> None:
        self.interactive = sys.stdin.isatty() and sys.stdout.isatty()
        self._console = Console(highlight=False, soft_wrap=not self.interactive)
        self.hint = ""
        self.space_bar_speaks = False
        self._calls = Semaphore(0)  # those not answered yet
        self._session: PromptSession[str] | None = None

    def utterances(self, status: Callable[[], str]) -> Iterator[str]:
        """Each line typed or piped, until the input ends; `status` is shown below, live.

        A `hint` stands on the empty line. Also `SPACE_BAR` for each `call`, and for that key there
        while `space_bar_speaks`.
        """
        if not self.interactive:
            for line in sys.stdin:
                if line.strip():
                    self.you(line.strip())
                yield line.strip()
            return
        from prompt_toolkit import PromptSession  # noqa: PLC0415  # needless in a pipe

        session: PromptSession[str] = PromptSession(
            "You: ",
            bottom_toolbar=lambda: status() or None,
            refresh_interval=0.5,
            key_bindings=self._keys(),
            placeholder=lambda: [("fg:ansibrightblack", self.hint)],
        )
        self._session = session
        typed = ""
        while True:
            session.app.erase_when_done = False  # what is typed stays to be read
            try:
                line = session.prompt(default=typed, pre_run=self._answer_call).strip()
                typed = ""
            except _Called:
                line = SPACE_BAR
                typed = session.default_buffer.text  # somebody may be typing just then
            except (EOFError, KeyboardInterrupt):
                return
            yield line

    def call(self) -> None:
        """Give `SPACE_BAR` as soon as possible. From any thread."""
        self._calls.release()
        if self._session and (loop := self._session.app.loop):
            with suppress(RuntimeError):  # the prompt has just been left; the next one answers
                loop.call_soon_threadsafe(self._answer_call)

    def _answer_call(self) -> None:
        """Leave the prompt for the call that waits, if one does. In the prompt's own loop."""
        app = self._session and self._session.app
        waits = app and app.future and not app.future.done()
        if app and waits and self._calls.acquire(blocking=False):
            app.erase_when_done = True
            app.exit(exception=_Called)

    def _keys(self) -> "KeyBindings":
        from prompt_toolkit.filters import Condition  # noqa: PLC0415 - as above
        from prompt_toolkit.key_binding import KeyBindings  # noqa: PLC0415 - as above

        keys = KeyBindings()

        @keys.add(" ", filter=Condition(self._may_speak))
        def press(_event: "KeyPressEvent") -> None:
            self._calls.release()
            self._answer_call()

        return keys

    def _may_speak(self) -> bool:
        empty = self._session and not self._session.default_buffer.text
        return bool(self.space_bar_speaks and empty)

    def printing_above(self) -> AbstractContextManager[object]:
        """While this is open, what other threads print stands above the line being typed."""
        if not self.interactive:
            return nullcontext()
        from prompt_toolkit.patch_stdout import patch_stdout  # noqa: PLC0415

        return patch_stdout(raw=True)

    @contextmanager
    def noting_warnings(self) -> Iterator[None]:
        """While this is open, what is logged is noted: one line a cause, however often it comes."""
        handler = _Noting(self.note)
        logging.getLogger().addHandler(handler)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(handler)

    def you(self, line: str) -> None:
        self._print("You", line, "bold")

    def guide(self, speech: str) -> None:
        self._print("Guide", speech, "bold cyan")

    def alexa(self, line: str) -> None:
        self._print("Alexa", line, "bold blue")

    def alarm(self, line: str, who: str = "Timer") -> None:
        bell = "\a" if self.interactive else ""
        self._print(who, f"{line}{bell}", "bold yellow")

    def note(self, line: str) -> None:
        self._console.print(Text(f"({line})", style="dim"))

    def _print(self, who: str, words: str, style: str) -> None:
        self._console.print(Text.assemble((f"{who}: ", style), words))
        self._console.file.flush()


class _Noting(logging.Handler):
    def __init__(self, note: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._note = note
        self._noted: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        cause = str(record.args or record.msg)
        if cause not in self._noted:
            self._noted.add(cause)
            self._note(record.getMessage())


def timer_bar(timers: Sequence[Timer], now: float, reminders: Sequence[Timer] = ()) -> str:
    """The next timer to ring at `now` (Unix seconds), such as "Ice timer ███░░ 12:05 left".

    Beside it, where the terminal is wide enough, the next reminder: "reminder 2:00 pm".
    """
    reminder = _reminder_time(reminders[0]) if reminders else ""
    if not timers:
        return reminder
    timer = timers[0]
    left = timer.left if timer.rings_at is None else timer.rings_at - now
    seconds = max(0, round(left or 0))
    minutes, rest = divmod(seconds, 60)
    clock = f"{minutes}:{rest:02}"
    words = f" paused at {clock}" if timer.rings_at is None else f" {clock} left"
    words += f"  (+{len(timers) - 1})" if len(timers) > 1 else ""
    width = _BAR_WIDTH - len(f"Ice timer {words}")
    done = round(width * (1 - min(1, seconds / max(1, timer.seconds))))
    bar = f"Ice timer {'█' * done}{'░' * (width - done)}{words}"
    fits = len(bar) + len(reminder) + 2 < get_terminal_size().columns
    return f"{bar}  {reminder}" if reminder and fits else bar


def _reminder_time(reminder: Timer) -> str:
    at = datetime.fromtimestamp(reminder.rings_at or 0, UTC).astimezone()
    return f"reminder {at:%I:%M} {'am' if at.hour < _NOON else 'pm'}".replace(" 0", " ")
