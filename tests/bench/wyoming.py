"""A thousand sentences of fifty talks that go on at once, over the Wyoming protocol.

The words must be those that `ask` gives; each sentence comes over a connection of its own, as from
Home Assistant.
"""

import asyncio
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.support.at_terminal import run_command
from tests.support.speakers import converse, serving

TALKS = 50
ROUNDS = 4  # of each talk's five sentences
SCRIPTS = (
    ("how long should i ice my back", "how often", "can golf cause a back spasm", "yes", "stop"),
    ("i'm pregnant", "can i take ibuprofen", "should i stay in bed", "who says that", "stop"),
    ("help me now", "no", "yes", "repeat", "stop"),
    ("i want to die", "no", "what is a back spasm", "what is the weather", "stop"),
    ("both my legs are numb", "should i use heat", "when should i see a doctor", "yes", "stop"),
)


def run() -> None:
    with TemporaryDirectory() as folder:
        home = {**os.environ, "XDG_DATA_HOME": str(Path(folder))}
        expected = [
            run_command("ask", "--session", "-", typed="\n".join(script), environment=home)
            .stdout.splitlines()
            for script in SCRIPTS
        ]  # fmt: skip
        with serving(environment=home) as port:
            times = sorted(asyncio.run(_all_talks(port, expected)))
    print(f"{len(times)} sentences in {TALKS} interleaved talks, the words as `ask` gives them")
    p50, p99 = (times[int(len(times) * part)] * 1000 for part in (0.5, 0.99))
    print(f"  one after the other   p50 {p50:.1f} ms, p99 {p99:.1f} ms")


async def _all_talks(port: int, expected: list[list[str]]) -> list[float]:
    """A sentence of each talk in turn; the seconds of each."""
    for number in range(TALKS):  # somebody who has heard the disclaimer
        for said in ("open back spasm guide", "stop"):
            await converse(port, said, f"talk {number}", f"device {number}")
    times = []
    for turn in range(ROUNDS * len(SCRIPTS[0])):
        for number in range(TALKS):
            script, at = number % len(SCRIPTS), turn % len(SCRIPTS[0])
            begun = perf_counter()
            heard = await converse(port, SCRIPTS[script][at], f"talk {number}", f"device {number}")
            times.append(perf_counter() - begun)
            if heard.speech != expected[script][at]:
                raise RuntimeError(f"talk {number} heard other words than `ask` gives")
    return times
