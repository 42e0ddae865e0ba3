"""The terminal: where the next utterance comes from, and the keys that do more than type."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from threading import Semaphore
from typing import TYPE_CHECKING

from local_voice.terminal.printout import STYLES, Printout, is_dumb

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

SPACE_BAR = " "
"""What is given for the space bar on an empty line; of what is typed no line is this."""

INTERRUPTED = "\x03"
"""What is given for Ctrl-C on an empty line: on any other it clears the line."""

ENDED = "\x04"
"""What is given for Ctrl-D, and for a terminal that is gone."""

KEYS = (
    "Here: Enter hushes. The arrow up brings back what you said, Ctrl-C clears the line. "
    'Say "speak slower" or "speak louder" to change the voice. Stop or Ctrl-D leaves.'
)
LEAVES = (INTERRUPTED, ENDED)


class _Called(Exception):
    """The prompt was left for a call, not for a line."""


class Terminal(Printout):
    """A live line and keys at a terminal; lines in a pipe.

    `on_key` is called for each key that is pressed.
    """

    def __init__(self) -> None:
        self.interactive = sys.stdin.isatty() and sys.stdout.isatty()
        super().__init__(interactive=self.interactive)
        self.hint = ""
        self.on_key: Callable[[], None] = lambda: None
        self.space_bar_speaks = False
        self._calls = Semaphore(0)  # those not answered yet
        self._session: PromptSession[str] | None = None

    def utterances(self, status: Callable[[], str]) -> Iterator[str]:
        """Each line typed or piped, until the pipe ends; `status` is shown below, live.

        At a terminal also `INTERRUPTED` and `ENDED`, after which the caller may go on or not. A
        `hint` stands on the empty line. Also `SPACE_BAR` for each `call`, and for that key there
        while `space_bar_speaks`.
        """
        if not self.interactive:
            for line in sys.stdin:
                if line.strip():
                    self.you(line.strip())
                yield line.strip()
            return
        self._session = session = self._prompt(status)
        typed = ""
        while True:
            session.app.erase_when_done = False  # what is typed stays to be read
            try:
                line = session.prompt(default=typed, pre_run=self._answer_call).strip()
                typed = ""
            except _Called:
                line = SPACE_BAR
                typed = session.default_buffer.text  # somebody may be typing just then
            except KeyboardInterrupt:
                line = INTERRUPTED
            except EOFError:
                line = ENDED
            yield line

    def _prompt(self, status: Callable[[], str]) -> "PromptSession[str]":
        from prompt_toolkit import PromptSession  # noqa: PLC0415  # needless in a pipe
        from prompt_toolkit.styles import Style  # noqa: PLC0415 - as above

        styles = {"bottom-toolbar": "noreverse", "hint": "fg:ansibrightblack"}
        if not self.plain:
            styles |= {"you": STYLES["you"].replace("green", "ansigreen")}
        session: PromptSession[str] = PromptSession(
            [("class:you", "You: ")],
            bottom_toolbar=lambda: status() or None,
            refresh_interval=0.5,
            key_bindings=self._keys(),
            placeholder=lambda: [("class:hint", self.hint)],
            style=Style.from_dict(styles),
            enable_suspend=True,
        )
        session.app.key_processor.before_key_press += lambda _keys: self.on_key()
        return session

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

        @keys.add("enter", filter=~Condition(self._has_typed))
        def say_nothing(event: "KeyPressEvent") -> None:
            event.app.erase_when_done = True
            event.app.exit(result="")

        @keys.add("c-d", filter=~Condition(self._has_typed))
        def end(event: "KeyPressEvent") -> None:
            event.app.erase_when_done = True
            event.app.exit(exception=EOFError)

        @keys.add("c-c")
        def interrupt(event: "KeyPressEvent") -> None:
            if self._has_typed():
                event.current_buffer.reset()
            else:
                event.app.erase_when_done = True
                event.app.exit(exception=KeyboardInterrupt)

        return keys

    def _may_speak(self) -> bool:
        return self.space_bar_speaks and not self._has_typed()

    def _has_typed(self) -> bool:
        return bool(self._session and self._session.default_buffer.text)

    def printing_above(self) -> AbstractContextManager[object]:
        """While this is open, what other threads print stands above the line being typed.

        On a dumb terminal nothing can: there what is printed stands where it is, and at once.
        """
        if not self.interactive or is_dumb():
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
