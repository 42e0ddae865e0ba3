"""Every error the local voice raises on purpose, beside those of the skill.

GuideError                in skill/errors.py
└── ModelError            the interaction model is wrong: names file, key and remedy
LocalVoiceError
├── SpeechUnavailable     text cannot be turned into sound on this machine
├── PlaybackUnavailable   sound cannot be played on this machine
├── ListeningUnavailable  speech cannot be recorded or recognised on this machine
├── RecordingUnusable     this one recording cannot be listened to
└── FolderInUse           a folder holds files of somebody's own, where ours would go
"""

from skill.errors import GuideError


class ModelError(GuideError):
    """The interaction model is wrong. `file` and `key` (dotted path) say where, `problem` what."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(f"{file}: {key}: {problem}")
        self.file = file
        self.key = key
        self.problem = problem


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


class ListeningUnavailable(LocalVoiceError):
    """Speech cannot be turned into text: no recogniser, no microphone, or either failed."""

    @property
    def typing_goes_on(self) -> str:
        """The line for somebody who can type instead."""
        return f"I cannot hear you: {self.remedy}. Typing goes on."


class RecordingUnusable(LocalVoiceError):
    """A recording is not there, or is of a kind that cannot be read."""


class FolderInUse(LocalVoiceError):
    """A folder holds what was not made here, in the place of what is to be written."""
