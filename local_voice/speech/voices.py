"""Which of an engine's voices to speak a locale with: data and one pure function."""

from collections.abc import Iterable

NEAREST_LANGUAGE = {
    "en": "en-us",
    "en-au": "en-gb",
    "en-ca": "en-us",
    "en-ie": "en-gb",
    "en-in": "en-gb",
    "en-nz": "en-gb",
}
"""The variant to take when the engine has no voice for the locale itself."""


def nearest_voice(voices: Iterable[tuple[str, Iterable[str]]], locale: str) -> str | None:
    """Give the id of the voice that fits `locale` best; None when none has its language.

    `voices` are pairs of id and languages, written "en-us" or "en_US".
    """
    spoken = [
        (known.lower().replace("_", "-"), voice)
        for voice, languages in voices
        for known in languages
    ]
    wanted = locale.lower().replace("_", "-")
    language = wanted.partition("-")[0]
    nearest = NEAREST_LANGUAGE.get(wanted) or NEAREST_LANGUAGE.get(language) or language
    for choice in (wanted, nearest, language):
        for known, voice in spoken:
            if known == choice:
                return voice
    return next((voice for known, voice in spoken if known.startswith(language + "-")), None)
