"""Fetches from npm what the simulator's pages need: `python -m tests.local_voice.simulator.vendor`.

Names and versions stand here, checksums and licences beside the files; nothing is fetched at run
time. npm decides where packages come from.
"""

import hashlib
import json
import shutil
import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.places import ROOT

FOLDER = ROOT / "local_voice" / "simulator" / "vendor"
MANIFEST = FOLDER / "manifest.json"

_OPEN_SANS = [f"files/open-sans-latin-{weight}-normal.woff2" for weight in (300, 400, 600, 700)]
PACKAGES = {
    "apl-viewhost-web@1.4.0": ["index.js", "LICENSE", "NOTICE", "THIRD-PARTY.txt"],
    "@fontsource/open-sans@5.3.0": [*_OPEN_SANS, "LICENSE"],
}
"""Package and version to the files that are kept of it."""


def folder_of(package: str) -> str:
    """The folder of a package: its name without the scope, and its version.

    >>> folder_of("@fontsource/open-sans@5.3.0")
    'open-sans-5.3.0'
    """
    name, _, version = package.rpartition("@")
    return f"{name.rpartition('/')[2]}-{version}"


def fetch(package: str, into: Path) -> None:
    """Let npm fetch a package and keep the files named above."""
    with TemporaryDirectory() as folder:
        npm = ["npm", "pack", "--silent", "--ignore-scripts", package]
        subprocess.run(npm, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - a fixed command
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as files:
            files.extractall(folder, filter="data")
        for name in PACKAGES[package]:
            kept = into / folder_of(package) / name
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(folder, "package", name), kept)
            kept.chmod(0o644)


def checksums() -> dict[str, str]:
    """SHA-256 of every vendored file, by its path in the folder."""
    files = sorted(file for file in FOLDER.rglob("*") if file.is_file() and file != MANIFEST)
    return {
        file.relative_to(FOLDER).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
    }


def main() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    for package in PACKAGES:
        fetch(package, FOLDER)
    manifest = {"packages": list(PACKAGES), "sha256": checksums()}
    MANIFEST.write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
