"""`python -m tests.bench [NAME ...]`: runs the benchmarks named, or all."""

import sys

from tests.bench import answers, aws, cost, endpoint, growth, listening, load, resolver, simulator

BENCHMARKS = {
    "answers": answers.run,
    "endpoint": endpoint.run,
    "growth": growth.run,
    "load": load.run,
    "resolver": resolver.run,
    "listening": listening.run,
    "simulator": simulator.run,
    "aws": aws.run,
    "cost": cost.run,
}


def main(names: list[str]) -> None:
    for name in names or BENCHMARKS:
        print(f"== {name}")
        BENCHMARKS[name]()


main(sys.argv[1:])
