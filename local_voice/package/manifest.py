"""The skill's manifest, `skill.json`, and ask-cli's own `ask-resources.json`."""

from dataclasses import dataclass
from typing import Any

from local_voice.alexa.envelope import TIMERS_SCOPE
from local_voice.model.locales import LOCALES
from local_voice.package.bundle import LAMBDA_HANDLER, LAMBDA_RUNTIME
from local_voice.package.store import Store

Json = dict[str, Any]

CATEGORY = "HEALTH_AND_FITNESS"
COUNTRIES = [locale.removeprefix("en-") for locale in LOCALES]
"""Only where the emergency number is known; elsewhere en-US would name 911."""
EVENTS = ("SKILL_ENABLED", "SKILL_DISABLED")
ICONS = {"smallIconUri": 108, "largeIconUri": 512}
"""The side of each icon in pixels."""
PRIVACY_PAGE = "privacy-policy.html"
TERMS_PAGE = "terms-of-use.html"

SCREENS = (
    ("ROUND", 480, 480),
    ("RECTANGLE", 960, 480),
    ("RECTANGLE", 1024, 600),
    ("RECTANGLE", 1280, 800),
)
"""Shape, width and height in pixels, from Amazon's list of viewports: those we have screens for."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where the skill runs. With neither address ask-cli makes the Lambda function itself."""

    skill_id: str = ""
    lambda_arn: str = ""
    endpoint: str = ""

    @property
    def address(self) -> Json:
        """The endpoint as the manifest has it; empty while ask-cli has yet to make one."""
        if self.endpoint:
            return {"uri": self.endpoint, "sslCertificateType": "Trusted"}
        return {"uri": self.lambda_arn} if self.lambda_arn else {}


def manifest(store: Store, deployment: Deployment) -> Json:
    address = deployment.address
    custom: Json = {
        "interfaces": [
            {
                "type": "ALEXA_PRESENTATION_APL",
                "supportedViewports": [_viewport(*screen) for screen in SCREENS],
            }
        ],
    }
    inside: Json = {
        "manifestVersion": "1.0",
        "publishingInformation": _publishing(store),
        "apis": {"custom": {"endpoint": address, **custom} if address else custom},
        "permissions": [{"name": TIMERS_SCOPE}],
        "privacyAndCompliance": _privacy(store),
    }
    if address:
        subscriptions = [{"eventName": event} for event in EVENTS]
        inside["events"] = {"endpoint": address, "subscriptions": subscriptions}
    return {"manifest": inside}


def ask_resources(deployment: Deployment) -> Json:
    profile: Json = {"skillMetadata": {"src": "./skill-package"}}
    if deployment.skill_id:
        profile["skillId"] = deployment.skill_id
    if not deployment.address:
        profile["code"] = {"default": {"src": "./lambda"}}
        profile["skillInfrastructure"] = {
            "type": "@ask-cli/lambda-deployer",
            "userConfig": {
                "runtime": LAMBDA_RUNTIME,
                "handler": LAMBDA_HANDLER,
                "awsRegion": "us-east-1",
                # ask-cli adds these to the manifest once it knows the function's address.
                "skillEvents": {"subscriptions": list(EVENTS)},
            },
        }
    return {"askcliResourcesVersion": "2020-03-31", "profiles": {"default": profile}}


def _viewport(shape: str, width: int, height: int) -> Json:
    sides = {"minWidth": width, "maxWidth": width, "minHeight": height, "maxHeight": height}
    return {"mode": "HUB", "shape": shape, **sides}


def _publishing(store: Store) -> Json:
    shown: Json = {
        "name": store.name,
        "summary": store.summary,
        "description": store.description,
        "examplePhrases": list(store.example_phrases),
        "keywords": list(store.keywords),
        **{key: f"file://assets/images/icon_{side}.png" for key, side in ICONS.items()},
    }
    return {
        "locales": {locale: dict(shown) for locale in LOCALES},
        "isAvailableWorldwide": False,
        "distributionMode": "PUBLIC",
        "distributionCountries": COUNTRIES,
        "category": CATEGORY,
        "testingInstructions": store.testing_instructions,
    }


def _privacy(store: Store) -> Json:
    pages = {
        "privacyPolicyUrl": f"{store.site}/{PRIVACY_PAGE}",
        "termsOfUseUrl": f"{store.site}/{TERMS_PAGE}",
    }
    return {
        "allowsPurchases": False,
        "usesPersonalInfo": False,
        "isChildDirected": False,
        "isExportCompliant": True,
        "containsAds": False,
        "usesHealthInfo": False,
        "locales": {locale: dict(pages) for locale in LOCALES},
    }
