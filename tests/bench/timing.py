"""Timing calls in turn, so that a drifting machine slows both sides alike."""

from collections.abc import Callable, Mapping
from statistics import median, quantiles
from time import perf_counter_ns

Timings = dict[str, list[float]]
"""Microseconds of each call, by the name of its side."""


def in_turn(sides: Mapping[str, Callable[[], object]], rounds: int) -> Timings:
    """Each side's calls, timed A B A B after one tenth as many that do not count."""
    timings: Timings = {name: [] for name in sides}
    for counted in range(-(rounds // 10), rounds):
        for name, call in sides.items():
            started = perf_counter_ns()
            call()
            if counted >= 0:
                timings[name].append((perf_counter_ns() - started) / 1000)
    return timings


def row(name: str, times: list[float], peer: list[float] | None = None) -> str:
    """One line: median, 99th percentile and slowest in microseconds, and the ratio of medians."""
    p99 = quantiles(times, n=100)[98]
    ratio = f"  {median(times) / median(peer):5.2f} x" if peer else ""
    return f"  {name:<44} p50 {median(times):8.1f}  p99 {p99:8.1f}  max {max(times):9.1f} us{ratio}"
