"""These tests want Chromium and node with what `tests/package.json` names; they run where both are.

`.ci/run` installs them. Elsewhere they are left out, and the first line of the run says so.
"""

from pathlib import Path
from shutil import which

from tests.screens.viewer import CHROMIUM

MODULES = Path(__file__).parent.parent / "node_modules"

collect_ignore = [
    *([] if Path(CHROMIUM).exists() else ["test_viewer.py"]),
    *([] if which("node") and (MODULES / "apl-suggester").exists() else ["test_suggester.py"]),
]


def pytest_report_header() -> str:
    left_out = ", ".join(collect_ignore)
    return f"screens: left out for want of Chromium or node: {left_out}" if left_out else ""
