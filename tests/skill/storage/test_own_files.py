"""What is kept is for its owner alone, whatever the umask."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from local_voice.files import cached
from local_voice.speech import player_commands, speaker
from local_voice.timers.database import TimerDatabase
from skill.storage.sqlite import SqliteStore
from skill.storage.store import UserState
from tests.support.places import ROOT

KNOWN = UserState(introduced=True)


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    found = [folder, *folder.iterdir()]
    return {file.name: oct(stat.S_IMODE(file.stat().st_mode)) for file in found}


def private(*names: str) -> dict[str, str]:
    return {"data": "0o700"} | dict.fromkeys(names, "0o600")


@pytest.mark.usefixtures("umask")
def test_the_databases_and_what_was_set_aside_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    users = SqliteStore(folder / "users.db")
    users.change("anna", lambda _: KNOWN)
    timers = TimerDatabase(folder / "timers.db")
    timers.remove_all(0.0)
    kept = [f"{name}.db{suffix}" for name in ("users", "timers") for suffix in ("", "-wal", "-shm")]
    assert modes(folder) == private(*kept)
    users.close()
    (folder / "users.db").write_bytes(b"no database " * 500)
    users = SqliteStore(folder / "users.db")
    users.change("anna", lambda _: KNOWN)
    assert modes(folder) == private(*kept, "users.db.broken-1")
    users.close()
    timers.close()


def test_files_that_an_earlier_release_left_open_to_all_are_closed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(0o755)
    with closing(sqlite3.connect(folder / "users.db")) as rows:
        rows.execute("PRAGMA journal_mode = WAL")
        rows.executescript("CREATE TABLE users (key TEXT PRIMARY KEY, state TEXT) STRICT")
        (folder / "users.db.broken-1").write_bytes(b"")
        for file in folder.iterdir():
            file.chmod(0o644)
        store = SqliteStore(folder / "users.db")
        store.change("anna", lambda _: KNOWN)
        found = modes(folder)
        assert found.pop("data") == "0o755"  # it may be shared on purpose
        assert set(found) == {"users.db", "users.db-wal", "users.db-shm", "users.db.broken-1"}
        assert set(found.values()) == {"0o600"}
        store.close()


@pytest.mark.usefixtures("umask")
def test_the_cache_is_for_its_owner_alone(tmp_path: Path) -> None:
    cached(tmp_path / "data", "it", [b"a"], lambda: {"made": 1})
    (file,) = (tmp_path / "data").iterdir()
    assert modes(tmp_path / "data") == private(file.name)


@pytest.mark.usefixtures("umask")
def test_a_sound_to_be_played_is_for_its_owner_alone(tmp_path: Path) -> None:
    copied = tmp_path / "modes"
    copied.touch()
    copied.chmod(0o600)
    show = f"import os; open({str(copied)!r}, 'w').write(oct(os.stat('sound.wav').st_mode)[-3:])"
    child = player_commands.start((sys.executable, "-c", show), tmp_path, b"RIFF")
    assert child.wait(30) == 0
    assert copied.read_text() == "600"


@pytest.mark.usefixtures("umask")
def test_a_sound_that_the_engine_makes_is_for_its_owner_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = list[dict[str, str]]()
    read = speaker._read_wav  # noqa: SLF001 - the moment at which the file is there

    def look(file: Path) -> bytes:
        seen.append(modes(file.parent))
        return read(file)

    monkeypatch.setattr(speaker, "_read_wav", look)
    speaker.Speaker().render("Ice it.")
    assert sorted(seen[0].values()) == ["0o600", "0o700"]


def test_the_folders_of_the_program_are_closed_too(tmp_path: Path) -> None:
    """Both were made by an earlier release, or by hand, with whatever umask."""
    data, cache = (tmp_path / name / "back-spasm-guide" for name in ("data", "cache"))
    for folder in (data, cache):
        folder.mkdir(parents=True)
        folder.chmod(0o755)
    environment = {
        **os.environ,
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    talk = [sys.executable, "-m", "local_voice", "talk", "--mute"]
    subprocess.run(  # noqa: S603 - this very interpreter
        talk, input="", check=True, cwd=ROOT, env=environment, text=True, timeout=120
    )
    for folder in (data, cache):
        assert {oct(stat.S_IMODE(folder.stat().st_mode))} == {"0o700"}, folder
        assert {value for name, value in modes(folder).items() if name != folder.name} == {"0o600"}
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) & 0o077  # what is above is not ours
