"""The zip that AWS Lambda runs: the skill and what it imports, compiled ahead.

Without its bytecode every cold start would compile the SDK anew, which takes a second. Bytecode
holds for one version of Python: that of the runtime makes it, where it is at hand. The same files
give the same zip to the byte.
"""

import os
import shutil
import subprocess
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from skill.content.loader import load_guides
from skill.content.ready import READY, packed

LAMBDA_HANDLER = "skill.aws.handler"
RUNTIMES = {
    "python3.12": date(2028, 10, 31),
    "python3.13": date(2029, 6, 30),
    "python3.14": date(2029, 6, 30),
}
"""Lambda's Pythons, as its guide to runtimes lists them, and when AWS ceases to mend each."""

NEWEST = list(RUNTIMES)[-1]

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


def interpreter_of(runtime: str) -> str | None:
    """The program that is this Python, such as "python3.14"; None where it is not at hand."""
    if runtime == "python{}.{}".format(*sys.version_info):
        return sys.executable
    found = shutil.which(runtime)
    ask = "import sys; print('python{}.{}'.format(*sys.version_info), end='')"
    try:  # a name alone may be the stand-in of a version manager that lacks this version
        said = subprocess.run([found or "", "-c", ask], capture_output=True, check=True).stdout  # noqa: S603 - our own command
    except (OSError, subprocess.CalledProcessError):
        return None
    return found if said == runtime.encode() else None


def build_bundle(out: Path, own: Path | None = None, *, runtime: str = NEWEST) -> Path:
    """Writes the zip file `out`, and its folder where there is none; gives `out` back.

    `own` is a clinic's content file, laid over the guide's. Raises `ContentError` when it is wrong.
    Compiled for `runtime`, where that Python is at hand.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for part in PARTS:
            _copy(part, root)
        (root / "skill" / "content" / READY).write_bytes(packed(load_guides(own=own)))
        if python := interpreter_of(runtime):
            _compile(root, python)
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


def _compile(root: Path, interpreter: str) -> None:
    """Bytecode that needs no look at its source, made by a process that starts from one seed.

    From Python 3.12 on it would tell of the SDK's invalid escapes, which nobody here can mend.
    """
    # -P: a module of the folder that somebody stands in is none of ours.
    python = [interpreter, "-P", "-W", "ignore:invalid escape sequence:SyntaxWarning"]
    command = [*python, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    places = ["-s", str(root), "-p", "/var/task"]  # where AWS unpacks it, for tracebacks
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    subprocess.run([*command, *places, str(root)], check=True, env=environment)  # noqa: S603 - our own command
