"""The Wyoming protocol, in which Home Assistant asks: what was heard comes in, the answer goes out.

It knows no password: whoever reaches the address is answered. So what a client sends is bounded.
"""

import asyncio
import logging
import signal
import socket
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from wyoming.asr import Transcript
from wyoming.event import Event, async_read_event, async_write_event
from wyoming.handle import Handled, NotHandled
from wyoming.info import Attribution, Describe, HandleModel, HandleProgram, Info
from wyoming.intent import IntentsStart, IntentsStop

from local_voice.model import LOCALES
from local_voice.speakers.talks import Talks

MOST_CONNECTIONS = 256
MOST_BYTES = 16 * 1024  # of a line, and of each of the two parts that may follow it
IDLE_SECONDS = 60.0  # for an event to come, and for an answer to be taken
_STOP_SECONDS = 10.0  # for what has begun when the server is told to stop
_LANGUAGES = ["en", *(locale for locale in LOCALES if locale != "en-US")]
"""Home Assistant takes its country's own, and "en" where that has none: then the house's counts."""

_BROKEN = (OSError, EOFError, TypeError, KeyError, AttributeError, ValueError, RecursionError)
"""What comes of a client that is gone, is late, or talks no Wyoming."""

_log = logging.getLogger(__name__)


class WyomingServer:
    """`name` is shown to whoever sets it up; after `idle` seconds a silent client is let go."""

    def __init__(self, talks: Talks, name: str, idle: float = IDLE_SECONDS) -> None:
        self._talks, self._idle = talks, idle
        about: dict[str, Any] = {
            "attribution": Attribution(name, ""),
            "installed": True,
            "version": None,
        }
        model = HandleModel(name=name, description=name, languages=_LANGUAGES, **about)
        program = HandleProgram(name=name, description=name, models=[model], **about)
        self._info = Info(handle=[program]).event()
        self._one_thread = ThreadPoolExecutor(1)  # as talks want it
        self._waits: dict[asyncio.Task[None], bool] = {}  # whether each client owes us an event

    async def run(self, listening: socket.socket, stop: asyncio.Event | None = None) -> None:
        """Serve until `stop` or a signal; then finish what has begun, in ten seconds at most."""
        stop = stop or asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(RuntimeError):  # on Windows, and outside of the main thread
                asyncio.get_running_loop().add_signal_handler(number, stop.set)
        server = await asyncio.start_server(self._connected, sock=listening, limit=MOST_BYTES)
        await stop.wait()
        server.close()
        for client in [client for client, waits in self._waits.items() if waits]:
            client.cancel()
        if self._waits:
            await asyncio.wait([*self._waits], timeout=_STOP_SECONDS)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        client = asyncio.current_task()
        if client and len(self._waits) < MOST_CONNECTIONS:
            with suppress(*_BROKEN, asyncio.CancelledError):
                while await self._serve(client, _Bounded(reader), writer):
                    pass
            self._waits.pop(client, None)
        writer.close()

    async def _serve(
        self, client: asyncio.Task[None], reader: "_Bounded", writer: asyncio.StreamWriter
    ) -> bool:
        """Answer one event; False at the end, or where what came is none."""
        self._waits[client] = True
        async with asyncio.timeout(self._idle):
            event = await async_read_event(reader)  # type: ignore[arg-type]  # it reads alike
        self._waits[client] = False
        answers = await self._answers(event) if event else []
        async with asyncio.timeout(self._idle):
            for answer in answers:
                await async_write_event(answer, writer)
        return event is not None

    async def _answers(self, event: Event) -> list[Event]:
        """None to an event that is not for us: the protocol wants that passed over."""
        if Describe.is_type(event.type):
            return [self._info]
        if not Transcript.is_type(event.type):
            return []
        heard, loop = Transcript.from_event(event), asyncio.get_running_loop()
        return await loop.run_in_executor(self._one_thread, self._said, heard)

    def _said(self, heard: Transcript) -> list[Event]:
        context = heard.context if isinstance(heard.context, Mapping) else {}
        try:
            speech, asks, orders = self._talks.say(str(heard.text), heard.language, context)
        except Exception as error:  # noqa: BLE001  # somebody in pain shall not hear silence
            _log.error("not answered: %s", type(error).__name__)  # its words may quote a person's
            return [NotHandled(self._talks.trouble(heard.language)).event()]
        goes_on = {"continue_conversation": asks}
        if not orders:
            return [Handled(speech, goes_on).event()]
        orders[0].text, orders[0].context = speech, goes_on
        events = [order.event() for order in orders]
        several = len(events) > 1
        return [IntentsStart().event(), *events, IntentsStop().event()] if several else events


class _Bounded:
    """A stream that gives no more at once than an event may have; of a line it bounds itself."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self.readline, self._readexactly = reader.readline, reader.readexactly

    async def readexactly(self, size: int) -> bytes:
        if size > MOST_BYTES:
            raise ValueError("more than any event for a guide has")
        return await self._readexactly(size)
