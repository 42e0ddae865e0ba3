"""The package's own lint: silent on what is shipped, and it names each of many mistakes."""

from collections.abc import Callable
from typing import Any

import pytest

from local_voice.package.build import (
    IMAGES,
    INSTRUCTIONS,
    LAMBDA,
    MANIFEST,
    MODELS,
    PAGES,
    RESOURCES,
)
from local_voice.package.lint import findings, read_package
from tests.local_voice.package.conftest import Folder, Json

Breakage = Callable[[Folder], object]
BRITISH = f"{MODELS}/en-GB.json"
SHOWN = "publishingInformation.locales.en-US"
HTTPS = {"uri": "https://guide.example.org/alexa", "sslCertificateType": "Trusted"}
VIEWPORTS = "apis.custom.interfaces.0.supportedViewports"


def found_in(folder: Folder) -> list[str]:
    return [str(finding) for finding in findings(read_package(folder.path))]


def inside(document: Any, keys: list[str]) -> Any:  # noqa: ANN401  # JSON  # JSON
    for key in keys:
        document = document[int(key) if key.isdigit() else key]
    return document


def with_(path: str, value: object) -> Breakage:
    """Put a value into the manifest."""

    def breakage(folder: Folder) -> None:
        document = folder.manifest
        *keys, last = path.split(".")
        inside(document["manifest"], keys)[int(last) if last.isdigit() else last] = value
        folder.write(MANIFEST, document)

    return breakage


def without(path: str) -> Breakage:
    """Take a key out of the manifest."""

    def breakage(folder: Folder) -> None:
        document = folder.manifest
        *keys, last = path.split(".")
        del inside(document["manifest"], keys)[last]
        folder.write(MANIFEST, document)

    return breakage


def in_model(change: Callable[[Json], object], file: str = BRITISH) -> Breakage:
    def breakage(folder: Folder) -> None:
        document = folder.read(file)
        change(document["interactionModel"]["languageModel"])
        folder.write(file, document)

    return breakage


def deleting(name: str) -> Breakage:
    return lambda folder: (folder.path / name).unlink()


def writing(name: str, data: bytes) -> Breakage:
    return lambda folder: (folder.path / name).write_bytes(data)


def swapping_icons(folder: Folder) -> None:
    images = folder.path / IMAGES
    (images / "icon_108.png").write_bytes((images / "icon_512.png").read_bytes())


def in_resources(change: Callable[[Json], object]) -> Breakage:
    def breakage(folder: Folder) -> None:
        document = folder.read(RESOURCES)
        change(document["profiles"]["default"])
        folder.write(RESOURCES, document)

    return breakage


def adding_a_locale(folder: Folder) -> None:
    folder.write(f"{MODELS}/de-DE.json", folder.read(BRITISH))


