"""The real command `serve --mcp`, and the real client of the package mcp to talk to it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.types import CallToolResult, Tool

from tests.support.at_terminal import killed_if_late
from tests.support.threads import run_apart

ALEXA_WAITS = 0.5  # seconds, as Amazon's overview of the MCP toolkit asks of a round trip
ASK = "ask_back_spasm_guide"
COMMAND = ("-m", "local_voice", "serve", "--mcp")

Call = tuple[str, dict[str, Any]]
"""A tool's name, and what it is given."""


@contextmanager
def serving(cache_folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Give the address, on a free port of loopback, and the process."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, *COMMAND, "http://127.0.0.1:0/mcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "XDG_CACHE_HOME": str(cache_folder)},
    )
    with killed_if_late(process.pid), process:
        assert process.stderr
        line = process.stderr.readline()
        assert line.startswith("Serving at http://127.0.0.1:"), line + process.stderr.read()
        yield line.removeprefix("Serving at ").strip(), process
        process.send_signal(signal.SIGTERM)


def on_stdio(cache_folder: Path) -> StdioServerParameters:
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache_folder)}
    return StdioServerParameters(command=sys.executable, args=[*COMMAND, "stdio"], env=environment)


Place = str | StdioServerParameters


def called(
    place: Place, calls: Sequence[Call], mode: str = "auto"
) -> tuple[list[Tool], list[CallToolResult]]:
    """The tools that are listed, and what the calls came to."""

    async def talk() -> tuple[list[Tool], list[CallToolResult]]:
        server = place if isinstance(place, str) else stdio_client(place)
        async with Client(server, mode=mode) as client:
            tools = (await client.list_tools()).tools
            return tools, [await client.call_tool(*call) for call in calls]

    return run_apart(talk())


def round_trips(place: Place, calls: Sequence[Call]) -> list[float]:
    """The seconds that each call takes a client that is connected."""

    async def talk() -> list[float]:
        server = place if isinstance(place, str) else stdio_client(place)
        async with Client(server) as client:
            return [await _seconds(client, call) for call in calls]

    return run_apart(talk())


async def _seconds(client: Client, call: Call) -> float:
    begun = perf_counter()
    data(await client.call_tool(*call))
    return perf_counter() - begun


def data(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error, result.content
    structured: dict[str, Any] = result.structured_content
    return structured
