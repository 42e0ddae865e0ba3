"""The voice of the talk loop: text in, sound out, and no failure that ends the program."""

import re
from collections.abc import Callable
from threading import Thread
from typing import Self

from local_voice.errors import LocalVoiceError, SpeechUnavailable
from local_voice.speech import sound
from local_voice.speech.player import Player
from local_voice.speech.speaker import Speaker

_WISHES = {
    "slow": ("slower", 0.85, 0.0),
    "fast": ("faster", 1 / 0.85, 0.0),
    "quick": ("faster", 1 / 0.85, 0.0),
    "loud": ("louder", 1.0, 4.0),
    "quiet": ("quieter", 1.0, -4.0),
    "soft": ("quieter", 1.0, -4.0),
}
"""By a part of the word: what the voice is then, times the rate, plus decibels."""

_WISH = re.compile(
    r"(?:please |can you |could you )*(?:speak|talk|say it|say that|go|be)? ?(?:up )?"
    r"(?:a (?:bit|little) |much )?(?:more )?"
    r"(slower|slowly|slow down|faster|quicker|quickly|louder|loudly|quieter|quietly|softer|softly)"
    r"(?: please)?"
)
_SLOWEST, _FASTEST = 80, 300  # words a minute
_SOFTEST, _LOUDEST = -19.0, 13.0  # decibels


class Voice:
    """Joins a speaker and a player. Nothing here raises a `LocalVoiceError`.

    `on_silent` gets one line, with what can be done, the first time speech fails and the first time
    playing does; from another thread perhaps. After that the calls quietly do what still works.
    """

    def __init__(self, speaker: Speaker, player: Player, on_silent: Callable[[str], None]) -> None:
        self._speaker = speaker
        self._player = player
        self._on_silent = on_silent
        self._failed: set[type[LocalVoiceError]] = set()
        self._latest = object()  # stands for what is to be said, until something else is
        player.on_failure = self._fail

    def say(self, text: str, *, slowly: bool = False) -> bool:
        """Begin to say SSML or plain text, in place of what is being said; False when silent."""
        self._latest = object()
        return self._say(self._latest, text, slowly=slowly)

    def say_soon(self, text: str) -> None:
        """Do as `say`, but return at once: the first time a voice speaks it may have to be loaded.

        Nothing is said if meanwhile something else is, or nothing is to be.
        """
        self._latest = object()
        Thread(target=self._say, args=(self._latest, text), name="voice", daemon=True).start()

    def _say(self, this: object, text: str, *, slowly: bool = False) -> bool:
        wavs = self._render(text, slowly=slowly)
        return this is self._latest and bool(wavs) and self._sounds(self._player.play, wavs)

    def ring(self, text: str) -> bool:
        """Chime, then say `text`, then what was cut short again; False when silent."""
        return self._sounds(self._player.ring, [sound.chime(), *self._render(text)])

    def hush(self) -> None:
        """Stop speech and alarms at once."""
        self._latest = object()
        self._player.stop()

    def wait(self, timeout: float | None = None) -> bool:
        """Block until all is said, or for `timeout` seconds; True when it is."""
        return self._player.wait(timeout)

    def close(self) -> None:
        self._latest = object()
        self._player.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def wish(self, words: str) -> str:
        """Grant a wish such as "speak slower"; what it is now, or nothing for other words."""
        wish = _WISH.fullmatch(words.lower().strip(" .!"))
        if wish is None:
            return ""
        now, rate, decibels = _WISHES[next(word for word in _WISHES if word in wish[1])]
        speaker = self._speaker
        speaker.words_per_minute = min(
            max(_SLOWEST, round(speaker.words_per_minute * rate)), _FASTEST
        )
        speaker.decibels = min(max(_SOFTEST, speaker.decibels + decibels), _LOUDEST)
        return now

    def _render(self, text: str, *, slowly: bool = False) -> list[bytes]:
        if SpeechUnavailable in self._failed:
            return []
        try:
            return self._speaker.sentences(text, slowly=slowly)
        except SpeechUnavailable as error:
            self._fail(error)
            return []

    def _sounds(self, play: Callable[..., object], wavs: list[bytes]) -> bool:
        try:
            play(*wavs)
        except LocalVoiceError as error:
            self._fail(error)
            return False
        return True

    def _fail(self, error: LocalVoiceError) -> None:
        if type(error) not in self._failed:
            self._failed.add(type(error))
            self._on_silent(f"No sound: {error.remedy}. The talk goes on in print.")
