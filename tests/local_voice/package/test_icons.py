"""The icons: the same picture at each size, as far from every side, one vertebra sore."""

import struct
import zlib
from itertools import pairwise
from typing import NamedTuple

import pytest

from tests.support.places import ROOT

ICONS = ROOT / "local_voice" / "package" / "icons"


class Pixel(NamedTuple):
    red: int
    green: int
    blue: int
    alpha: int

    @property
    def is_bone(self) -> bool:
        """Whether it is drawn on the ground, which is dark."""
        return self.red > 128 and self.alpha == 255

    @property
    def is_sore(self) -> bool:
        return self.is_bone and self.blue < 128


def pixels(png: bytes) -> list[list[Pixel]]:
    """The rows of a picture of eight bits a colour with transparency, not interlaced."""
    width, height, *kind = struct.unpack(">IIBBBBB", png[16:29])
    assert kind == [8, 6, 0, 0, 0]
    packed, at = b"", 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + size]
        at += size + 12
    data, rows = zlib.decompress(packed), [bytes(4 * width + 4)]
    for y in range(height):
        line = data[y * (4 * width + 1) :][: 4 * width + 1]
        row = bytearray(4)  # nothing stands before the first pixel, nor above the first row
        for x in range(4, 4 * width + 4):
            left, above, corner = row[x - 4], rows[-1][x], rows[-1][x - 4]
            guess = (0, left, above, (left + above) // 2, nearest(left, above, corner))[line[0]]
            row.append((line[x - 3] + guess) % 256)
        rows.append(bytes(row))
    return [[Pixel(*row[x : x + 4]) for x in range(4, len(row), 4)] for row in rows[1:]]


def nearest(left: int, above: int, corner: int) -> int:
    """Which of the three is nearest to left + above - corner; PNG's fourth filter."""
    return min((left, above, corner), key=lambda it: abs(left + above - corner - it))


@pytest.mark.parametrize("side", [108, 512])
def test_the_spine_is_as_far_from_every_side(side: int) -> None:
    rows = pixels((ICONS / f"icon_{side}.png").read_bytes())
    assert (len(rows), len(rows[0])) == (side, side)
    bones = [(x, y) for y, row in enumerate(rows) for x, pixel in enumerate(row) if pixel.is_bone]
    across, down = sorted(x for x, _ in bones), sorted(y for _, y in bones)
    margins = [across[0], side - 1 - across[-1], down[0], side - 1 - down[-1]]
    assert max(margins) - min(margins) <= 1, margins


@pytest.mark.parametrize("side", [108, 512])
def test_one_vertebra_of_five_is_sore(side: int) -> None:
    rows = pixels((ICONS / f"icon_{side}.png").read_bytes())
    middle = [row[side // 2] for row in rows]
    kinds = [("sore" if it.is_sore else "whole") if it.is_bone else "" for it in middle]
    seen = [kind for before, kind in pairwise(kinds) if kind and not before]
    assert seen == ["whole", "whole", "whole", "sore", "whole"]


def test_the_simulators_page_has_the_same_picture() -> None:
    page = ROOT / "local_voice" / "simulator" / "page" / "icon.svg"
    assert page.read_bytes() == (ICONS / "icon.svg").read_bytes()
