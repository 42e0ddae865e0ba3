"""`package`: writes the package, reads it back, and tells what is wrong with it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from local_voice.model.locales import source_model
from local_voice.package.build import build_package
from local_voice.package.bundle import build_bundle
from local_voice.package.checklist import checklist, still_to_do
from local_voice.package.lint import findings, read_package
from local_voice.package.manifest import Deployment
from local_voice.package.store import load_store
from skill.app import own_content
from skill.content.loader import load_guides


def write_package(
    out: Path,
    deployment: Deployment,
    site: str,
    *,
    check: bool,
    tell: Callable[[str], None],
    bundle: Callable[[Path, Path | None], Path] = build_bundle,
) -> bool:
    """False when something in the package is wrong; `check` tries it by voice as well.

    Raises `ContentError` when the content is wrong, and `OSError` when `out` cannot be written.
    """
    own = own_content()
    guides = load_guides(own=own)
    store = load_store(guides.other.invocation_name or source_model().invocation_name, own)
    store = replace(store, site=site.rstrip("/")) if site else store
    build_package(out, guides, store, deployment, own, bundle=bundle)
    package = read_package(out)
    if check:
        lines = checklist(package, guides)
        for line in lines:
            tell(str(line))
        for task in still_to_do(store, deployment):
            tell(f"to do   {task}")
        sound = not any(line.problems for line in lines)
    else:
        wrong = findings(package)
        for finding in wrong:
            tell(str(finding))
        sound = not wrong
    tell(f"{out}: {'ready for ask deploy' if sound else 'not ready: see above'}")
    return sound
