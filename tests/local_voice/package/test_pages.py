"""The privacy page and the terms, as somebody sees them in the system's Chromium."""

import pytest

from local_voice.package.lint import Package
from local_voice.package.manifest import PAGES, PRIVACY_PAGE, TERMS_PAGE
from tests.support.chromium import chromium, violations


@pytest.mark.parametrize("name", [PRIVACY_PAGE, TERMS_PAGE])
def test_everybody_can_read_it_on_a_phone_too_in_light_and_in_dark(
    name: str, shipped: Package
) -> None:
    with chromium() as browser:
        for scheme in ("light", "dark"):
            size = {"width": 390, "height": 844}
            page = browser.new_page(color_scheme=scheme, viewport=size)  # type: ignore[arg-type]  # a literal's name
            page.goto((shipped.folder / PAGES / name).as_uri())
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
