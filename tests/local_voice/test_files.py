"""The cache: compiled once, kept by the hash of its sources, made anew when stale or broken."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from local_voice.files import _digest, cached, clear_leftovers, scratch_folder
from tests.conftest import Talk
from tests.support.places import ROOT


class Maker:
    """Counts how often it was asked to make something."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, Any]:
        self.times += 1
        return {"made": self.times}


def test_it_is_made_once_for_the_same_sources(tmp_path: Path) -> None:
    make = Maker()
    answers = [cached(tmp_path / "new", "it", [b"a", b"b"], make) for _ in range(3)]
    assert answers == [{"made": 1}] * 3


def test_other_sources_make_it_anew(tmp_path: Path) -> None:
    make = Maker()
    cached(tmp_path, "it", [b"a", b"b"], make)
    assert cached(tmp_path, "it", [b"ab", b""], make) == {"made": 2}


@pytest.mark.parametrize("broken", [b"", b"{}", b"half a file", b"\xff\n{}"])
def test_a_broken_file_is_made_anew(tmp_path: Path, broken: bytes) -> None:
    make = Maker()
    cached(tmp_path, "it", [b"a"], make)
    (file,) = tmp_path.iterdir()
    file.write_bytes(broken)
    assert cached(tmp_path, "it", [b"a"], make) == {"made": 2}
    assert cached(tmp_path, "it", [b"a"], make) == {"made": 2}
    assert make.times == 2


def test_a_file_cut_short_is_made_anew(tmp_path: Path) -> None:
    make = Maker()
    cached(tmp_path, "it", [b"a"], make)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-3])
    assert cached(tmp_path, "it", [b"a"], make) == {"made": 2}


def test_a_folder_that_cannot_be_made_costs_no_answer(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert cached(tmp_path / "file" / "cache", "it", [b"a"], Maker()) == {"made": 1}


def test_without_a_folder_it_is_made_each_time() -> None:
    make = Maker()
    assert [cached(None, "it", [b"a"], make), cached(None, "it", [b"a"], make)] == [
        {"made": 1},
        {"made": 2},
    ]


def test_old_files_do_not_pile_up(tmp_path: Path) -> None:
    cached(tmp_path, "other", [b"a"], Maker())
    for number in range(20):
        cached(tmp_path, "it", [str(number).encode()], Maker())
    assert len(list(tmp_path.glob("it-*"))) == 8
    assert len(list(tmp_path.glob("other-*"))) == 1


@pytest.fixture
def dead() -> int:
    """The number of a process that is no more."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_what_a_killed_process_was_making_is_cleared_at_the_next_start(
    tmp_path: Path, dead: int
) -> None:
    cached(tmp_path, "it", [b"a"], Maker())
    at_work = tmp_path / f"it-1.{os.getppid()}.part"
    left, odd = tmp_path / f"it-2.{dead}.part", tmp_path / "it-4.x.part"
    for part in (at_work, left, odd):
        part.touch()
    cached(tmp_path, "it", [b"a"], Maker())  # it is there already: nothing is made
    assert sorted(tmp_path.glob("*.part")) == sorted([at_work, odd])


def test_a_full_disk_leaves_no_part(tmp_path: Path) -> None:
    most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, most))
    try:
        assert cached(tmp_path, "it", [b"a"], Maker()) == {"made": 1}
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kept", [{}, [1], None, "made", {"made": {}}, {"made": [[]]}], ids=str)
def test_a_file_of_the_wrong_shape_is_made_anew(tmp_path: Path, kept: object) -> None:
    def read(made: dict[str, Any]) -> int:
        return int(made["made"])

    make = Maker()
    assert cached(tmp_path, "it", [b"a"], make, read) == 1
    (file,) = tmp_path.iterdir()
    body = json.dumps(kept).encode()
    file.write_bytes(_digest(body).encode() + b"\n" + body)
    assert [cached(tmp_path, "it", [b"a"], make, read) for _ in range(2)] == [2, 2]


def test_a_file_that_is_no_json_is_made_anew(tmp_path: Path) -> None:
    make = Maker()
    cached(tmp_path, "it", [b"a"], make)
    (file,) = tmp_path.iterdir()
    file.write_bytes(_digest(b"{").encode() + b"\n{")
    assert cached(tmp_path, "it", [b"a"], make) == {"made": 2}


def test_what_is_wrong_with_what_was_made_now_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        cached(tmp_path, "it", [b"a"], Maker(), lambda made: made["other"])


# Folders for a moment

KILLED = """
import os, signal
from local_voice.files import scratch_folder
with scratch_folder() as folder:
    (folder / "sound.wav").write_bytes(b"RIFF")
    print(folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_sound_that_was_left_by_a_kill_is_cleared_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    killed = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", KILLED], capture_output=True, check=False, cwd=ROOT, text=True
    )
    left = Path(killed.stdout.strip())
    assert (left / "sound.wav").exists()
    own = tmp_path / "back-spasm-guide-notes"
    own.mkdir()
    with scratch_folder() as at_work:
        clear_leftovers()
        assert sorted(tmp_path.iterdir()) == sorted([at_work, own])
    assert list(tmp_path.iterdir()) == [own]


def test_a_talk_clears_what_a_kill_has_left(
    tmp_path: Path, new_talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch, dead: int
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    left = tmp_path / f"back-spasm-guide-{dead}-x"
    left.mkdir()
    new_talk()
    assert not left.exists()
