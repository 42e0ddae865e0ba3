"""The guides as a bundle carries them: read and checked when it was built, here only unpacked.

Reading and checking the content takes longer than all else that a Lambda function does before its
first answer, and gives the same each time.
"""

import pickle
from pathlib import Path
from typing import cast

from skill.content.guidance import Guides

READY = "guides.pickle"
"""The name, in this folder, of a file that only the bundle has."""


def ready_guides() -> Guides | None:
    """The guides that the bundle carries, if this is one."""
    try:
        packed = Path(__file__).with_name(READY).read_bytes()
    except FileNotFoundError:
        return None
    return cast("Guides", pickle.loads(packed))  # noqa: S301 - the bundle's own file, as its code


def packed(guides: Guides) -> bytes:
    return pickle.dumps(guides)
