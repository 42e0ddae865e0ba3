"""Every error the local voice raises on purpose.

LocalVoiceError
├── SpeechUnavailable     text cannot be turned into sound on this machine
└── PlaybackUnavailable   sound cannot be played on this machine
"""


class LocalVoiceError(Exception):
    """The root. `reason` says what went wrong, `remedy` what the person can do about it."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}; {remedy}")
        self.reason = reason
        self.remedy = remedy


class SpeechUnavailable(LocalVoiceError):
    """Text cannot be turned into sound: no engine, no voice data, or the engine failed."""


class PlaybackUnavailable(LocalVoiceError):
    """Sound cannot be played: no player program, or no sound card behind it."""
