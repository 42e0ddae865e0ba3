"""The package's own lint: silent on what is shipped, and it names each of many mistakes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from local_voice.package.lint import Package, findings
from local_voice.package.manifest import IMAGES, INSTRUCTIONS, LAMBDA, PAGES, Deployment
from tests.local_voice.package.conftest import in_model

Breakage = Callable[[Package], Package]
ARN = "arn:aws:lambda:us-east-1:123456789012:function:guide"


def listing(**changes: Any) -> Breakage:  # noqa: ANN401 - each field has its own type
    return lambda package: replace(package, listing=replace(package.listing, **changes))


def deployed(**address: str) -> Breakage:
    return lambda package: replace(package, deployment=Deployment(**address))


def deleting(name: str) -> Breakage:
    def breakage(package: Package) -> Package:
        (package.folder / name).unlink()
        return package

    return breakage


def swapping_icons(package: Package) -> Package:
    images = package.folder / IMAGES
    (images / "icon_108.png").write_bytes((images / "icon_512.png").read_bytes())
    return package


def spoiling_an_icon(package: Package) -> Package:
    (package.folder / IMAGES / "icon_512.png").write_bytes(b"GIF89a")
    return package


def called(name: str) -> Breakage:
    return lambda package: in_model(package, lambda m: replace(m, invocation_name=name))


# fmt: off
MISTAKES: dict[str, tuple[Breakage, str]] = {
    # the texts of the listing
    "a name of one letter": (listing(name="B"), "skill.json: name: 1 characters, 2 to 50"),
    "a long name": (listing(name="Back " * 11), "name: 54 characters, 2 to 50"),
    "a long summary": (listing(summary="x" * 161), "summary: 161 characters, 1 to 160"),
    "a long description": (listing(description="x" * 4001), "4001 characters, 1 to 4000"),
    "no instructions": (listing(testing_instructions=" "), "0 characters, 1 to 4000"),
    "no phrases": (listing(example_phrases=[]), "example_phrases: 0, 1 to 3"),
    "four phrases": (listing(example_phrases=["a"] * 4), "example_phrases: 4, 1 to 3"),
    "many keywords": (listing(keywords=["back"] * 31), "keywords: 31, at most 30"),
    "six launch phrases": (
        listing(launch_phrases=["my back hurts"] * 6), "name-free.json: launch_phrases: 6, at most",
    ),
    "a launch phrase with a slot": (
        listing(launch_phrases=["ice for {duration}"]), "launch_phrases: 'ice for {duration}': ",
    ),
    "a launch phrase of one word": (listing(launch_phrases=["spasm"]), "'spasm': write two words"),
    # its words
    "a cure in the name": (listing(name="Back Pain Cure"), "'Cure' promises medical care"),
    "a treatment among the keywords": (
        listing(keywords=["back treatment"]), "keywords: 'treatment' promises medical care",
    ),
    "a brand in the name": (listing(name="Echo Back"), "'Echo' is not allowed in a skill's name"),
    "a claim": (listing(summary="Clinically proven relief"), "is a claim that the health policy"),
    "a log of health": (listing(summary="We track your health"), "'We track your' is a claim"),
    "no disclaimer": (listing(description="About backs."), "the disclaimer is not whole"),
    # where it runs
    "a site without https": (listing(site="http://a.org"), "'http://a.org' is no https address"),
    "an endpoint without https": (
        deployed(endpoint="http://a.org/alexa"), "'http://a.org/alexa' is no https address",
    ),
    "a strange function": (
        deployed(lambda_arn="arn:aws:s3:::bucket"), "'arn:aws:s3:::bucket' is no ARN of a Lambda",
    ),
    "a strange id": (deployed(skill_id="guide"), "skillId: 'guide' is no id of a skill"),
    # the models
    "a name with a wake word": (called("alexa back guide"), "en-GB.json: invocation name"),
    # the files
    "no icon": (deleting(f"{IMAGES}/icon_108.png"), "icon_108.png: is missing, or no PNG"),
    "an icon of the wrong size": (swapping_icons, "is 512 by 512 pixels, must be 108 by 108"),
    "an icon that is none": (spoiling_an_icon, "icon_512.png: is missing, or no PNG image"),
    "no privacy page": (deleting(f"{PAGES}/privacy-policy.html"), "policy.html: is missing"),
    "no instructions file": (deleting(INSTRUCTIONS), f"{INSTRUCTIONS}: is missing"),
    "no handler": (deleting(f"{LAMBDA}/skill/aws.py"), "lambda/skill/aws.py: is missing"),
}
# fmt: on


def found_in(package: Package) -> list[str]:
    return [str(finding) for finding in findings(package)]


def test_what_is_shipped_has_no_finding(shipped: Package) -> None:
    assert found_in(shipped) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_has_its_finding(mistake: str, package: Package) -> None:
    breakage, expected = MISTAKES[mistake]
    assert found_in(package) == []
    found = found_in(breakage(package))
    assert any(expected in finding for finding in found), found


@pytest.mark.parametrize("address", [{"endpoint": "https://a.org/alexa"}, {"lambda_arn": ARN}])
def test_a_right_address_has_no_finding(address: dict[str, str], package: Package) -> None:
    assert found_in(deployed(**address)(package)) == []


def test_an_endpoint_of_ones_own_needs_no_function(package: Package) -> None:
    Path(package.folder, LAMBDA, "skill", "aws.py").unlink()
    assert found_in(deployed(endpoint="https://a.org/alexa")(package)) == []
