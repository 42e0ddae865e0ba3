"""No text, however hostile, keeps a regular expression of ours busy for long.

A pattern that can match one text in many ways takes twice as long for each letter more. A thousand
letters would then outlast the machine: the child process ends within seconds or never.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import product

from tests.support.places import ROOT

LETTERS = 1000
SIGNS = "aeA1 .,'\"-_/\\{[(<&\n"
LIMIT = 100  # seconds; all of them together take one


def patterns() -> Iterator[tuple[str, str | bytes]]:
    """Every pattern that stands in the code, with its place; one named by a constant too."""
    for file in sorted(f for part in ("skill", "local_voice") for f in (ROOT / part).rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and re.fullmatch(r"re\.\w+", ast.unparse(node.func)):
                first = node.args[0]
                name = first.id if isinstance(first, ast.Name) else ""
                pattern = first.value if isinstance(first, ast.Constant) else constants.get(name)
                if isinstance(pattern, str | bytes):
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", pattern


def hostile_texts(pattern: str) -> Iterator[str]:
    """What the pattern begins with, then one or two of its signs over and over, then none of it."""
    begins = re.match(r"[\w :/-]*", pattern)
    signs = sorted({*SIGNS, *pattern})
    for lead, one, other in product({"", begins[0] if begins else ""}, signs, signs):
        yield f"{lead}{(one + other) * (LETTERS // 2)}\x00"


def try_all() -> None:
    for place, pattern in patterns():
        print(place, flush=True)  # noqa: T201 - the last one printed is the one that hangs
        compiled = re.compile(pattern)
        for text in hostile_texts(pattern if isinstance(pattern, str) else pattern.decode()):
            said = text if isinstance(pattern, str) else text.encode()
            compiled.search(said)  # type: ignore[arg-type]  # of the pattern's own kind
            compiled.fullmatch(said)  # type: ignore[arg-type]


def test_no_hostile_text_keeps_a_pattern_busy() -> None:
    command = [sys.executable, "-m", "tests.whole.test_regular_expressions"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:  # noqa: S603 - our own command
        try:
            tried = child.communicate(timeout=LIMIT)[0].split()
        except subprocess.TimeoutExpired:
            child.kill()
            place = child.communicate()[0].split()[-1]
            raise AssertionError(
                f"{place}: this pattern never ends: no text may match in two ways"
            ) from None
    assert child.returncode == 0
    assert len(tried) == len(list(patterns()))


if __name__ == "__main__":
    try_all()
