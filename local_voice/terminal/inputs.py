"""What a person says in a talk, typed or heard, as it comes.

The ears are the recogniser and where its sound comes from, made when they are wanted.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Protocol

from local_voice.app import listener_for
from local_voice.errors import ListeningUnavailable
from local_voice.listener import Heard, Listener, Microphone, Unsure
from local_voice.listener.recording import samples_of
from local_voice.terminal.terminal import SPACE_BAR, Terminal

Said = str | Heard | Unsure | None
"""A line typed, a hearing, or None: nobody has spoken."""

NEEDS_TERMINAL = "The space bar needs a terminal: add --hands-free, or type."
REMEDY = "start the talk again"


@dataclass(frozen=True, slots=True)
class Listening:
    """How somebody wants to be heard; by default not at all."""

    by_key: bool = False
    hands_free: bool = False
    recordings: tuple[Path, ...] = ()


class Ears(Protocol):
    """What `hint` tells the person to do, `hear` hears; None when nobody has spoken.

    `hear` raises `ListeningUnavailable`.
    """

    hint: str

    def hear(self) -> Heard | Unsure | None: ...
    def close(self) -> None: ...


class ByKey:
    """Listens when told to, until the person pauses."""

    hint = "press the space bar and speak, or type"

    def __init__(
        self, listener: Listener, microphone: Microphone, tell: Callable[[str], None]
    ) -> None:
        self._listener = listener
        self._microphone = microphone
        self._tell = tell

    def hear(self) -> Heard | Unsure | None:
        self._tell("Listening.")
        return self._listener.listen(self._microphone)

    def close(self) -> None:
        self._microphone.close()


class HandsFree:
    """Listens all the time, in a thread of its own; `call` is called when something is heard."""

    hint = 'say "hey coach" and your question, or type'

    def __init__(
        self, listener: Listener, microphone: Microphone, call: Callable[[], None]
    ) -> None:
        self._microphone = microphone
        self._heard: SimpleQueue[Heard | Unsure | ListeningUnavailable] = SimpleQueue()
        arguments = (listener, call)
        Thread(target=self._listen, args=arguments, name="listening", daemon=True).start()

    def hear(self) -> Heard | Unsure:
        """Wait for what is heard."""
        heard = self._heard.get()
        if isinstance(heard, ListeningUnavailable):
            raise heard
        return heard

    def close(self) -> None:
        self._microphone.close()

    def _listen(self, listener: Listener, call: Callable[[], None]) -> None:
        try:
            for heard in listener.hands_free(self._microphone):
                self._heard.put(heard)
                call()
        except ListeningUnavailable as error:
            self._heard.put(error)
            call()
        except Exception as error:  # noqa: BLE001 - else the talk waits for ever, and nobody knows
            self._heard.put(ListeningUnavailable(f"the listening broke off ({error!r})", REMEDY))
            call()


def ears(
    listening: Listening, locale: str, tell: Callable[[str], None], call: Callable[[], None]
) -> Ears:
    """The ears for `listening`: `tell` takes a line for the person, `call` is `HandsFree`'s.

    Raises `ListeningUnavailable`.
    """
    listener, microphone = listener_for(locale), Microphone()
    if listening.hands_free:
        return HandsFree(listener, microphone, call)
    return ByKey(listener, microphone, tell)


def heard_in(recordings: Sequence[Path], locale: str) -> Iterator[Heard | Unsure]:
    """What is said in each recording.

    Raises `ListeningUnavailable`, and `RecordingUnusable` before the first is answered.
    """
    sounds = [samples_of(recording) for recording in recordings]
    return map(listener_for(locale).hear, sounds)


class Inputs:
    """Raises what `heard_in` does. A microphone that fails is one line, and typing goes on."""

    def __init__(self, terminal: Terminal, listening: Listening, locale: str) -> None:
        self._terminal = terminal
        self._recorded: Iterator[Said] | None = None
        self._ears: Ears | None = None
        if listening.recordings:
            self._recorded = heard_in(listening.recordings, locale)
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
        self._terminal.note(error.typing_goes_on)
        self._terminal.hint = ""
        self._terminal.space_bar_speaks = False
        self._ears = None
