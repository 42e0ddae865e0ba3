"""No room for a sound on the disk. Without a sound card or a player: speech/test_player.py."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.places import ROOT

FULL_DISK = """
import resource, sys
from local_voice.speech.player import Player
from local_voice.speech.sound import wav
def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
heard = "import shutil, sys; shutil.copy('sound.wav', sys.argv[1])"
with Player([(sys.executable, "-S", "-E", "-c", heard, sys.argv[1])]) as player:
    told = []
    player.on_failure = told.append
    for size in (1000, resource.RLIM_INFINITY):
        limit(size)
        playing = player.ring(wav(bytes(8000)))
        print(playing.wait(20), playing.error)
print(*told)
"""


def test_a_full_disk_costs_one_sound_and_leaves_no_half_a_file(tmp_path: Path) -> None:
    heard, temporary = tmp_path / "heard.wav", tmp_path / "temporary"
    temporary.mkdir()
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", FULL_DISK, str(heard)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary)},
        text=True,
        timeout=60,
    )
    problem = "sound cannot be played (File too large); make room on the disk"
    assert done.stderr == ""
    assert done.stdout.splitlines() == [f"True {problem}", "True None", problem]
    assert len(heard.read_bytes()) > 8000
    assert list(temporary.iterdir()) == []
