"""Where the dependencies come from, under what licences, and that silence is not taken for yes."""

import json
import re
from collections.abc import Mapping

from tests.support.audit import LOCK, REMARKED, is_compatible, licence_of, pinned, read_findings

PINS = [("a", "2"), ("b", "1"), ("c", "3"), ("d", "4")]
GOOD = {"name": "a", "version": "2", "vulns": []}
WEAK = {"name": "b", "version": "1", "vulns": [{"id": "PYSEC-1"}, {"id": "PYSEC-2"}]}
SKIPPED = {"name": "c", "skip_reason": "not found"}


def report(*dependencies: Mapping[str, object]) -> str:
    return json.dumps({"dependencies": dependencies})


def test_every_dependency_is_pinned_by_hashes_and_by_no_address() -> None:
    text = LOCK.read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry.partition("==")[0] for entry in entries] == [name for name, _ in pinned()]
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_every_licence_goes_with_ours() -> None:
    said = {name: licence_of(name) for name, _ in pinned()}
    strange = {n: s for n, s in said.items() if s is not None and not is_compatible(n, s)}
    assert strange == {}
    assert set(REMARKED) <= set(said)


def test_a_licence_that_does_not_go_with_ours_is_seen() -> None:
    for licence in ("GPL-3.0-only", "Apache-2.0 AND GPL-2.0", "Proprietary", "", "SUBMIT"):
        assert not is_compatible("somebody", licence)


def test_a_weakness_is_a_line() -> None:
    found = read_findings([report(GOOD), report(WEAK)], PINS[:2])
    assert found == (["b 1: PYSEC-1", "b 1: PYSEC-2"], [])


def test_what_was_not_looked_up_is_not_clean() -> None:
    found = read_findings([report(GOOD, WEAK, SKIPPED)], PINS)
    assert found.unchecked == [("c", "3"), ("d", "4")]
    for nothing in ("", "Traceback", "{}", "[]"):
        assert read_findings([nothing], PINS) == ([], PINS)
