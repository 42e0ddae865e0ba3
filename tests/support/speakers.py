"""Home Assistant, as far as it talks Wyoming, and the server that it asks."""

import asyncio
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import NamedTuple

from wyoming.asr import Transcript
from wyoming.client import AsyncTcpClient
from wyoming.event import Event, Eventable
from wyoming.handle import Handled, NotHandled
from wyoming.info import Describe, Info
from wyoming.intent import Intent, IntentsStart, IntentsStop

from local_voice.speakers.talks import Talks
from local_voice.speakers.wyoming import IDLE_SECONDS, WyomingServer
from tests.support.at_terminal import COMMAND, LONGEST_WAIT, killed_if_late
from tests.support.threads import run_apart

SERVE = ("serve", "--wyoming", "tcp://127.0.0.1:0")


class Answer(NamedTuple):
    """`orders` are the device's, each with its entities as they stand in the intent."""

    speech: str
    asks: bool
    orders: list[tuple[str, dict[str, object]]]


async def converse(
    port: int,
    text: str,
    talk: str = "talk",
    device: str = "",
    language: str = "en-US",
    **context: object,
) -> Answer:
    """Ask as Home Assistant does: a connection a sentence, up to three ids in its context."""
    known = {"conversation_id": talk, **({"device_id": device} if device else {}), **context}
    async with AsyncTcpClient("127.0.0.1", port, LONGEST_WAIT, LONGEST_WAIT) as client:
        await client.write_event(Transcript(text, known, language).event())
        intents: list[Intent] = []
        several = False
        while True:
            event = await client.read_event()
            assert event, "the connection was closed"
            if Handled.is_type(event.type):
                return _answer(Handled.from_event(event), [])
            if NotHandled.is_type(event.type):
                return _answer(NotHandled.from_event(event), [])
            several = several or IntentsStart.is_type(event.type)
            if Intent.is_type(event.type):
                intents.append(Intent.from_event(event))
            if intents and (not several or IntentsStop.is_type(event.type)):
                return _answer(intents[0], intents)


def _answer(said: Handled | NotHandled | Intent, intents: list[Intent]) -> Answer:
    orders = [
        (intent.name, {entity.name: entity.value for entity in intent.entities})
        for intent in intents
    ]
    return Answer(said.text or "", bool((said.context or {}).get("continue_conversation")), orders)


def ask(port: int, text: str, talk: str = "talk", device: str = "", **context: object) -> Answer:
    return run_apart(converse(port, text, talk, device, **context))  # type: ignore[arg-type]  # a language is text


def describe(port: int) -> Info:
    return Info.from_event(run_apart(_exchange(port, Describe())))


async def _exchange(port: int, asked: Eventable) -> Event:
    async with AsyncTcpClient("127.0.0.1", port, LONGEST_WAIT, LONGEST_WAIT) as client:
        await client.write_event(asked.event())
        event: Event | None = await client.read_event()
    assert event
    return event


@contextmanager
def house(talks: Talks, idle: float = IDLE_SECONDS) -> Iterator[int]:
    """The port of a server in a thread of this process, stopped in the end."""
    bound = socket.create_server(("127.0.0.1", 0))
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    server = WyomingServer(talks, "Back spasm guide", idle)
    thread = Thread(target=lambda: loop.run_until_complete(server.run(bound, stop)), daemon=True)
    thread.start()
    try:
        yield int(bound.getsockname()[1])
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(LONGEST_WAIT)
        assert not thread.is_alive(), "it did not stop"
        loop.close()
        bound.close()


@contextmanager
def serving(
    *arguments: str, environment: dict[str, str], ends: signal.Signals = signal.SIGTERM
) -> Iterator[int]:
    """The port of a server of its own process, which the signal `ends`, without a word."""
    command = [*COMMAND, *SERVE, *arguments]
    server = subprocess.Popen(  # noqa: S603 - our own command
        command, stderr=subprocess.PIPE, text=True, env=environment
    )
    with killed_if_late(server.pid):
        assert server.stderr
        line = server.stderr.readline()
        try:
            found = re.search(r"tcp://127\.0\.0\.1:(\d+);", line)
            assert found, line
            yield int(found[1])
        finally:
            server.send_signal(ends)
            rest = server.communicate()[1]
    killed = ends is signal.SIGKILL
    assert (rest, server.returncode) == ("", -ends if killed else 0)
