"""What Amazon's review refuses, looked for in all that differs from one package to the next.

What every package has alike is held against Amazon's own classes and schema by the tests.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from local_voice.model.interaction_model import InteractionModel
from local_voice.package import manifest, model_lint
from local_voice.package.listing import Listing
from local_voice.package.manifest import Deployment
from skill.alexa.responses import POSITIONS_PICTURES

LENGTHS = {
    "name": (2, 50),
    "summary": (1, 160),
    "description": (1, 4000),
    "testing_instructions": (1, 4000),
}  # characters
MOST_PHRASES = 3
MOST_KEYWORDS = 30
MOST_LAUNCH_PHRASES = 5

DISCLAIMER = (
    (
        "does not provide medical advice, and is for informational and educational purposes only, "
        "and is not a substitute for professional medical advice, treatment or diagnosis"
    ),
    "call your doctor",
    (
        "if you think you may have a medical emergency, please dial your local emergency response "
        "phone number"
    ),
)
_CARE = re.compile(
    r"\b(cur(e|es|ed|ing)|treat\w*|diagnos\w*|heal(s|ed|ing)?|remed\w+)\b", re.IGNORECASE
)
_CLAIM = re.compile(
    r"\b(cur(e|es|ed|ing)|sav(e|es|ing) (a |your )?li(fe|ves)|life[- ]saving|guarantee\w*"
    r"|clinically proven|fda[- ]approved|miracle|pain[- ]free"
    r"|(we|skill|guide) (collect|store|track|record|log)s? (your|health|symptoms?))\b",
    re.IGNORECASE,
)
_BRAND = re.compile(r"\b(amazon|echo|official|number one|best|top[- ]rated|#1)\b", re.IGNORECASE)
_SKILL_ID = re.compile(r"amzn1\.ask\.skill\.[\w-]+")
_ARN = re.compile(r"arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?")
_URL = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:443)?(/[^\s?#]*)?", re.IGNORECASE)
_LAUNCH_PHRASE = re.compile(r"[a-z][a-z']*( [a-z][a-z']*)+")
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was written into `folder`, and what it was made from."""

    folder: Path
    listing: Listing
    deployment: Deployment
    models: Mapping[str, InteractionModel]


@dataclass(frozen=True, slots=True)
class Finding:
    """`file` is the path inside the package."""

    file: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}"


def findings(package: Package) -> list[Finding]:
    """Everything wrong with the package; nothing when it is sound."""
    listing, deployment = package.listing, package.deployment
    in_manifest = (*lengths(listing), *words(listing), *addresses(listing, deployment))
    found = [Finding(manifest.MANIFEST, problem) for problem in in_manifest]
    found += [Finding(manifest.NAME_FREE, problem) for problem in launch_phrases(listing)]
    if deployment.skill_id and not _SKILL_ID.fullmatch(deployment.skill_id):
        found.append(
            Finding(manifest.RESOURCES, f"skillId: {deployment.skill_id!r} is no id of a skill")
        )
    for locale, model in package.models.items():
        file = f"{manifest.MODELS}/{locale}.json"
        found += [Finding(file, problem) for problem in model_lint.problems(model)]
    return [*found, *_in_files(package)]


def lengths(listing: Listing) -> Iterator[str]:
    for key, (least, most) in LENGTHS.items():
        length = len(getattr(listing, key).strip())
        if not least <= length <= most:
            yield f"{key}: {length} characters, {least} to {most}"
    if not 1 <= len(listing.example_phrases) <= MOST_PHRASES:
        yield f"example_phrases: {len(listing.example_phrases)}, 1 to {MOST_PHRASES}"
    if len(listing.keywords) > MOST_KEYWORDS:
        yield f"keywords: {len(listing.keywords)}, at most {MOST_KEYWORDS}"


def launch_phrases(listing: Listing) -> Iterator[str]:
    """Amazon takes whole phrases without a slot."""
    if len(listing.launch_phrases) > MOST_LAUNCH_PHRASES:
        yield f"launch_phrases: {len(listing.launch_phrases)}, at most {MOST_LAUNCH_PHRASES}"
    for phrase in listing.launch_phrases:
        if not _LAUNCH_PHRASE.fullmatch(phrase):
            yield f"launch_phrases: {phrase!r}: write two words or more, in small letters alone"


def words(listing: Listing) -> Iterator[str]:
    """Amazon's health policy and store policy, as far as words can be read."""
    for key, texts in {"name": [listing.name], "keywords": listing.keywords}.items():
        for text in texts:
            for word in _CARE.finditer(text):
                yield f"{key}: {word[0]!r} promises medical care: leave it out"
            if brand := _BRAND.search(text):
                yield f"{key}: {brand[0]!r} is not allowed in a skill's name"
    for key, text in {"summary": listing.summary, "description": listing.description}.items():
        for claim in _CLAIM.finditer(text):
            yield f"{key}: {claim[0]!r} is a claim that the health policy forbids"
    described = " ".join(listing.description.lower().split())
    for part in DISCLAIMER:
        if part not in described:
            yield f"description: the disclaimer is not whole: write {part!r}"


def addresses(listing: Listing, deployment: Deployment) -> Iterator[str]:
    if not _URL.fullmatch(listing.site):
        yield f"site: {listing.site!r} is no https address"
    if deployment.endpoint and not _URL.fullmatch(deployment.endpoint):
        yield f"endpoint: {deployment.endpoint!r} is no https address"
    if deployment.lambda_arn and not _ARN.fullmatch(deployment.lambda_arn):
        yield f"endpoint: {deployment.lambda_arn!r} is no ARN of a Lambda function"


def _in_files(package: Package) -> Iterator[Finding]:
    written = [
        f"{manifest.PAGES}/{manifest.PRIVACY_PAGE}",
        f"{manifest.PAGES}/{manifest.TERMS_PAGE}",
        *(f"{manifest.PAGES}/{picture}" for picture in POSITIONS_PICTURES),
        manifest.INSTRUCTIONS,
    ]
    if not package.deployment.endpoint:
        written.append(f"{manifest.LAMBDA}/skill/aws.py")
    for name in written:
        if not (package.folder / name).is_file():
            yield Finding(name, "is missing")
    for side in manifest.ICONS.values():
        name = f"{manifest.IMAGES}/icon_{side}.png"
        if problem := _icon_problem(package.folder / name, side):
            yield Finding(name, problem)


def _icon_problem(file: Path, side: int) -> str:
    data = file.read_bytes() if file.is_file() else b""
    if not data.startswith(_PNG):
        return "is missing, or no PNG image"
    width, height = struct.unpack(">II", data[16:24])
    if (width, height) != (side, side):
        return f"is {width} by {height} pixels, must be {side} by {side}"
    return ""
