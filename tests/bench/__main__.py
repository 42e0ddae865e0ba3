"""`python -m tests.bench [NAME ...]`: runs the benchmarks named, or all.

`safety=FILE` judges the answers to the questions of FILE as well, `safety=FOLDER` the sentences
of FOLDER instead of ours.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.bench import (
    answers,
    aws,
    cost,
    endpoint,
    growth,
    listening,
    load,
    resolver,
    safety,
    simulator,
)

BENCHMARKS: Mapping[str, Callable[..., Any]] = {
    "answers": answers.run,
    "endpoint": endpoint.run,
    "growth": growth.run,
    "load": load.run,
    "resolver": resolver.run,
    "listening": listening.run,
    "simulator": simulator.run,
    "aws": aws.run,
    "cost": cost.run,
    "safety": safety.run,
}


def main(names: list[str]) -> None:
    for argument in names or BENCHMARKS:
        name, _, file = argument.partition("=")
        print(f"== {name}")
        BENCHMARKS[name](*([Path(file)] if file else []))


main(sys.argv[1:])
