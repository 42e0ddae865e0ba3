"""The voice of the talk loop: text in, sound out, and no failure that ends the program."""

from collections.abc import Callable
from typing import Self

from local_voice.errors import LocalVoiceError, SpeechUnavailable
from local_voice.speech import sound
from local_voice.speech.player import Player
from local_voice.speech.speaker import Speaker


class Voice:
    """Joins a speaker and a player. Nothing here raises a `LocalVoiceError`.

    `on_silent` gets one line, reason and remedy, the first time speech fails and the first time
    playing does; from another thread perhaps. After that the calls quietly do what still works.
    """

    def __init__(self, speaker: Speaker, player: Player, on_silent: Callable[[str], None]) -> None:
        self._speaker = speaker
        self._player = player
        self._on_silent = on_silent
        self._failed: set[type[LocalVoiceError]] = set()
        player.on_failure = self._fail

    def say(self, text: str) -> bool:
        """Begin to say SSML or plain text, in place of what is being said; False when silent."""
        wavs = self._render(text)
        return bool(wavs) and self._sounds(self._player.play, wavs)

    def ring(self, text: str) -> bool:
        """Chime, then say `text`, then what was cut short again; False when silent."""
        return self._sounds(self._player.ring, [sound.chime(), *self._render(text)])

    def hush(self) -> None:
        """Stop speech and alarms at once."""
        self._player.stop()

    def wait(self, timeout: float | None = None) -> bool:
        """Block until all is said, or for `timeout` seconds; True when it is."""
        return self._player.wait(timeout)

    def close(self) -> None:
        self._player.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _render(self, text: str) -> list[bytes]:
        if SpeechUnavailable in self._failed:
            return []
        try:
            return self._speaker.sentences(text)
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
            self._on_silent(str(error))
