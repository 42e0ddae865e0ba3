"""The skill's manifest, `skill.json`, and ask-cli's own `ask-resources.json`."""

from dataclasses import dataclass

from local_voice.alexa.envelope import VIEWPORTS, Viewport
from local_voice.files import Json
from local_voice.model import LOCALES
from local_voice.package.bundle import LAMBDA_HANDLER, NEWEST
from local_voice.package.listing import Listing
from skill.alexa import REMINDERS_SCOPE, TIMERS_SCOPE

# Where each part of a package stands in its folder.
MANIFEST = "skill-package/skill.json"
MODELS = "skill-package/interactionModels/custom"
IMAGES = "skill-package/assets/images"
RESOURCES = "ask-resources.json"
LAMBDA = "lambda"
PAGES = "pages"
INSTRUCTIONS = "testing-instructions.txt"
NAME_FREE = "name-free.json"
"""Not for `ask deploy`: Amazon takes these phrases of skills that are live, and refuses others."""

CATEGORY = "HEALTH_AND_FITNESS"
COUNTRIES = [locale.removeprefix("en-") for locale in LOCALES]
"""Only where the emergency number is known; elsewhere en-US would name 911."""
EVENTS = ("SKILL_ENABLED", "SKILL_DISABLED")
ICONS = {"smallIconUri": 108, "largeIconUri": 512}
"""The side of each icon in pixels."""
WIDE = {"1920x1080": {"maxWidth": 2560, "minHeight": 960, "maxHeight": 1279}}
"""The screens that stand for others: Echo Show 15 and 21 are Amazon's profile hubLandscapeXLarge,
https://developer.amazon.com/docs/alexa/alexa-presentation-language/apl-changes-1-8.html."""
PRIVACY_PAGE = "privacy-policy.html"
TERMS_PAGE = "terms-of-use.html"


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where the skill runs. With neither address ask-cli makes the Lambda function itself."""

    skill_id: str = ""
    lambda_arn: str = ""
    endpoint: str = ""
    runtime: str = NEWEST

    @property
    def address(self) -> Json:
        """The endpoint as the manifest has it; empty while ask-cli has yet to make one."""
        if self.endpoint:
            return {"uri": self.endpoint, "sslCertificateType": "Trusted"}
        return {"uri": self.lambda_arn} if self.lambda_arn else {}


def skill_json(listing: Listing, deployment: Deployment) -> Json:
    address = deployment.address
    custom: Json = {
        "interfaces": [
            {
                "type": "ALEXA_PRESENTATION_APL",
                "supportedViewports": [_viewport(*each) for each in VIEWPORTS.items()],
            }
        ],
    }
    inside: Json = {
        "manifestVersion": "1.0",
        "publishingInformation": _publishing(listing),
        "apis": {"custom": {"endpoint": address, **custom} if address else custom},
        "permissions": [{"name": TIMERS_SCOPE}, {"name": REMINDERS_SCOPE}],
        "privacyAndCompliance": _privacy(listing),
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
                "runtime": deployment.runtime,
                "handler": LAMBDA_HANDLER,
                "awsRegion": "us-east-1",
                # ask-cli adds these to the manifest once it knows the function's address.
                "skillEvents": {"subscriptions": list(EVENTS)},
            },
        }
    return {"askcliResourcesVersion": "2020-03-31", "profiles": {"default": profile}}


def _viewport(name: str, screen: Viewport) -> Json:
    width, height = screen.width, screen.height
    sides = {"minWidth": width, "maxWidth": width, "minHeight": height, "maxHeight": height}
    return {"mode": screen.mode, "shape": screen.shape, **sides, **WIDE.get(name, {})}


def name_free(listing: Listing) -> Json:
    """What opens the skill without its name: a part of `interactionModel`.

    Its form is by https://developer.amazon.com/docs/custom-skills/using-nfi-toolkit-smapi.html.
    """
    phrases = [{"format": "RAW_TEXT", "value": phrase} for phrase in listing.launch_phrases]
    point = {"type": "LAUNCH", "sampleUtterances": phrases}
    return {"_nameFreeInteraction": {"ingressPoints": [point]}}


def _publishing(listing: Listing) -> Json:
    shown: Json = {
        "name": listing.name,
        "summary": listing.summary,
        "description": listing.description,
        "examplePhrases": list(listing.example_phrases),
        "keywords": list(listing.keywords),
        **{key: f"file://assets/images/icon_{side}.png" for key, side in ICONS.items()},
    }
    return {
        "locales": {locale: dict(shown) for locale in LOCALES},
        "isAvailableWorldwide": False,
        "distributionMode": "PUBLIC",
        "distributionCountries": COUNTRIES,
        "category": CATEGORY,
        "testingInstructions": listing.testing_instructions,
    }


def _privacy(listing: Listing) -> Json:
    pages = {
        "privacyPolicyUrl": f"{listing.site}/{PRIVACY_PAGE}",
        "termsOfUseUrl": f"{listing.site}/{TERMS_PAGE}",
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
