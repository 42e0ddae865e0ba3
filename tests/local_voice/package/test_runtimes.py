"""The bundle's runtime is one that Lambda has, whatever Python builds it."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from local_voice.cli import main
from local_voice.package import bundle
from local_voice.package.bundle import NEWEST, RUNTIMES, build_bundle, interpreter_of
from local_voice.package.manifest import Deployment, ask_resources
from tests.support.lambda_service import THIS_PYTHON


def runtime_of(folder: Path) -> str:
    resources = json.loads((folder / "ask-resources.json").read_text())
    named: str = resources["profiles"]["default"]["skillInfrastructure"]["userConfig"]["runtime"]
    return named


def test_the_table_holds_lambdas_pythons_and_when_each_ends() -> None:
    assert list(RUNTIMES) == ["python3.12", "python3.13", "python3.14"]
    assert NEWEST == "python3.14"
    assert sorted(RUNTIMES.values()) == list(RUNTIMES.values())
    assert min(RUNTIMES.values()) == date(2028, 10, 31)


def test_the_newest_is_asked_for_by_default_never_the_building_pythons() -> None:
    asked = ask_resources(Deployment())["profiles"]["default"]["skillInfrastructure"]
    assert asked["userConfig"]["runtime"] == NEWEST


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """What the command writes at noon of 22 November 2026, without the bundle's own parts."""
    monkeypatch.setattr(bundle, "PARTS", ("six", "skill"))
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def run(*options: str, now: datetime = noon) -> Path:
        monkeypatch.setattr("local_voice.commands.package.system_clock", lambda: now)
        out = str(tmp_path / "build")
        main(["package", "--site", "https://example.org", "--out", out, *options])
        return Path(out)

    return run


def test_the_command_names_the_runtime_that_is_chosen(package: Callable[..., Path]) -> None:
    assert runtime_of(package()) == "python3.14"
    assert runtime_of(package("--runtime", "python3.12")) == "python3.12"


@pytest.mark.parametrize("runtime", ["python3.11", "python3.15", "nodejs24.x"])
def test_one_that_lambda_does_not_have_is_one_line_and_exit_code_two(
    runtime: str, package: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        package("--runtime", runtime)
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert (said.count("\n"), "python3.12" in said, "python3.14" in said) == (1, True, True)


def test_one_that_has_ended_is_one_line_and_exit_code_two(
    package: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    package("--runtime", "python3.12", now=datetime(2028, 10, 30, tzinfo=UTC))
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        package("--runtime", "python3.12", now=datetime(2028, 10, 31, tzinfo=UTC))
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.splitlines()[-1] + "\n" == (
        "back-spasm-guide: Lambda mends python3.12 no longer since 2028-10-31: "
        "choose a later --runtime\n"
    )


def test_a_bundle_is_compiled_by_the_python_that_runs_it(tmp_path: Path) -> None:
    assert interpreter_of(THIS_PYTHON) == sys.executable
    with ZipFile(build_bundle(tmp_path / "here.zip", runtime=THIS_PYTHON)) as zipped:
        compiled = [name for name in zipped.namelist() if name.endswith(".pyc")]
    tag = sys.implementation.cache_tag
    assert f"skill/__pycache__/aws.{tag}.pyc" in compiled


def test_without_that_python_it_is_not_compiled(tmp_path: Path) -> None:
    assert interpreter_of("python3.99") is None
    with ZipFile(build_bundle(tmp_path / "none.zip", runtime="python3.99")) as zipped:
        assert not [name for name in zipped.namelist() if name.endswith(".pyc")]


@pytest.mark.parametrize("stand_in", ["exit 1", "echo python3.11"])
def test_a_stand_in_that_is_not_that_python_compiles_nothing(
    stand_in: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "python3.99").write_text(f"#!/bin/sh\n{stand_in}\n")
    (tmp_path / "python3.99").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert interpreter_of("python3.99") is None
