"""Lint for the manifest: what Amazon's own classes and schema let through and its review does not.

Each rule is a generator of problems that begin with the place. Limits: Alexa's documentation.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from local_voice.package import health
from local_voice.package.manifest import EVENTS
from local_voice.package.manifest_shape import MANIFEST
from local_voice.package.shape import shape_problems

Inside: TypeAlias = Mapping[str, Any]
Rule: TypeAlias = Callable[[Inside], Iterator[str]]

LENGTHS = {"name": (2, 50), "summary": (1, 160), "description": (1, 4000)}  # characters
MOST_PHRASES = 3
MOST_KEYWORDS = 30
MOST_INSTRUCTIONS = 4000  # characters

_ARN = re.compile(r"arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?")
_URL = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:443)?(/[^\s?#]*)?", re.IGNORECASE)
_FLAGS = {
    "allowsPurchases": False,
    "usesPersonalInfo": False,
    "isChildDirected": False,
    "isExportCompliant": True,
    "containsAds": False,
    "usesHealthInfo": False,
}


def problems(document: Mapping[str, Any]) -> list[str]:
    misshapen = list(shape_problems(document, MANIFEST))
    if misshapen:
        return misshapen
    return [problem for rule in RULES for problem in rule(document["manifest"])]


def locales_of(manifest: Inside) -> Iterator[tuple[str, Inside]]:
    shown = manifest["publishingInformation"]["locales"]
    for locale, texts in shown.items():
        yield f"publishingInformation.locales.{locale}", texts


def texts(manifest: Inside) -> Iterator[str]:
    for place, shown in locales_of(manifest):
        for key, (least, most) in LENGTHS.items():
            if not least <= len(shown[key].strip()) <= most:
                length = len(shown[key].strip())
                yield f"{place}.{key}: {length} characters, {least} to {most}"
        if len(shown["keywords"]) > MOST_KEYWORDS:
            yield f"{place}.keywords: {len(shown['keywords'])}, at most {MOST_KEYWORDS}"
        for word in sorted({word for word in shown["keywords"] if not word.strip()}):
            yield f"{place}.keywords: {word!r} is empty"
        if not 1 <= len(shown["examplePhrases"]) <= MOST_PHRASES:
            yield f"{place}.examplePhrases: {len(shown['examplePhrases'])}, 1 to {MOST_PHRASES}"
    instructions = manifest["publishingInformation"]["testingInstructions"].strip()
    if not 1 <= len(instructions) <= MOST_INSTRUCTIONS:
        place = "publishingInformation.testingInstructions"
        yield f"{place}: {len(instructions)} characters, 1 to {MOST_INSTRUCTIONS}"


def policy(manifest: Inside) -> Iterator[str]:
    for place, shown in locales_of(manifest):
        for problem in health.name_words(shown["name"]):
            yield f"{place}.name: {problem}"
        for problem in health.disclaimer(shown["description"]):
            yield f"{place}.description: {problem}"
        for key in ("summary", "description"):
            for problem in health.store_words(shown[key]):
                yield f"{place}.{key}: {problem}"
        for word in shown["keywords"]:
            for problem in health.name_words(word):
                yield f"{place}.keywords: {word!r}: {problem}"


def distribution(manifest: Inside) -> Iterator[str]:
    publishing = manifest["publishingInformation"]
    if publishing["isAvailableWorldwide"]:
        yield (
            "publishingInformation.isAvailableWorldwide: must be false: the emergency number is "
            "known for the listed countries only"
        )
    if not publishing["distributionCountries"]:
        yield "publishingInformation.distributionCountries: is empty"
    shown, pages = publishing["locales"], manifest["privacyAndCompliance"]["locales"]
    for locale in sorted(set(shown) ^ set(pages)):
        yield f"privacyAndCompliance.locales: {locale} stands in one of the two lists of locales"


def privacy(manifest: Inside) -> Iterator[str]:
    compliance = manifest["privacyAndCompliance"]
    for flag, wanted in _FLAGS.items():
        if compliance[flag] is not wanted:
            yield f"privacyAndCompliance.{flag}: must be {str(wanted).lower()}"
    for locale, pages in compliance["locales"].items():
        for key, url in pages.items():
            if not _is_web_address(url):
                yield f"privacyAndCompliance.locales.{locale}.{key}: {url!r} is no https address"


def endpoint(manifest: Inside) -> Iterator[str]:
    custom, events = manifest["apis"]["custom"], manifest.get("events")
    address = custom.get("endpoint")
    if address and not _ARN.fullmatch(address["uri"]):
        if not _is_web_address(address["uri"]):
            yield f"apis.custom.endpoint.uri: {address['uri']!r} is no Lambda ARN and no https URL"
        elif "sslCertificateType" not in address:
            yield "apis.custom.endpoint.sslCertificateType: is missing"
        elif address["sslCertificateType"] == "SelfSigned":
            yield "apis.custom.endpoint.sslCertificateType: a published skill may not sign its own"
    if bool(address) != bool(events):
        yield "events: belongs to the manifest if and only if there is an endpoint"
    if events:
        if events["endpoint"] != address:
            yield "events.endpoint: is not the skill's endpoint"
        subscribed = [event["eventName"] for event in events["subscriptions"]]
        if sorted(subscribed) != sorted(EVENTS):
            yield f"events.subscriptions: must be {', '.join(EVENTS)}: disabling deletes user data"


def screens(manifest: Inside) -> Iterator[str]:
    for number, interface in enumerate(manifest["apis"]["custom"]["interfaces"]):
        place = f"apis.custom.interfaces[{number}].supportedViewports"
        viewports = interface["supportedViewports"]
        if not viewports:
            yield f"{place}: is empty"
        for viewport in viewports:
            for side in ("Width", "Height"):
                if viewport.get(f"min{side}", 1) > viewport.get(f"max{side}", 10_000):
                    yield f"{place}: min{side} is more than max{side}"
            if viewport["shape"] == "ROUND" and viewport["mode"] != "HUB":
                yield f"{place}: only a HUB is round"
    if not manifest["apis"]["custom"]["interfaces"]:
        yield "apis.custom.interfaces: ALEXA_PRESENTATION_APL is missing: the skill has screens"
    if not manifest["permissions"]:
        yield "permissions: is empty: the ice timer needs the timers permission"


def _is_web_address(url: str) -> bool:
    return bool(_URL.fullmatch(url))


RULES: tuple[Rule, ...] = (texts, policy, distribution, privacy, endpoint, screens)
