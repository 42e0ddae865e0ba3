"""`python -m tests.soak [NAME ...]`: runs the trials named, or all; fails at the first finding."""

import sys

from tests.soak import envelopes, kills, verification

TRIALS = {
    "envelopes": envelopes.run,
    "verification": verification.run,
    "kills": kills.run,
}


def main(names: list[str]) -> None:
    for name in names or TRIALS:
        print(f"== {name}", flush=True)
        TRIALS[name]()


main(sys.argv[1:])
