"""The guide as tools of an MCP server, for an assistant that writes its own words, as Alexa+ does.

Every call is a talk of its own with somebody new, so that nothing is kept of anybody: what a
follow-up needs to know of the talk comes with it.
"""

import signal
import socket
import sys
from importlib.metadata import version
from inspect import getdoc
from typing import Annotated, Literal

import click
import uvicorn
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import BaseModel, Field

from local_voice.alexa.envelope import Device, Session
from local_voice.alexa.exchange import Exchange
from local_voice.alexa.local_alexa import LocalAlexa
from local_voice.alexa.transcript import LONGEST_UTTERANCE
from local_voice.app import Prepared, prepared
from local_voice.model import FALLBACK, LOCALES
from local_voice.serving import OTHER_ADDRESS, listening, place_in
from local_voice.timers.database import TimerDatabase
from skill.alexa.session import from_attributes, to_attributes
from skill.conversation.turn import Dialog
from skill.storage.own_files import APP
from skill.storage.store import MemoryStore
from skill.understanding.choosing import weightiest

HOW_TO_SPEAK = """\
Where say_first_unchanged is not empty, say it before all else, word for word. Say the other words
as they stand. Add no dose, no diagnosis and no promise."""
MOST_BYTES = 64 * 1024  # of a request; the longest that makes sense has three
NOT_A_QUESTION = {"", "timer", "routine", "exercises"}  # what else a talk may be about
STOP_SECONDS = 2  # for what has begun; a call takes some thousandths of one

Said = Annotated[str, Field(min_length=1, max_length=LONGEST_UTTERANCE)]
Ids = Annotated[tuple[str, ...], Field(max_length=20)]
Locale = Literal[LOCALES]  # type: ignore[valid-type]  # "en-US" and so on, in the tools' schema


class Signs(BaseModel):
    say_first_unchanged: str = Field(description="Say it first, word for word; or it is empty.")
    situations: tuple[str, ...] = Field(description="What was said of the person: pass it on.")


class Answer(Signs):
    answer: str = Field(description="The guide's words; empty where all is said first.")
    question: str = Field(description="What the guide asks at the end; or it is empty.")
    subject: str = Field(description="What was spoken of: pass it on with a follow-up.")
    understood: bool


class Steps(Signs):
    steps: tuple[str, ...] = Field(description="Say one, and the next once they are ready.")
    on_yes_to_the_first: str = Field(description="Say it word for word, and no more steps.")


class Tools:
    def __init__(self, ready: Prepared) -> None:
        self._ready = ready
        self._timers = TimerDatabase(":memory:")  # stays empty: none may be set

    async def ask_back_spasm_guide(
        self, question: Said, subject: str = "", situations: Ids = (), locale: Locale = "en-US"
    ) -> Answer:
        """Answer what somebody asks or says about a back spasm, in the guide's own words.

        Give their whole words, and of a yes what it says yes to, such as "tell me more"; with a
        follow-up the subject of the last answer. "help" tells what can be asked.
        """
        exchange = self._talk(locale, situations, subject).say(question)
        signs, dialog = self._signs(locale, exchange), _dialog(exchange)
        return Answer(
            **signs.model_dump(),
            answer="" if signs.say_first_unchanged else dialog.last.speech,
            question=dialog.last.question,
            subject=dialog.subject,
            understood=exchange.intent != FALLBACK,
        )

    async def check_emergency_signs(self, text: Said, locale: Locale = "en-US") -> Signs:
        """Look in what somebody says for signs that need help at once, before any advice.

        None found is no all-clear: the other tool answers "when is it an emergency".
        """
        return self._signs(locale, self._talk(locale).say(text))

    async def give_routine_steps(self, situations: Ids = (), locale: Locale = "en-US") -> Steps:
        """Give the steps for somebody whose back is in spasm now; the first is a safety check."""
        alexa, intents = self._talk(locale, situations), self._ready.model.intents
        first = exchange = alexa.hear(intents["RelieveNowIntent"], {})
        session, steps, on_yes = alexa.session, list[str](), ""
        if first.gives_steps:
            on_yes = alexa.hear(intents["AMAZON.YesIntent"], {}).speech
            alexa.session = session
            while exchange.gives_steps:
                steps.append(exchange.speech)
                exchange = alexa.hear(intents["AMAZON.NextIntent"], {})
            steps.append(exchange.speech)
        signs = self._signs(locale, first).model_dump()
        return Steps(**signs, steps=tuple(steps), on_yes_to_the_first=on_yes)

    def _talk(self, locale: str, situations: tuple[str, ...] = (), subject: str = "") -> LocalAlexa:
        guide = self._ready.guides.speaking(locale)
        question = guide.question(subject)
        unknown = {*situations} - {*guide.signs}
        if unknown or not (question or subject in NOT_A_QUESTION):
            wrong = ", ".join(sorted(unknown)) or subject
            raise ToolError(f"{wrong!r} is unknown: give what the last answer had")
        # Nothing here could ring, so it may set no timer and no reminder, and says so.
        device = Device(locale, permission="denied", reminders="denied")
        alexa = self._ready.alexa(device, MemoryStore(), self._timers)
        alexa.open()  # the disclaimer stands in the server's instructions
        part = "answer" if question and question.aspect else "more"
        dialog = Dialog(subject=subject, part=part, heard=situations)
        alexa.session = Session("", to_attributes(dialog))
        return alexa

    def _signs(self, locale: str, exchange: Exchange) -> Signs:
        dialog = _dialog(exchange)
        first = weightiest(self._ready.guides.speaking(locale), dialog.heard)
        said = dialog.last.speech if first else ""
        return Signs(say_first_unchanged=said, situations=dialog.heard)


def _dialog(exchange: Exchange) -> Dialog:
    return from_attributes(exchange.response["sessionAttributes"])


def serve(address: str) -> None:
    """Until a signal, at an address such as http://127.0.0.1:10701/mcp, or on "stdio".

    Raises `LocalVoiceError` for an address that is none, or is taken.
    """
    place = None if address == "stdio" else place_in(address, "http")
    ready = prepared("en-US")
    rules = f"{HOW_TO_SPEAK} {ready.guides.other.phrases.disclaimer}"
    # Its errors may quote what the tools were given: none is logged.
    server = MCPServer(APP, version=version(APP), instructions=rules, log_level="CRITICAL")
    tools = Tools(ready)
    for tool in (tools.ask_back_spasm_guide, tools.check_emergency_signs, tools.give_routine_steps):
        reads = ToolAnnotations(read_only_hint=True)
        server.add_tool(tool, description=getdoc(tool), annotations=reads)
    for number in (signal.SIGINT, signal.SIGTERM):
        # A thread that waits for standard input would keep anything gentler waiting.
        signal.signal(number, (lambda *_: sys.exit(0)) if place else signal.SIG_DFL)
    if place is None:
        server.run()
        return
    with listening(place.hostname or "", place.port or 0, OTHER_ADDRESS) as bound:
        host, port = place.netloc.rpartition(":")[0], bound.getsockname()[1]
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else 40 ms for each answer
        names = [f"{name}:{port}" for name in (host, "127.0.0.1", "localhost", "[::1]")]
        app = server.streamable_http_app(
            streamable_http_path=place.path,
            json_response=True,
            stateless_http=True,
            max_request_body_size=MOST_BYTES,
            transport_security=TransportSecuritySettings(allowed_hosts=names),
        )
        click.echo(f"Serving at http://{host}:{port}{place.path}", err=True)
        config = uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=STOP_SECONDS)
        uvicorn.Server(config).run(sockets=[bound])
