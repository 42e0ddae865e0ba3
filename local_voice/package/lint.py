"""Reads a package from its folder and names what is wrong, one finding a problem."""

import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from local_voice.model.locales import LOCALES
from local_voice.package import manifest_lint, model_lint
from local_voice.package.build import (
    IMAGES,
    INSTRUCTIONS,
    LAMBDA,
    MANIFEST,
    MODELS,
    PAGES,
    RESOURCES,
)
from local_voice.package.manifest import ICONS, PRIVACY_PAGE, TERMS_PAGE
from local_voice.package.manifest_shape import RESOURCES as RESOURCES_SHAPE
from local_voice.package.shape import shape_problems

_PNG = b"\x89PNG\r\n\x1a\n"
_MOST_ICON_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """`file` is the path inside the package."""

    file: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Package:
    """What was read; a file that is not there or no JSON is a finding and an empty document."""

    folder: Path
    manifest: Mapping[str, Any]
    models: Mapping[str, Mapping[str, Any]]
    resources: Mapping[str, Any]
    unread: tuple[Finding, ...]


def read_package(folder: Path) -> Package:
    unread: list[Finding] = []

    def read(name: str) -> dict[str, Any]:
        try:
            document = json.loads((folder / name).read_text("utf-8"))
        except FileNotFoundError:
            unread.append(Finding(name, "is missing"))
        except ValueError as error:
            unread.append(Finding(name, f"is not JSON in UTF-8: {error}"))
        else:
            if isinstance(document, dict):
                return document
            unread.append(Finding(name, "must be an object"))
        return {}

    models = {locale: read(f"{MODELS}/{locale}.json") for locale in LOCALES}
    return Package(folder, read(MANIFEST), models, read(RESOURCES), tuple(unread))


def findings(package: Package) -> list[Finding]:
    """Everything wrong with the package; nothing when it is sound."""
    return [*package.unread, *_in_documents(package), *_in_files(package)]


def _in_documents(package: Package) -> Iterator[Finding]:
    if package.manifest:
        for problem in manifest_lint.problems(package.manifest):
            yield Finding(MANIFEST, problem)
    names = set[str]()
    for locale, model in package.models.items():
        file = f"{MODELS}/{locale}.json"
        for problem in model_lint.problems(model) if model else ():
            yield Finding(file, problem)
        language_model = model.get("interactionModel", {}).get("languageModel", {})
        names.add(language_model.get("invocationName", ""))
        if len(names) > 1:
            yield Finding(file, "invocation name: differs from another locale's")
    if package.resources:
        for problem in shape_problems(package.resources, RESOURCES_SHAPE):
            yield Finding(RESOURCES, problem)


def _in_files(package: Package) -> Iterator[Finding]:
    folder = package.folder
    for side in ICONS.values():
        name = f"{IMAGES}/icon_{side}.png"
        for problem in _icon_problems(folder / name, side):
            yield Finding(name, problem)
    for page in (PRIVACY_PAGE, TERMS_PAGE):
        name = f"{PAGES}/{page}"
        for problem in _page_problems(folder / name):
            yield Finding(name, problem)
    if not (folder / INSTRUCTIONS).is_file():
        yield Finding(INSTRUCTIONS, "is missing")
    known = {f"{locale}.json" for locale in LOCALES}
    for file in sorted((folder / MODELS).glob("*")):
        if file.name not in known:
            yield Finding(f"{MODELS}/{file.name}", "is no locale of the manifest")
    profile = package.resources.get("profiles", {}).get("default", {})
    if "code" in profile and not (folder / LAMBDA / "skill" / "aws.py").is_file():
        yield Finding(f"{LAMBDA}/skill/aws.py", "is missing: the handler is there")
    has_endpoint = "endpoint" in package.manifest.get("manifest", {}).get("apis", {}).get(
        "custom", {}
    )
    if package.manifest and has_endpoint == ("code" in profile):
        yield Finding(RESOURCES, "code: belongs to it if and only if the manifest has no endpoint")


def _icon_problems(file: Path, side: int) -> Iterator[str]:
    if not file.is_file():
        yield "is missing"
        return
    data = file.read_bytes()
    if not data.startswith(_PNG):
        yield "is no PNG image"
        return
    width, height = struct.unpack(">II", data[16:24])
    if (width, height) != (side, side):
        yield f"is {width} by {height} pixels, must be {side} by {side}"
    if len(data) > _MOST_ICON_BYTES:
        yield f"has {len(data)} bytes, at most {_MOST_ICON_BYTES}"


class _Title(HTMLParser):
    found = ""
    _inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  # its signature
        self._inside = tag == "title"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found, self._inside = data.strip(), False


def _page_problems(file: Path) -> Iterator[str]:
    if not file.is_file():
        yield "is missing"
        return
    title = _Title()
    title.feed(file.read_text("utf-8"))
    if not title.found:
        yield "has no title"
