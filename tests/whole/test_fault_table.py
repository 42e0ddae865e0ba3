"""The table of faults in docs/faults.md is whole, and each of its rows has its test."""

import ast
import re
from pathlib import Path

import pytest

from tests.support.places import ROOT, TESTS

_ROW = re.compile(r"\| (.+) \| (.+) \| (.+) \| `(\S+)::(\w+)` \|")

FAULTS = (
    *("Store locked", "Store read-only", "Store full", "Store corrupt", "Store missing"),
    *(f"Timers API {fault}" for fault in ("down", "slow", "lying")),
    "Reminders API",
    *(f"Certificate host {fault}" for fault in ("down", "slow", "lying")),
    *("Clock an hour forward", "Clock an hour back", "Killed", "Disk full while a WAV"),
    *("No sound device", "Terminal closed", "Content file", "Transcript file"),
    *("Timers database", "Command line", "No microphone", "No speech recogniser", "Recording"),
)
"""Each must be the beginning of a row."""


def rows() -> list[tuple[str, ...]]:
    page = (ROOT / "docs" / "faults.md").read_text("utf-8")
    lines = [line for line in page.splitlines() if line.startswith("|")]
    return [_cells(line) for line in lines[2:]]


def _cells(line: str) -> tuple[str, ...]:
    row = _ROW.fullmatch(line)
    assert row, f"four cells, the last a test: {line}"
    return row.groups()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_the_test_of_a_row_is_there(row: tuple[str, ...]) -> None:
    _, _, _, file, name = row
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    assert Path(file).name.startswith("test_")
    assert name.startswith("test_")
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_has_a_row(fault: str) -> None:
    assert any(row[0].startswith(fault) for row in rows())


def test_no_fault_has_two_rows() -> None:
    faults = [row[0] for row in rows()]
    assert len(faults) == len(set(faults))
