"""What can be set in the simulator, by the words that the page and saved conversations use."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import get_args

from local_voice.alexa.envelope import REMINDER_PERMISSIONS, VIEWPORTS, Permission
from local_voice.model import LOCALES
from local_voice.timers.faults import ALL_FAULTS

NO_FAULT = "none"

CHOICES: Mapping[str, tuple[str, ...]] = {
    "locale": LOCALES,
    "permission": get_args(Permission),
    "reminders": REMINDER_PERMISSIONS,
    "fault": (NO_FAULT, *ALL_FAULTS),
    "shape": (*VIEWPORTS, "none"),
    "time_lapse": ("1", "10", "60", "300"),
}
"""Setting to the words it takes."""


class BadSetting(ValueError):
    """A name or a word that is not in CHOICES."""


@dataclass(frozen=True, slots=True)
class Settings:
    """A word for each setting."""

    locale: str = "en-US"
    permission: str = "granted"
    reminders: str = "granted"
    fault: str = NO_FAULT
    shape: str = "1280x800"
    time_lapse: str = "1"

    def changed(self, words: Mapping[str, str]) -> "Settings":
        """Raises `BadSetting`."""
        for name, word in words.items():
            if word not in CHOICES.get(name, ()):
                known = ", ".join(CHOICES.get(name, CHOICES))
                raise BadSetting(f"{name}={word} is unknown: use one of {known}")
        return replace(self, **words)

    def for_new_person(self, words: Mapping[str, str]) -> "Settings":
        """Their own settings over the defaults; the shape and the time lapse stay as they are.

        Raises `BadSetting`.
        """
        return Settings(shape=self.shape, time_lapse=self.time_lapse).changed(words)

    def saved_words(self) -> dict[str, str]:
        """The words that a saved conversation keeps."""
        words = self.words()
        del words["time_lapse"]  # what passes is saved turn by turn
        return words

    def words(self) -> dict[str, str]:
        return asdict(self)
