"""What our manifest may hold, key by key: the part of Alexa's format that this skill uses."""

from local_voice.alexa.envelope import TIMERS_SCOPE
from local_voice.model.locales import LOCALES
from local_voice.package.manifest import CATEGORY, COUNTRIES, EVENTS
from local_voice.package.shape import Shape


def one_of(*values: str) -> frozenset[str]:
    return frozenset(values)


_ENDPOINT: Shape = {
    "uri": str,
    "sslCertificateType?": one_of("Trusted", "Wildcard", "SelfSigned"),
}
_VIEWPORT: Shape = {
    "mode": one_of("HUB", "TV", "MOBILE", "PC"),
    "shape": one_of("RECTANGLE", "ROUND"),
    "minWidth?": int,
    "maxWidth?": int,
    "minHeight?": int,
    "maxHeight?": int,
}
_SHOWN: Shape = {
    "name": str,
    "summary": str,
    "description": str,
    "examplePhrases": [str],
    "keywords": [str],
    "smallIconUri": str,
    "largeIconUri": str,
}
_PAGES: Shape = {"privacyPolicyUrl": str, "termsOfUseUrl": str}

MANIFEST: Shape = {
    "manifest": {
        "manifestVersion": one_of("1.0"),
        "publishingInformation": {
            "locales": dict.fromkeys(LOCALES, _SHOWN),
            "isAvailableWorldwide": bool,
            "distributionMode": one_of("PUBLIC", "PRIVATE"),
            "distributionCountries": [one_of(*COUNTRIES)],
            "category": one_of(CATEGORY),
            "testingInstructions": str,
        },
        "apis": {
            "custom": {
                "endpoint?": _ENDPOINT,
                "interfaces": [
                    {"type": one_of("ALEXA_PRESENTATION_APL"), "supportedViewports": [_VIEWPORT]}
                ],
            },
        },
        "permissions": [{"name": one_of(TIMERS_SCOPE)}],
        "events?": {"endpoint": _ENDPOINT, "subscriptions": [{"eventName": one_of(*EVENTS)}]},
        "privacyAndCompliance": {
            "allowsPurchases": bool,
            "usesPersonalInfo": bool,
            "isChildDirected": bool,
            "isExportCompliant": bool,
            "containsAds": bool,
            "usesHealthInfo": bool,
            "locales": dict.fromkeys(LOCALES, _PAGES),
        },
    },
}
RESOURCES: Shape = {
    "askcliResourcesVersion": one_of("2020-03-31"),
    "profiles": {
        "default": {
            "skillId?": str,
            "skillMetadata": {"src": one_of("./skill-package")},
            "code?": {"default": {"src": one_of("./lambda")}},
            "skillInfrastructure?": {
                "type": one_of("@ask-cli/lambda-deployer"),
                "userConfig": {
                    "runtime": str,
                    "handler": str,
                    "awsRegion": str,
                    "skillEvents": {"subscriptions": [one_of(*EVENTS)]},
                },
            },
        },
    },
}
