"""Round trips of the MCP tools by their own client, beside a call to a tool that is none."""

import asyncio
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter_ns
from typing import Any

from mcp import Client
from mcp.client.stdio import stdio_client

from tests.bench.timing import row
from tests.support.mcp_server import ALEXA_WAITS, ASK, Place, on_stdio, serving
from tests.whole.test_facts import QUESTIONS

ROUNDS = 200
PEER = "a tool that is none"


def run() -> None:
    with TemporaryDirectory() as folder, serving(Path(folder)) as (address, _):
        print(f"  Alexa+ gives a round trip {ALEXA_WAITS * 1000:.0f} ms.")
        places: dict[str, Place] = {"HTTP": address, "stdio": on_stdio(Path(folder))}
        for name, place in places.items():
            timings = asyncio.run(_timed(place))
            for tool, times in timings.items():
                print(row(f"{tool}, {name}", times, timings[PEER]))


async def _timed(place: Place) -> dict[str, list[float]]:
    questions = cycle(QUESTIONS)
    timings: dict[str, list[float]] = {}
    async with Client(place if isinstance(place, str) else stdio_client(place)) as client:
        await client.list_tools()
        for _ in range(ROUNDS):
            said = next(questions)
            calls: dict[str, dict[str, Any]] = {
                PEER: {},
                ASK: {"question": said},
                "check_emergency_signs": {"text": said},
                "give_routine_steps": {},
            }
            for tool, given in calls.items():
                started = perf_counter_ns()
                await client.call_tool(tool, given)
                timings.setdefault(tool, []).append((perf_counter_ns() - started) / 1000)
    return timings
