"""Listening, offline: speech to text, or the knowledge that it has to be asked for again."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from local_voice.listener.dictionary import load_pronunciations
from local_voice.listener.hearing import ASK_AGAIN, CLEAR, Heard, Readings, Unsure, heard_or_unsure
from local_voice.listener.microphone import Microphone, utterance
from local_voice.listener.recogniser import CHUNK, Recogniser
from local_voice.listener.sentences import figures_of, words_said
from local_voice.model.interaction_model import InteractionModel
from local_voice.resolver import Resolver

__all__ = ["ASK_AGAIN", "Heard", "Listener", "Microphone", "Unsure"]


class Listener:
    """Hears what the interaction model says that people say. From one thread at a time."""

    def __init__(self, recogniser: Recogniser, readings: Readings) -> None:
        self._recogniser = recogniser
        self._readings = readings

    @classmethod
    def load(
        cls, model: InteractionModel, cache_dir: Path, on_first: Callable[[], None] = lambda: None
    ) -> "Listener":
        """The listener for `model`; what it is made of is kept in `cache_dir`.

        `on_first` is called when it has to be made, which takes some seconds. Raises
        `ListeningUnavailable` when pocketsphinx is not installed or does not start.
        """
        recogniser = Recogniser(model, cache_dir, on_first)
        resolver = Resolver.load(model, cache_dir=cache_dir)
        own = load_pronunciations()
        wake, replies = words_said(own.wake), frozenset(own.replies)
        readings = Readings(wake, replies, recogniser.runs, figures_of(model), resolver.resolve)
        return cls(recogniser, readings)

    def hear(self, samples: bytes) -> Heard | Unsure:
        """Hear one utterance that has been recorded (see `samples_of`)."""
        return self.understand(
            samples[start : start + CHUNK] for start in range(0, len(samples), CHUNK)
        )

    def understand(self, sound: Iterable[bytes]) -> Heard | Unsure:
        """Hear one utterance while it is said: 16 bit samples, mono, 16,000 a second."""
        self._recogniser.start()
        for samples in sound:
            self._recogniser.feed(samples)
        first = self._readings.of(self._recogniser.finish())
        clear = self._recogniser.clearness() >= CLEAR
        return heard_or_unsure(
            first, lambda: self._readings.of(self._recogniser.again()), clear=clear
        )

    def listen(self, microphone: Microphone) -> Heard | Unsure | None:
        """Hear the next thing said, as after a key was pressed; None when nobody speaks.

        Raises `ListeningUnavailable` when the microphone fails.
        """
        with closing(microphone.sound()) as sound:
            return self._next(sound)

    def hands_free(self, microphone: Microphone) -> Iterator[Heard | Unsure]:
        """Hear for ever what is said after the wake phrase, in one breath or after a pause.

        The wake phrase alone comes as "".
        Raises `ListeningUnavailable` when the microphone fails.
        """
        awake = False
        with closing(microphone.sound()) as sound:
            while True:
                heard = self._next(sound)
                if heard is None:
                    awake = False
                elif isinstance(heard, Heard) and not heard.text:
                    awake = True
                    yield heard
                elif heard.woken or awake:
                    awake = False
                    yield heard

    def _next(self, sound: Iterator[bytes]) -> Heard | Unsure | None:
        said = utterance(sound)
        first = next(said, None)
        return None if first is None else self.understand(_chain(first, said))


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