MISTAKES: dict[str, tuple[Breakage, str]] = {
    # the manifest's shape
    "a misspelt key": (with_(f"{SHOWN}.keyword", []), f"{SHOWN}.keyword: is not a key of Alexa's"),
    "no example phrases": (without(f"{SHOWN}.examplePhrases"), "examplePhrases: is missing"),
    "phrases in one text": (with_(f"{SHOWN}.examplePhrases", "open"), "must be a list"),
    "a flag in quotes": (
        with_("privacyAndCompliance.containsAds", "false"),
        "must be of type bool",
    ),
    "another category": (
        with_("publishingInformation.category", "MEDICAL"),
        "'MEDICAL' is none of",
    ),
    "another permission": (
        with_("permissions.0.name", "alexa::alerts:timer:skill:readwrite"),
        "is none of alexa::",
    ),
    "a country without a number": (
        with_("publishingInformation.distributionCountries", ["US", "DE"]),
        "'DE' is none of",
    ),
    "an unknown viewport": (with_(f"{VIEWPORTS}.0.shape", "OVAL"), "'OVAL' is none of"),
    "no manifest version": (without("manifestVersion"), "manifestVersion: is missing"),
    # its texts
    "a name of one letter": (with_(f"{SHOWN}.name", "B"), "name: 1 characters, 2 to 50"),
    "a long name": (with_(f"{SHOWN}.name", "Back " * 11), "name: 54 characters, 2 to 50"),
    "a long summary": (with_(f"{SHOWN}.summary", "x" * 161), "summary: 161 characters, 1 to 160"),
    "a long description": (with_(f"{SHOWN}.description", "x" * 4001), "4001 characters, 1 to 4000"),
    "four phrases": (with_(f"{SHOWN}.examplePhrases", ["a"] * 4), "examplePhrases: 4, 1 to 3"),
    "many keywords": (with_(f"{SHOWN}.keywords", ["back"] * 31), "keywords: 31, at most 30"),
    "no instructions": (
        with_("publishingInformation.testingInstructions", " "),
        "0 characters, 1 to 4000",
    ),
    # health and privacy
    "a cure in the name": (
        with_(f"{SHOWN}.name", "Back Pain Cure"),
        "'Cure' promises medical care",
    ),
    "a treatment among the keywords": (
        with_(f"{SHOWN}.keywords", ["back treatment"]),
        "'treatment' promises medical care",
    ),
    "no disclaimer": (
        with_(f"{SHOWN}.description", "Answers about your back."),
        "the disclaimer is not whole",
    ),
    "a claim": (
        with_(f"{SHOWN}.summary", "Clinically proven relief"),
        "is a claim that the health",
    ),
    "health information used": (
        with_("privacyAndCompliance.usesHealthInfo", True),
        "privacyAndCompliance.usesHealthInfo: must be false",
    ),
    "directed to children": (
        with_("privacyAndCompliance.isChildDirected", True),
        "privacyAndCompliance.isChildDirected: must be false",
    ),
    "no privacy policy": (
        without("privacyAndCompliance.locales.en-GB.privacyPolicyUrl"),
        "privacyPolicyUrl: is missing",
    ),
    "a policy without https": (
        with_("privacyAndCompliance.locales.en-GB.privacyPolicyUrl", "http://a.org/p"),
        "'http://a.org/p' is no https address",
    ),
    "no permission": (with_("permissions", []), "permissions: is empty: the ice timer needs"),
    "the whole world": (
        with_("publishingInformation.isAvailableWorldwide", True),
        "isAvailableWorldwide: must be false",
    ),
    # where it runs
    "a strange endpoint": (
        with_("apis.custom.endpoint", {"uri": "arn:aws:s3:::bucket"}),
        "is no Lambda ARN and no https",
    ),
    "an endpoint without its certificate": (
        with_("apis.custom.endpoint", {"uri": HTTPS["uri"]}),
        "sslCertificateType: is missing",
    ),
    "a certificate of one's own": (
        with_("apis.custom.endpoint", HTTPS | {"sslCertificateType": "SelfSigned"}),
        "a published skill may not sign its own",
    ),
    "an endpoint without events": (with_("apis.custom.endpoint", HTTPS), "events: belongs to"),
    "an event not to subscribe to": (
        with_(
            "events",
            {
                "endpoint": HTTPS,
                "subscriptions": [{"eventName": "SKILL_ACCOUNT_UNLINKED"}],
            },
        ),
        "'SKILL_ACCOUNT_UNLINKED' is none of",
    ),
    "no screens": (with_("apis.custom.interfaces", []), "ALEXA_PRESENTATION_APL is missing"),
    "a viewport inside out": (
        with_(f"{VIEWPORTS}.1.minWidth", 2000),
        "minWidth is more than maxWidth",
    ),
    # the models
    "another name in one locale": (
        in_model(lambda m: m.update(invocationName="back pain guide")),
        "differs from another locale's",
    ),
    "a name with a wake word": (
        in_model(lambda m: m.update(invocationName="alexa back guide")),
        "'alexa' is reserved",
    ),
    "no fallback": (
        in_model(
            lambda m: m.update(
                intents=[i for i in m["intents"] if i["name"] != "AMAZON.FallbackIntent"]
            )
        ),
        "AMAZON.FallbackIntent is missing",
    ),
    "an undeclared slot": (
        in_model(lambda m: m["intents"][0]["samples"].append("what is {thing}")),
        "{thing} is not declared",
    ),
    "an undefined slot type": (
        in_model(lambda m: m["types"].pop()),
        "has the undefined type CAUSE",
    ),
    "a sample of two intents": (
        in_model(lambda m: m["intents"][1]["samples"].append(m["intents"][0]["samples"][0])),
        "is already a sample of WhatIsIntent",
    ),
    "a figure in a sample": (
        in_model(lambda m: m["intents"][0]["samples"].append("what are 2 spasms")),
        "is not spoken",
    ),
    "misspelt synonyms": (
        in_model(lambda m: m["types"][0]["values"][0]["name"].update(synonims=[])),
        "synonims: is not a key of Alexa's",
    ),
    # the files
    "no model for a locale": (deleting(BRITISH), f"{BRITISH}: is missing"),
    "a model cut short": (writing(BRITISH, b'{"interactionModel": '), f"{BRITISH}: is not JSON"),
    "a locale too many": (adding_a_locale, "de-DE.json: is no locale of the manifest"),
    "no manifest": (deleting(MANIFEST), f"{MANIFEST}: is missing"),
    "no icon": (deleting(f"{IMAGES}/icon_108.png"), "icon_108.png: is missing"),
    "an icon of the wrong size": (swapping_icons, "is 512 by 512 pixels, must be 108 by 108"),
    "an icon that is none": (writing(f"{IMAGES}/icon_512.png", b"GIF89a"), "is no PNG image"),
    "no privacy page": (
        deleting(f"{PAGES}/privacy-policy.html"),
        "privacy-policy.html: is missing",
    ),
    "an empty page": (writing(f"{PAGES}/terms-of-use.html", b"<p>"), "has no title"),
    "no instructions file": (deleting(INSTRUCTIONS), f"{INSTRUCTIONS}: is missing"),
    "no handler": (deleting(f"{LAMBDA}/skill/aws.py"), "aws.py: is missing: the handler is there"),
    "nothing to deploy": (
        in_resources(lambda profile: profile.pop("code")),
        "code: belongs to it if and only if",
    ),
    "another folder": (
        in_resources(lambda profile: profile["skillMetadata"].update(src="./skill")),
        "'./skill' is none of ./skill-package",
    ),
}


def test_what_is_shipped_has_no_finding(shipped: Folder) -> None:
    assert found_in(shipped) == []


def test_the_package_to_be_broken_has_no_finding(package: Folder) -> None:
    assert found_in(package) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_has_its_finding(mistake: str, package: Folder) -> None:
    breakage, expected = MISTAKES[mistake]
    breakage(package)
    found = found_in(package)
    assert any(expected in finding for finding in found), found
