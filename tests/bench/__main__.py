"""`python -m tests.bench [NAME ...]`: runs the benchmarks named, or all.

`names` lists them. `safety=FILE` judges the answers to the questions of FILE as well,
`safety=FOLDER` the sentences of FOLDER instead of ours.
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
    mcp,
    resolver,
    safety,
    simulator,
    voice,
    wyoming,
)

BENCHMARKS: Mapping[str, Callable[..., Any]] = {
    "answers": answers.run,
    "endpoint": endpoint.run,
    "growth": growth.run,
    "load": load.run,
    "resolver": resolver.run,
    "listening": listening.run,
    "voice": voice.run,
    "simulator": simulator.run,
    "mcp": mcp.run,
    "aws": aws.run,
    "cost": cost.run,
    "safety": safety.run,
    "wyoming": wyoming.run,
}


def main(arguments: list[str]) -> None:
    if arguments == ["names"]:
        print(*BENCHMARKS, sep="\n")
        return
    chosen = [argument.partition("=") for argument in arguments or BENCHMARKS]
    if unknown := [name for name, _, _ in chosen if name not in BENCHMARKS]:
        known = ", ".join(BENCHMARKS)
        print(f"{unknown[0]} is no benchmark: use one of {known}, or names", file=sys.stderr)
        sys.exit(2)
    for at, (name, _, file) in enumerate(chosen, start=1):
        print(f"== {name} ({at} of {len(chosen)})", flush=True)
        BENCHMARKS[name](*([Path(file)] if file else []))


main(sys.argv[1:])
