"""The zip that AWS Lambda runs: the skill and what it imports, compiled ahead.

Without its bytecode every cold start would compile the SDK anew, which takes a second. The bytecode
holds for the version of Python that built the bundle, and any other passes it over: name
`LAMBDA_RUNTIME` where the function is made. The same files give the same zip to the byte.
"""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from skill.content.loader import load_guides
from skill.content.ready import READY, packed

LAMBDA_HANDLER = "skill.aws.handler"
LAMBDA_RUNTIME = f"python{sys.version_info.major}.{sys.version_info.minor}"

PARTS = (
    "skill",
    "ask_sdk_core",
    "ask_sdk_model",
    "ask_sdk_runtime",
    "certifi",
    "dateutil",
    "six",
)
"""What the handler imports, beside the standard library; a test runs it with nothing else."""

_LEFT_OUT = (
    "__pycache__",
    "tests",
    "zoneinfo",  # dateutil's own time zones: the SDK reads dates in UTC
    # the web endpoint, which needs Flask
    "web.py",
    "endpoint",
)
_FIRST_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold
_READABLE = 0o644 << 16


def build_bundle(out: Path, own: Path | None = None) -> Path:
    """Writes the zip file `out`, and its folder where there is none; gives `out` back.

    `own` is a clinic's content file, laid over the guide's. Raises `ContentError` when it is wrong.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for part in PARTS:
            _copy(part, root)
        (root / "skill" / "content" / READY).write_bytes(packed(load_guides(own=own)))
        _compile(root)
        with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=9) as bundle:
            for file in sorted(path for path in root.rglob("*") if path.is_file()):
                entry = ZipInfo(file.relative_to(root).as_posix(), _FIRST_DATE)
                entry.external_attr = _READABLE
                entry.compress_type = ZIP_DEFLATED
                bundle.writestr(entry, file.read_bytes())
    return out


def _copy(part: str, root: Path) -> None:
    spec = find_spec(part)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{part} is not installed: run make setup", name=part)
    source = Path(spec.origin)
    if source.name != "__init__.py":
        shutil.copyfile(source, root / source.name)
    else:
        shutil.copytree(source.parent, root / part, ignore=shutil.ignore_patterns(*_LEFT_OUT))


def _compile(root: Path) -> None:
    """Bytecode that needs no look at its source, made by a process that starts from one seed.

    From Python 3.12 on it would tell of the SDK's invalid escapes, which nobody here can mend.
    """
    # -P: a module of the folder that somebody stands in is none of ours.
    python = [sys.executable, "-P", "-W", "ignore:invalid escape sequence:SyntaxWarning"]
    command = [*python, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    places = ["-s", str(root), "-p", "/var/task"]  # where AWS unpacks it, for tracebacks
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    subprocess.run([*command, *places, str(root)], check=True, env=environment)  # noqa: S603 - our own command
