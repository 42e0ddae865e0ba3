"""What a talk needs on this machine, looked at one by one, and what to do where it is missing."""

import shutil
import sys
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from local_voice.app import cache_folder
from local_voice.errors import LocalVoiceError
from local_voice.listener import microphone, recogniser
from local_voice.model import LOCALES
from local_voice.speech import natural, player_commands
from local_voice.speech.engine import ESPEAK
from local_voice.speech.player import Player
from local_voice.speech.sound import silence, wav
from local_voice.speech.speaker import Speaker
from local_voice.timers.database import TimerDatabase
from skill.content.loader import load_guides
from skill.errors import ContentError, StoreError
from skill.settings import data_folder, default_store, own_content

TRIED = ((3, 11), (3, 12), (3, 13))
"""The versions of Python that the tests run on."""


class Finding(NamedTuple):
    """`remedy` is empty where all is well; without what is `needed` there is no talk at all."""

    part: str
    found: str
    remedy: str = ""
    needed: bool = False


def findings() -> list[Finding]:
    return [look() for look in _LOOKS]


def lines(found: list[Finding]) -> list[str]:
    """One a part, what is missing with what to do; then what that comes to."""
    width = max(len(each.part) for each in found)
    told = []
    for each in found:
        mark = "ok" if not each.remedy else "wrong" if each.needed else "missing"
        remedy = f"; {each.remedy}" if each.remedy else ""
        told.append(f"{mark:8}{each.part:{width}}  {each.found}{remedy}")
    if any(each.remedy and each.needed for each in found):
        told.append("The talk does not work yet: see what is wrong above.")
    elif any(each.remedy for each in found):
        told.append("The talk works in print; what is missing above adds to it.")
    else:
        told.append("All is well: back-spasm-guide talk")
    return told


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] in TRIED:
        return Finding("Python", version)
    tried = f"{TRIED[0][0]}.{TRIED[0][1]} to {TRIED[-1][0]}.{TRIED[-1][1]}"
    return Finding("Python", f"{version} is untried", f"Python {tried} are tested", needed=False)


def _content() -> Finding:
    try:
        load_guides(own=own_content())
    except ContentError as error:
        remedy = "run back-spasm-guide check-content on it"
        return Finding("content", str(error), remedy, needed=True)
    own = own_content()
    return Finding("content", f"the guide's own, with {own}" if own else "the guide's own")


def _store() -> Finding:
    try:
        default_store().load("nobody")
        TimerDatabase(data_folder() / "timers.db").close()
    except (OSError, StoreError) as error:
        remedy = "see that its folder can be written and the disk is not full"
        return Finding("store", str(error), remedy, needed=True)
    return Finding("store", str(data_folder()))


def _cache() -> Finding:
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        found = f"{folder} cannot be written ({error.strerror})"
        return Finding("cache", found, "until it can, each start takes some seconds longer")
    return Finding("cache", str(folder))


def _voice() -> Finding:
    try:
        Speaker(voice=ESPEAK).check()
    except LocalVoiceError as error:
        return Finding("voice", error.reason, error.remedy)
    return Finding("voice", "espeak-ng" if sys.platform == "linux" else "the system's own")


def _natural_voice() -> Finding:
    part, locales = "natural voice", " and ".join(natural.LOCALES)
    try:
        Speaker(voice=natural.NAME).check()
    except LocalVoiceError as error:
        return Finding(part, error.reason, f"for {locales} {error.remedy}")
    others = ", ".join(locale for locale in LOCALES if locale not in natural.LOCALES)
    return Finding(
        part, f"American, for {locales}; {others} keep the other until a British one ships"
    )


def _player() -> Finding:
    """Plays a moment of silence: a program that is there may have no sound card behind it."""
    commands = player_commands.COMMANDS
    name = next((command[0] for command in commands if shutil.which(command[0])), "")
    failed: list[LocalVoiceError] = []
    with Player() as player:
        player.on_failure = failed.append
        try:
            player.play(wav(silence(0.1))).wait()
        except LocalVoiceError as error:
            failed.append(error)
    if failed:
        return Finding("player", failed[0].reason, failed[0].remedy)
    return Finding("player", name)


def _ear() -> Finding:
    try:
        recogniser([("stop",)])
    except LocalVoiceError as error:
        return Finding("recogniser", error.reason, error.remedy)
    return Finding("recogniser", "Moonshine")


def _mic() -> Finding:
    """Listens for a moment: a program that is there may have no microphone behind it."""
    try:
        recording = microphone.Microphone()
        try:
            next(recording.sound())
        finally:
            recording.close()
    except LocalVoiceError as error:
        return Finding("microphone", error.reason, error.remedy)
    return Finding("microphone", "it hears")


_LOOKS = (
    _python,
    _content,
    _store,
    _cache,
    _voice,
    _natural_voice,
    _player,
    _ear,
    _mic,
)
