"""`python -m tests.soak [NAME ...]`: runs the trials named, or all; fails at the first finding.

`envelopes=2000` sends so many instead of a hundred thousand.
"""

import sys
from collections.abc import Callable, Mapping
from typing import Any

from tests.soak import envelopes, kills, verification

TRIALS: Mapping[str, Callable[..., Any]] = {
    "envelopes": envelopes.run,
    "verification": verification.run,
    "kills": kills.run,
}


def main(names: list[str]) -> None:
    for argument in names or TRIALS:
        name, _, number = argument.partition("=")
        print(f"== {argument}", flush=True)
        TRIALS[name](*([int(number)] if number else []))


main(sys.argv[1:])
