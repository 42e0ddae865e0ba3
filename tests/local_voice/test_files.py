"""The cache: compiled once, kept by the hash of its sources, made anew when stale or broken."""

import os
from pathlib import Path
from typing import Any

import pytest

from local_voice.files import cached


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


def test_what_another_process_is_making_stays_for_a_day(tmp_path: Path) -> None:
    at_work, left_behind = tmp_path / "it-1.7.part", tmp_path / "it-2.8.part"
    for part in (at_work, left_behind):
        part.touch()
    two_days_ago = at_work.stat().st_mtime - 2 * 24 * 60 * 60
    os.utime(left_behind, (two_days_ago, two_days_ago))
    cached(tmp_path, "it", [b"a"], Maker())
    assert at_work.exists()
    assert not left_behind.exists()
