"""A microphone for the tests: a program `arecord` that plays what it is given.

It gives the samples as fast as they are read: what listens counts them, and knows no other clock.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

PIPE = 4096
"""Bytes that the system keeps between the program and its reader, who keeps as many."""

_PROGRAM = f"""#!{sys.executable} -SE
import fcntl, os, sys
fcntl.fcntl(1, fcntl.F_SETPIPE_SZ, {PIPE})
folder = os.path.dirname(sys.argv[0])
name = min(name for name in os.listdir(folder) if name.endswith(".raw"))
sound = open(os.path.join(folder, name), "rb")
os.remove(sound.name)
given = os.open(sound.name + ".given", os.O_CREAT | os.O_WRONLY)
while True:
    sys.stdout.buffer.write(sound.read(960) or bytes(960))
    sys.stdout.flush()
    os.write(given, b".")
"""


def microphone(
    folder: Path, sounds: Iterable[bytes], environment: Mapping[str, str]
) -> dict[str, str]:
    """The environment for a talk in which each listening hears the next sound, then silence."""
    program = folder / "arecord"
    program.write_text(_PROGRAM)
    program.chmod(0o755)
    for number, sound in enumerate(sounds):
        (folder / f"{number:03}.raw").write_bytes(sound)
    return {**environment, "PATH": f"{folder}{os.pathsep}{environment['PATH']}"}


def given(folder: Path, number: int) -> int:
    """How many bytes of a sound the program had given when it was stopped."""
    return (folder / f"{number:03}.raw.given").stat().st_size * 960
