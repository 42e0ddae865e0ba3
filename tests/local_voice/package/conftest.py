"""A package to read and to break: small, but for its models' samples as it is shipped."""

import json
import shutil
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from local_voice.package.build import MANIFEST, MODELS, build_package
from local_voice.package.manifest import Deployment
from local_voice.package.store import load_store
from skill.content.loader import load_guides

Json = dict[str, Any]
FEW = 6  # samples an intent; the lint of ten thousand takes a second, and each mistake lints anew


def tiny_bundle(out: Path, _own: Path | None = None) -> Path:
    with ZipFile(out, "w") as bundle:
        bundle.writestr("skill/aws.py", "")
    return out


class Folder:
    """A package on disk, with its documents to be read and written."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> Json:
        document: Json = json.loads((self.path / name).read_text("utf-8"))
        return document

    def write(self, name: str, document: object) -> None:
        (self.path / name).write_text(json.dumps(document), "utf-8")

    @property
    def manifest(self) -> Json:
        return self.read(MANIFEST)


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """As `package` writes it, for ask-cli to make the Lambda function."""
    folder = tmp_path_factory.mktemp("shipped")
    store = load_store("back spasm guide")
    build_package(folder, load_guides(), store, Deployment(), bundle=tiny_bundle)
    return Folder(folder)


@pytest.fixture(scope="session")
def small(shipped: Folder, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = Folder(tmp_path_factory.mktemp("small") / "package")
    shutil.copytree(shipped.path, folder.path)
    for file in (folder.path / MODELS).iterdir():
        model = json.loads(file.read_text("utf-8"))
        for intent in model["interactionModel"]["languageModel"]["intents"]:
            slotted = [sample for sample in intent["samples"] if "{" in sample]
            plain = [sample for sample in intent["samples"] if "{" not in sample]
            intent["samples"] = slotted[:FEW] + plain[:FEW]
        file.write_text(json.dumps(model), "utf-8")
    return folder


@pytest.fixture
def package(small: Folder, tmp_path: Path) -> Folder:
    """One of its own for each test to break."""
    shutil.copytree(small.path, tmp_path / "package")
    return Folder(tmp_path / "package")
