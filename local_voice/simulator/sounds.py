"""The sound of an entry of the history: an answer's words, or a timer's chime and its words."""

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache

from local_voice.errors import SpeechUnavailable
from local_voice.files import Json
from local_voice.speech import sound
from local_voice.speech.speaker import Speaker

_KEPT = 16
_AFTER_CHIME = 0.2  # seconds


class Sounds:
    """Renders at the first call, then remembers the last few. Safe among threads.

    `speak` takes SSML or text and a locale and gives a WAV file; it may raise `SpeechUnavailable`.
    """

    def __init__(self, speak: Callable[[str, str], bytes] | None = None) -> None:
        self._speak = lru_cache(_KEPT)(speak or (lambda text, locale: Speaker(locale).render(text)))

    def warm_up(self) -> None:
        """Do what takes its time at the first sound; whether it works is for the first to tell."""
        sound.chime()
        with suppress(SpeechUnavailable):
            self._speak("Hello.", "en-US")

    def of(self, entry: Json | None) -> bytes:
        """A WAV file, empty when there is nothing to hear. Raises `SpeechUnavailable`."""
        if entry is None:
            return b""
        if entry["kind"] == "ring":
            rest = sound.silence(_AFTER_CHIME)
            words = sound.frames(self._speak(entry["speech"], "en-US")) if entry["speech"] else b""
            return sound.wav(sound.frames(sound.chime()) + (rest + words) * entry["times"])
        said = entry["speech"] if entry["kind"] == "question" else entry.get("ssml")
        return self._speak(said, entry["setting"]["locale"]) if said else b""
