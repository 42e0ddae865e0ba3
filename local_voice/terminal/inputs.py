"""What a person says in a talk, typed or heard, as it comes."""

from collections.abc import Callable, Iterator

from local_voice.errors import ListeningUnavailable
from local_voice.listener import Heard, Unsure
from local_voice.terminal.listening import Ears, Listening, ears, heard_in
from local_voice.terminal.terminal import SPACE_BAR, Terminal

Said = str | Heard | Unsure | None
"""A line typed, a hearing, or None: nobody has spoken."""

NEEDS_TERMINAL = "The space bar needs a terminal: add --hands-free, or type."


class Inputs:
    """Raises what `heard_in` does. A microphone that fails is one line, and typing goes on."""

    def __init__(self, terminal: Terminal, listening: Listening, locale: str) -> None:
        self._terminal = terminal
        self._recorded: Iterator[Said] | None = None
        self._ears: Ears | None = None
        if listening.recordings:
            self._recorded = heard_in(listening.recordings, locale, terminal.note)
        elif listening.by_key and not (terminal.interactive or listening.hands_free):
            terminal.note(NEEDS_TERMINAL)
        elif listening.by_key:
            self._open(listening, locale)

    def until_end(self, status: Callable[[], str], hush: Callable[[], None]) -> Iterator[Said]:
        """Each thing said; `status` is for the terminal, `hush` is called before listening."""
        if self._recorded is not None:
            yield from self._recorded
            return
        while self._ears and not self._terminal.interactive:
            yield self._hear(self._ears)
        for line in self._terminal.utterances(status):
            if line != SPACE_BAR:
                yield line
            elif self._ears:
                hush()
                yield self._hear(self._ears)

    def close(self) -> None:
        if self._ears:
            self._ears.close()

    def _open(self, listening: Listening, locale: str) -> None:
        try:
            self._ears = ears(listening, locale, self._terminal.note, self._terminal.call)
            self._terminal.hint = self._ears.hint
            self._terminal.space_bar_speaks = not listening.hands_free
        except ListeningUnavailable as error:
            self._give_up(error)

    def _hear(self, with_ears: Ears) -> Said:
        try:
            return with_ears.hear()
        except KeyboardInterrupt:
            if not self._terminal.interactive:
                raise
            return ""
        except ListeningUnavailable as error:
            self._give_up(error)
            return ""

    def _give_up(self, error: ListeningUnavailable) -> None:
        self._terminal.note(f"{error}; typing goes on")
        self._terminal.hint = ""
        self._terminal.space_bar_speaks = False
        self._ears = None
