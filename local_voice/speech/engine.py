"""The speech engine behind pyttsx3, and what it wants before it starts."""

import ctypes
import logging
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from local_voice.errors import SpeechUnavailable

REMEDIES = {
    "darwin": 'run "pip install pyttsx3" again',
    "linux": 'run "pip install espeakng-loader", or install the package espeak-ng',
    "win32": 'run "pip install pyttsx3" again',
}
OTHER_REMEDY = "install espeak-ng"

_VOICE_DATA = ("phontab", "phonindex", "phondata", "intonations", "en_dict")
_DO_NOT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT in espeak-ng's speak_lib.h
_LONGEST_DATA_PATH = 159  # N_PATH_HOME in espeak-ng's speech.h, less the closing NUL


def start_engine() -> Any:  # noqa: ANN401 - pyttsx3 has no types
    """pyttsx3's engine for this system. Raises `SpeechUnavailable`, and what a driver raises."""
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
