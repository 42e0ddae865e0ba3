"""What is shipped of others' work is what npm gave, with its licence."""

import json

from tests.local_voice.simulator.vendor import FOLDER, MANIFEST, PACKAGES, checksums, folder_of


def test_every_file_is_the_one_that_was_fetched() -> None:
    assert json.loads(MANIFEST.read_text("utf-8")) == {
        "packages": list(PACKAGES),
        "sha256": checksums(),
    }


def test_every_package_comes_with_its_licence() -> None:
    for package, files in PACKAGES.items():
        for name in files:
            assert (FOLDER / folder_of(package) / name).is_file()
        assert "Licen" in (FOLDER / folder_of(package) / "LICENSE").read_text("utf-8")
