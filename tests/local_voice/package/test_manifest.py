"""What the manifest tells Amazon: where the skill is sold, what it promises, and where it runs."""

import json
import struct
from pathlib import Path

import pytest

from local_voice.alexa.envelope import VIEWPORTS
from local_voice.package.lint import Package
from local_voice.package.manifest import MANIFEST, MODELS, NAME_FREE, PAGES, RESOURCES, Deployment
from skill.alexa.responses import POSITIONS_PICTURES
from tests.local_voice.package.conftest import Json, packaged, read
from tests.support.guides import guides

ARN = "arn:aws:lambda:us-east-1:123456789012:function:guide"
URL = "https://guide.example.org/alexa"


def inside(package: Package) -> Json:
    manifest: Json = read(package, MANIFEST)["manifest"]
    return manifest


def test_it_is_sold_only_where_the_emergency_number_is_known(shipped: Package) -> None:
    publishing = inside(shipped)["publishingInformation"]
    assert publishing["isAvailableWorldwide"] is False
    unknown = guides().other.emergency.call
    for country in publishing["distributionCountries"]:
        assert guides().speaking(f"en-{country}").emergency.call != unknown


def test_it_sells_nothing_and_keeps_nothing_of_anybodys_health(shipped: Package) -> None:
    privacy = inside(shipped)["privacyAndCompliance"]
    assert {flag for flag, said in privacy.items() if said is True} == {"isExportCompliant"}


def test_it_has_every_screen_that_can_be_tried_here(shipped: Package) -> None:
    [interface] = inside(shipped)["apis"]["custom"]["interfaces"]
    declared = {
        (v["minWidth"], v["shape"], v["mode"]): (v["maxWidth"], v["minHeight"], v["maxHeight"])
        for v in interface["supportedViewports"]
    }
    alone = {(s.width, s.shape, s.mode): (s.width, s.height, s.height) for s in VIEWPORTS.values()}
    shows_15_and_21 = {(1920, "RECTANGLE", "HUB"): (2560, 960, 1279)}
    assert declared == alone | shows_15_and_21


def test_the_launch_phrases_wait_in_a_file_that_is_not_deployed(shipped: Package) -> None:
    [point] = read(shipped, NAME_FREE)["_nameFreeInteraction"]["ingressPoints"]
    assert point["type"] == "LAUNCH"
    assert point["sampleUtterances"][0] == {"format": "RAW_TEXT", "value": "my back is in spasm"}
    assert "_nameFreeInteraction" not in json.dumps(read(shipped, f"{MODELS}/en-US.json"))


@pytest.mark.parametrize(
    ("deployment", "address"),
    [
        (Deployment(lambda_arn=ARN), {"uri": ARN}),
        (Deployment(endpoint=URL), {"uri": URL, "sslCertificateType": "Trusted"}),
    ],
)
def test_with_an_address_it_hears_of_who_leaves_and_ask_cli_makes_no_function(
    deployment: Deployment, address: Json, tmp_path: Path
) -> None:
    package = packaged(tmp_path, deployment)
    manifest = inside(package)
    assert manifest["apis"]["custom"]["endpoint"] == manifest["events"]["endpoint"] == address
    events = [event["eventName"] for event in manifest["events"]["subscriptions"]]
    assert "SKILL_DISABLED" in events  # whoever disables it is forgotten
    assert set(read(package, RESOURCES)["profiles"]["default"]) == {"skillMetadata"}


def test_without_an_address_ask_cli_makes_the_function(shipped: Package) -> None:
    manifest, profile = inside(shipped), read(shipped, RESOURCES)["profiles"]["default"]
    assert "events" not in manifest
    assert "endpoint" not in manifest["apis"]["custom"]
    assert profile["code"] == {"default": {"src": "./lambda"}}
    made = profile["skillInfrastructure"]["userConfig"]
    assert "SKILL_DISABLED" in made["skillEvents"]["subscriptions"]


def test_the_cards_pictures_are_hosted_with_the_pages_in_the_sizes_of_cards(
    shipped: Package,
) -> None:
    pictures = [(shipped.folder / PAGES / name).read_bytes() for name in POSITIONS_PICTURES]
    sizes = [struct.unpack(">II", picture[16:24]) for picture in pictures]
    assert sizes == [(720, 480), (1200, 800)]
