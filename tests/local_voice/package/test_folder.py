"""A package takes the place of the last one as a whole, and of nothing else."""

import errno
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from local_voice.cli import main
from local_voice.package.build import build_package
from local_voice.package.bundle import build_bundle
from local_voice.package.folder import LIST
from local_voice.package.listing import load_listing
from local_voice.package.manifest import TERMS_PAGE, Deployment
from tests.local_voice.package.conftest import packaged
from tests.support.guides import guides

HERE = Deployment(endpoint="https://guide.example.org/alexa")


def everything(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str]) -> Callable[[Path], str]:
    def refused(out: Path) -> str:
        with pytest.raises(SystemExit, match=r"^2$"):
            main(["package", "--endpoint", HERE.endpoint, "--out", str(out)])
        told = capsys.readouterr()
        assert told.out == ""
        return told.err

    return refused


def test_the_last_package_gives_way_and_files_beside_it_stay(tmp_path: Path) -> None:
    packaged(tmp_path, Deployment())
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / ".ask").mkdir()
    (tmp_path / ".ask" / "ask-states.json").write_text("{}")
    packaged(tmp_path, HERE)  # which has no Lambda function
    assert not (tmp_path / "lambda").exists()
    assert not (tmp_path / "lambda.zip").exists()
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert (tmp_path / ".ask" / "ask-states.json").read_text() == "{}"


def test_each_file_is_listed_with_its_digest(tmp_path: Path) -> None:
    packaged(tmp_path, Deployment())
    made = everything(tmp_path)
    lines = made.pop(LIST).decode().splitlines()
    assert lines == sorted(
        (f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in made.items()),
        key=lambda line: line.split("  ")[1],
    )


def test_somebodys_own_file_is_kept_and_named(
    tmp_path: Path, refusal: Callable[[Path], str]
) -> None:
    for name in ("pages/index.tsx", "lambda/own.py"):
        out = tmp_path / name.replace("/", "-")
        (out / name).parent.mkdir(parents=True)
        (out / name).write_text("mine")
        assert refusal(out) == (
            f"back-spasm-guide: {out / name} is there, which no package has made; "
            "move it away, or name another folder with --out\n"
        )
        assert everything(out) == {name: b"mine"}


def test_a_file_that_somebody_has_changed_is_kept_and_named(
    tmp_path: Path, refusal: Callable[[Path], str]
) -> None:
    packaged(tmp_path, HERE)
    page = tmp_path / "pages" / TERMS_PAGE
    page.write_text("our own terms")
    before = everything(tmp_path)
    assert refusal(tmp_path) == (
        f"back-spasm-guide: {page} was changed since it was made; "
        "move it away, or name another folder with --out\n"
    )
    assert everything(tmp_path) == before


def test_a_link_is_not_followed(tmp_path: Path, refusal: Callable[[Path], str]) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "page.html").write_text("mine")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "pages").symlink_to(tmp_path / "own")
    assert refusal(tmp_path / "out").startswith(
        f"back-spasm-guide: {tmp_path / 'out' / 'pages'} is a link, which no package has made; "
    )
    assert everything(tmp_path / "own") == {"page.html": b"mine"}


@pytest.mark.parametrize("earlier", [True, False])
def test_on_a_full_disk_what_was_there_stays(tmp_path: Path, *, earlier: bool) -> None:
    out = tmp_path / "out"
    if earlier:
        packaged(out, Deployment())
    before = everything(tmp_path)

    def full(_out: Path, _own: Path | None) -> Path:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match="No space left"):
        build_package(out, guides(), load_listing("back spasm guide"), Deployment(), bundle=full)
    assert everything(tmp_path) == before
    assert out.exists() == earlier


def test_nothing_of_the_current_folder_is_run(tmp_path: Path) -> None:
    for name in ("struct", "types", "compileall", "importlib"):
        (tmp_path / f"{name}.py").write_text(f"raise SystemExit('{name} of this folder ran')")
    command = "import sys; from pathlib import Path; {}; build_bundle(Path(sys.argv[1]))".format(
        f"from {build_bundle.__module__} import build_bundle"
    )
    run = subprocess.run(  # noqa: S603 - the interpreter itself
        [sys.executable, "-P", "-c", command, str(tmp_path / "lambda.zip")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
