"""The ears of a talk: the recogniser and where its sound comes from, made when they are wanted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Protocol

from local_voice.app import cache_folder
from local_voice.errors import ListeningUnavailable
from local_voice.listener import Heard, Listener, Microphone, Unsure
from local_voice.listener.recording import samples_of
from local_voice.model.locales import source_model, with_topics
from skill.app import default_guides

REMEDY = "start the talk again"
FIRST_TIME = "Learning to listen, once: this takes some seconds."


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
    listener, microphone = _listener(locale, tell), Microphone()
    if listening.hands_free:
        return HandsFree(listener, microphone, call)
    return ByKey(listener, microphone, tell)


def heard_in(
    recordings: Sequence[Path], locale: str, tell: Callable[[str], None]
) -> Iterator[Heard | Unsure]:
    """What is said in each recording.

    Raises `ListeningUnavailable`, and `RecordingUnusable` before the first is answered.
    """
    sounds = [samples_of(recording) for recording in recordings]
    return map(_listener(locale, tell).hear, sounds)


def _listener(locale: str, tell: Callable[[str], None]) -> Listener:
    model = with_topics(source_model(), default_guides().speaking(locale))
    return Listener.load(model, cache_folder(), on_first=lambda: tell(FIRST_TIME))
