"""The programs that play a WAV file, and one run of one of them."""

import errno
import subprocess
from pathlib import Path

from local_voice.speech import sound
from skill.storage.own_files import write_file

Command = tuple[str, ...]
Child = subprocess.Popen[bytes]

# Each is run in a folder where the sound lies as sound.wav, so no path has to be quoted.
SOUND_FILE = "sound.wav"
COMMANDS: tuple[Command, ...] = (
    ("aplay", "-q", SOUND_FILE),  # ALSA
    ("paplay", SOUND_FILE),  # PulseAudio
    ("pw-play", SOUND_FILE),  # PipeWire
    ("afplay", SOUND_FILE),  # macOS
    (
        "powershell",
        "-NoProfile",
        "-Command",
        f"(New-Object Media.SoundPlayer (Resolve-Path {SOUND_FILE}).Path).PlaySync()",
    ),
)
"""The player programs in order of preference: the first that is there and works is used."""

GRACE = 10.0  # seconds a player may take beyond the sound's own length before it counts as hung
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What the system says when a sound cannot be laid down because the disk is full."""

REMEDY = "plug in or switch on a loudspeaker, and on Linux install alsa-utils"


def start(command: Command, folder: Path, wav: bytes) -> Child:
    """Start playing `wav`, laid down in `folder`. Raises OSError when that cannot be done."""
    write_file(folder / SOUND_FILE, wav)
    return subprocess.Popen(  # noqa: S603 - a command of the table above
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # Control-C is for the program, not for its player: that would look like a failure.
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def finish(child: Child, wav: bytes, grace: float) -> str:
    """Wait for the end of `child`, killing it when it hangs; say what was wrong, if anything."""
    try:
        code = child.wait(len(wav) / sound.BYTES_PER_SECOND + grace)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        return "does not come to an end"
    return f"ended with code {code}" if code else ""
