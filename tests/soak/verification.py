"""Coverage-guided fuzzing of what meets a stranger's bytes first: URL, headers, body, chain."""

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

SECONDS = 20  # for each target
_RUNS = re.compile(r"Done (\d+) runs")
_EDGES = re.compile(r"cov: (\d+)")


def run() -> None:
    """Raises `RuntimeError` when anything but a refusal came out; `build/` keeps what did it."""
    Path("build").mkdir(exist_ok=True)
    for target in ("url", "headers", "body", "chain"):
        with TemporaryDirectory() as corpus:
            options = [f"-max_total_time={SECONDS}", "-max_len=8192", "-artifact_prefix=build/"]
            fuzzed = subprocess.run(  # noqa: S603 - this very interpreter
                [sys.executable, "-m", "tests.soak.fuzz", target, *options, corpus],
                capture_output=True,
                text=True,
                check=False,
            )
        runs, edges = _RUNS.findall(fuzzed.stderr), _EDGES.findall(fuzzed.stderr)
        if fuzzed.returncode or not (runs and edges):
            raise RuntimeError(f"fuzzing {target}:\n{fuzzed.stderr[-4000:]}")
        print(f"  {target}: {runs[0]} runs in {SECONDS} s over {edges[-1]} edges, nothing found")
