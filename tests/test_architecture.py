"""The arrows run downward only: who imports whom is read from the code itself."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# What each part of the skill may import from the skill; a part is a module or a package.
LAYERS = [
    {"web", "aws"},
    {"verification", "certificates", "flask_ask_sdk_repair"},
    {"app"},
    {"store_setting"},
    {"alexa"},
    {"handlers"},
    {"timer_replies"},
    {"replies", "session", "content", "showing", "timer_keeping"},
    {"conversation"},
    {"memory"},
    {"sqlite_store", "dynamodb_store"},
    {"store", "dynamodb_request", "dynamodb_values"},
    {"user_state"},
    {"guidance", "ice_timer", "timers", "spoken", "iso_duration"},
    {"phrases", "captions", "display", "clock", "errors", "sqlite_file"},
]
RANK = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}


def imports(file: Path) -> Iterator[str]:
    """Every module a file imports, inside functions too."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(module: str) -> str:
    return module.split(".")[1]


MODULES = sorted((ROOT / "skill").rglob("*.py"))


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_import_of_the_skill_runs_up(file: Path) -> None:
    part = file.relative_to(ROOT / "skill").parts[0].removesuffix(".py")
    if part == "__init__":
        return
    below = {
        name
        for name in imports(file)
        if name.startswith("skill.") and (other := part_of(name)) != part
        if RANK[other] < RANK[part] or (RANK[other] == RANK[part] and part == "handlers")
    }
    assert below == set()


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_skill_never_imports_the_local_voice(file: Path) -> None:
    assert [name for name in imports(file) if name.startswith("local_voice")] == []


def test_no_handler_imports_another() -> None:
    for file in (ROOT / "skill" / "handlers").glob("[a-z]*.py"):
        assert [name for name in imports(file) if name.startswith("skill.handlers")] == [], file


ONLY_IMPORTERS = {
    "flask": ["local_voice/simulator/server.py", "skill/flask_ask_sdk_repair.py", "skill/web.py"],
    "pyttsx3": ["local_voice/speech/speaker.py"],
    "pocketsphinx": [
        "local_voice/listener/microphone.py",
        "local_voice/listener/recogniser.py",
    ],
    "sqlite3": [
        "local_voice/timers/database.py",
        "skill/sqlite_file.py",
        "skill/sqlite_store.py",
    ],
    "boto3": [],
    "requests": [],
}


@pytest.mark.parametrize("package", ONLY_IMPORTERS)
def test_a_package_is_imported_where_it_belongs(package: str) -> None:
    files = [*MODULES, *(ROOT / "local_voice").rglob("*.py")]
    importers = {
        str(file.relative_to(ROOT))
        for file in files
        for name in imports(file)
        if name.split(".")[0] == package
    }
    assert importers <= set(ONLY_IMPORTERS[package])


def test_only_the_edge_knows_the_sdk() -> None:
    for file in MODULES:
        inside = file.relative_to(ROOT / "skill").parts[0].removesuffix(".py")
        if RANK.get(inside, 99) > RANK["alexa"]:
            assert [name for name in imports(file) if name.startswith("ask_sdk")] == [], file


def test_importing_the_skill_is_light() -> None:
    heavy = "import sys, skill; print([m for m in sys.modules if m.startswith(('ask', 'flask'))])"
    run = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", heavy], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.strip() == "[]"
