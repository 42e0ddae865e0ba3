"""Writes the package: the folder in which `ask deploy` is run."""

import json
import shutil
from collections.abc import Callable, Mapping
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any
from zipfile import ZipFile

from local_voice.model.interaction_model import InteractionModel, SlotValue
from local_voice.model.locales import LOCALES, model_for
from local_voice.package.bundle import build_bundle
from local_voice.package.manifest import (
    ICONS,
    PRIVACY_PAGE,
    TERMS_PAGE,
    Deployment,
    ask_resources,
    manifest,
)
from local_voice.package.store import Store
from skill.content.guidance import Guides

MANIFEST = "skill-package/skill.json"
MODELS = "skill-package/interactionModels/custom"
IMAGES = "skill-package/assets/images"
RESOURCES = "ask-resources.json"
LAMBDA = "lambda"
PAGES = "pages"
INSTRUCTIONS = "testing-instructions.txt"
PARTS = (RESOURCES, "skill-package", LAMBDA, "lambda.zip", PAGES, INSTRUCTIONS)


def build_package(
    out: Path,
    guides: Guides,
    store: Store,
    deployment: Deployment,
    own: Path | None = None,
    *,
    bundle: Callable[[Path, Path | None], Path] = build_bundle,
) -> None:
    """Writes the package into `out`; of what is there only an earlier package's parts are replaced.

    `own` is the clinic's content file, which the Lambda function carries. An endpoint of one's own
    needs no `bundle`.
    """
    for part in PARTS:
        _remove(out / part)
    _write_json(out / RESOURCES, ask_resources(deployment))
    _write_json(out / MANIFEST, manifest(store, deployment))
    for locale in LOCALES:
        model = model_for(guides.speaking(locale))
        _write_json(out / MODELS / f"{locale}.json", document(model))
    packaged = files("local_voice") / "package"
    for side in ICONS.values():
        icon = f"icon_{side}.png"
        _write(out / IMAGES / icon, (packaged / "icons" / icon).read_bytes())
    words = {"name": escape(store.name), "contact": escape(store.contact)}
    for page in (PRIVACY_PAGE, TERMS_PAGE):
        text = Template((packaged / "pages" / page).read_text("utf-8")).substitute(words)
        _write(out / PAGES / page, text.encode())
    _write(out / INSTRUCTIONS, f"{store.testing_instructions}\n".encode())
    if not deployment.endpoint:
        # The zip to upload by hand, and unpacked, as ask-cli takes it.
        with ZipFile(bundle(out / "lambda.zip", own)) as zipped:
            zipped.extractall(out / LAMBDA)


def document(model: InteractionModel) -> dict[str, Any]:
    """The model in Alexa's own format."""
    intents = [
        {
            "name": intent.name,
            **({"slots": _slots(intent.slots)} if intent.slots else {}),
            "samples": list(intent.samples),
        }
        for intent in model.intents.values()
    ]
    types = [
        {"name": name, "values": [_value(value) for value in values]}
        for name, values in model.slot_types.items()
    ]
    language_model = {
        "invocationName": model.invocation_name,
        "intents": intents,
        "types": types,
    }
    return {"interactionModel": {"languageModel": language_model}}


def _slots(slots: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "type": kind} for name, kind in slots.items()]


def _value(value: SlotValue) -> dict[str, Any]:
    identity = {"id": value.id} if value.id else {}
    return identity | {"name": {"value": value.name, "synonyms": list(value.synonyms)}}


def _write_json(file: Path, value: object) -> None:
    _write(file, f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode())


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
