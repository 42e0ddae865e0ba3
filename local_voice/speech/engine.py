"""The speech engines behind pyttsx3: which one speaks, and what each wants before it starts."""

import ctypes
import logging
import os
import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from local_voice.errors import SpeechUnavailable
from local_voice.speech import natural
from local_voice.speech.ending import stop_at_the_end

ESPEAK = "espeak"
"""The voice that asks for this system's usual engine: espeak-ng on Linux, elsewhere its own."""

REMEDIES = {
    "darwin": 'run "pip install pyttsx3" again',
    "linux": 'run "pip install espeakng-loader", or install the package espeak-ng',
    "win32": 'run "pip install pyttsx3" again',
}
OTHER_REMEDY = "install espeak-ng"

_VOICE_DATA = ("phontab", "phonindex", "phondata", "intonations", "en_dict")
_DO_NOT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT in espeak-ng's speak_lib.h
_LONGEST_DATA_PATH = 159  # N_PATH_HOME in espeak-ng's speech.h, less the closing NUL


_NEAREST = {"en-ca": "en-us", "en-au": "en-gb", "en-in": "en-gb"}
_log = logging.getLogger(__name__)


class Engines:
    """The engines of this process, each made when it is first wanted. For one thread alone."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}  # pyttsx3 has no types
        self._natural_fails = False

    def speaking(self, locale: str, voice: str) -> Any:  # noqa: ANN401 - as above
        """The engine for `locale`, its voice set; `voice` as of `Speaker`.

        Raises `SpeechUnavailable`, and what a driver raises.
        """
        if voice == natural.NAME:
            return self._natural()
        if not voice and natural.is_for(locale) and not self._natural_fails:
            try:
                return self._natural()
            except SpeechUnavailable as error:
                self._natural_fails = True
                _log.warning("Another voice speaks: %s.", error)
        engine = self._engine(ESPEAK)
        known = languages_of(engine.getProperty("voices"))
        exact = voice not in ("", ESPEAK)
        if exact and voice not in known:
            raise _no_such_voice(voice, known)
        if found := nearest_voice(known, voice if exact else locale):
            engine.setProperty("voice", found)
        return engine

    def _natural(self) -> Any:  # noqa: ANN401 - as above
        if not natural.available():
            raise SpeechUnavailable("the natural voice is not installed", natural.REMEDY)
        try:
            return self._engine(natural.NAME)
        except Exception as error:  # damaged files: onnxruntime, gzip and json raise what they like
            stop_at_the_end()
            problem = str(error).partition("\n")[0]
            reason = f"the natural voice does not start ({problem})"
            raise SpeechUnavailable(reason, natural.REPAIR) from error

    def _engine(self, name: str) -> Any:  # noqa: ANN401 - as above
        if name not in self._made:
            self._made[name] = _start_natural() if name == natural.NAME else _start_usual()
        return self._made[name]


def languages_of(voices: Iterable[Any]) -> dict[str, str]:
    """The id of the first voice for each language, which is written "en-us" or "en_US"."""
    ids: dict[str, str] = {}
    for voice in voices:
        for language in voice.languages:
            ids.setdefault(language.lower().replace("_", "-"), voice.id)
    return ids


def nearest_voice(ids: Mapping[str, str], locale: str) -> str | None:
    """Of `languages_of`, the one for `locale`, else the English nearest to it; None for neither."""
    wanted = locale.lower()
    return ids.get(wanted) or ids.get(_NEAREST.get(wanted, "en-us"))


def _no_such_voice(name: str, known: Iterable[str]) -> SpeechUnavailable:
    english = sorted(each for each in known if each.startswith("en"))
    others = ", ".join((*english, ESPEAK, natural.NAME))
    return SpeechUnavailable(f"there is no voice {name}", f"use one of {others}")


def _start_natural() -> Any:  # noqa: ANN401 - as above
    import pyttsx3  # noqa: PLC0415 - as below

    return pyttsx3.init(natural.register())


def _start_usual() -> Any:  # noqa: ANN401 - as above
    if sys.platform == "linux":
        _load_bundled_espeak()
    import pyttsx3.engine  # noqa: PLC0415 - it loads its C library

    name = pyttsx3.engine.default_engine_by_sys_platform()
    driver = import_module(f"pyttsx3.drivers.{name}")
    # Drivers print each file they write, and set up the root logger by logging to it.
    vars(driver).update(print=lambda *_, **__: None, logging=logging.getLogger("pyttsx3"))
    return pyttsx3.init(name)


def _load_bundled_espeak() -> None:
    """Make pyttsx3 find the espeak-ng that pip installed, where there is one."""
    try:
        import espeakng_loader  # noqa: PLC0415 - on Linux only
    except ImportError:
        return  # then it is for the system's own to be there
    library = espeakng_loader.get_library_path()
    data = Path(library).with_name("espeak-ng-data")
    for name in _VOICE_DATA:
        if not (data / name).is_file():
            raise SpeechUnavailable(f"the voice data {data / name} is missing", REMEDIES["linux"])
    if len(os.fsencode(data)) > _LONGEST_DATA_PATH:
        raise SpeechUnavailable(
            f"espeak-ng cannot read voice data so deep down as {data}",
            "move the project to a folder with a shorter name",
        )
    ctypes.CDLL(library)  # once loaded, pyttsx3 finds it under its SONAME, libespeak-ng.so.1
    espeak: Any = import_module("pyttsx3.drivers._espeak")
    initialize = espeak.Initialize

    def initialize_safely(output: int, buffer: int) -> int:
        # Without the option the library ends the whole process when its data does not suit it;
        # with it, it goes on at a rate of zero, and pyttsx3 knows only -1 for failure.
        return initialize(output, buffer, os.fsencode(data), _DO_NOT_EXIT) or -1

    espeak.Initialize = initialize_safely
