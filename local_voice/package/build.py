"""Writes the package, the folder in which `ask deploy` is run, and tells what is wrong with it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from zipfile import ZipFile

from local_voice.model import LOCALES
from local_voice.model.interaction_model import document
from local_voice.model.locales import model_for, source_model
from local_voice.package import manifest
from local_voice.package.bundle import build_bundle
from local_voice.package.checklist import checklist, still_to_do
from local_voice.package.folder import replaced
from local_voice.package.lint import Package, findings
from local_voice.package.listing import Listing, load_listing
from local_voice.package.manifest import Deployment
from skill.alexa.responses import POSITIONS_PICTURES
from skill.content.guidance import Guides
from skill.content.loader import load_guides
from skill.settings import own_content

PARTS = (
    manifest.RESOURCES,
    "skill-package",
    manifest.LAMBDA,
    "lambda.zip",
    manifest.PAGES,
    manifest.INSTRUCTIONS,
    manifest.NAME_FREE,
)

_PACKAGED = files("local_voice") / "package"


def write_package(
    out: Path,
    deployment: Deployment,
    own_words: Mapping[str, str],
    *,
    check: bool,
    tell: Callable[[str], None],
    bundle: Callable[[Path, Path | None], Path] = build_bundle,
) -> bool:
    """False when something in the package is wrong; `check` tries it by voice as well.

    `own_words` take the place of the listing's, by its fields.

    Raises `ContentError` when the content is wrong, and what `build_package` raises.
    """
    own = own_content()
    guides = load_guides(own=own)
    listing = load_listing(guides.other.invocation_name or source_model().invocation_name, own)
    listing = replace(listing, **own_words)
    package = build_package(out, guides, listing, deployment, own, bundle=bundle)
    if check:
        lines = checklist(package, guides)
        told = [str(line) for line in lines]
        sound = not any(line.problems for line in lines)
    else:
        told = [str(finding) for finding in findings(package)]
        sound = not told
    todo = still_to_do(package)
    for line in (*told, *(f"to do   {task}" for task in todo)):
        tell(line)
    ready = f"ready for ask deploy, and for the store once the {len(todo)} things above are done"
    tell(f"{out}: {ready if sound else 'not ready: see above'}")
    return sound


def build_package(
    out: Path,
    guides: Guides,
    listing: Listing,
    deployment: Deployment,
    own: Path | None = None,
    *,
    bundle: Callable[[Path, Path | None], Path] = build_bundle,
) -> Package:
    """Writes the package into `out`, where it takes an earlier one's place.

    `own` is the clinic's content file, which the Lambda function carries. An endpoint of one's own
    needs no `bundle`. Raises as `replaced` does.
    """
    models = {locale: model_for(guides.speaking(locale)) for locale in LOCALES}
    package = Package(out, listing, deployment, models)
    with replaced(out, PARTS) as folder:
        _write_skill(replace(package, folder=folder))
        _write_pages(folder, listing)
        if not deployment.endpoint:
            # The zip to upload by hand, and unpacked, as ask-cli takes it.
            with ZipFile(bundle(folder / "lambda.zip", own)) as zipped:
                zipped.extractall(folder / manifest.LAMBDA)
    return package


def _write_skill(package: Package) -> None:
    folder, deployment = package.folder, package.deployment
    _write_json(folder / manifest.RESOURCES, manifest.ask_resources(deployment))
    _write_json(folder / manifest.MANIFEST, manifest.skill_json(package.listing, deployment))
    _write_json(folder / manifest.NAME_FREE, manifest.name_free(package.listing))
    for locale, model in package.models.items():
        _write_json(folder / manifest.MODELS / f"{locale}.json", document(model))
    for side in manifest.ICONS.values():
        icon = f"icon_{side}.png"
        _write(folder / manifest.IMAGES / icon, (_PACKAGED / "icons" / icon).read_bytes())


def _write_pages(folder: Path, listing: Listing) -> None:
    told = ("name", "publisher", "contact", "pages_of")
    words = {key: escape(getattr(listing, key)) for key in told}
    for page in (manifest.PRIVACY_PAGE, manifest.TERMS_PAGE):
        text = Template((_PACKAGED / "pages" / page).read_text("utf-8")).substitute(words)
        _write(folder / manifest.PAGES / page, text.encode())
    for picture in POSITIONS_PICTURES:
        _write(folder / manifest.PAGES / picture, (_PACKAGED / "pages" / picture).read_bytes())
    _write(folder / manifest.INSTRUCTIONS, f"{listing.testing_instructions}\n".encode())


def _write_json(file: Path, value: object) -> None:
    _write(file, f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode())


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
