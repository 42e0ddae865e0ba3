"""`ask`: one answer, or one for each line of standard input."""

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from local_voice.alexa.envelope import Device, Permission, ReminderPermission
from local_voice.commands.options import content, locale_option, permission_option, reminders_option

if TYPE_CHECKING:
    # Only for its type; the rest of Alexa's part is loaded when the command runs.
    from local_voice.alexa.exchange import Exchange


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@click.option("--session", is_flag=True, help="All lines in one talk, not each on its own.")
@click.option("--screen", is_flag=True, help="Play a device with a screen.")
@locale_option
@permission_option
@reminders_option
@content
def ask(  # noqa: PLR0913 - one for each option
    *,
    text: tuple[str, ...],
    as_json: bool,
    session: bool,
    screen: bool,
    locale: str,
    permission: Permission,
    reminders: ReminderPermission,
) -> None:
    """Ask one question, or with - one for each line of standard input.

    A line such as [7 minutes later] or [8 days later] puts the clock forward. Nothing is kept: the
    timers set here end with the command.
    """
    if text != ("-",) and not " ".join(text).strip():
        raise click.UsageError("TEXT is empty: ask something, such as how long should I ice")
    from local_voice.app import local_alexa  # noqa: PLC0415
    from local_voice.clocks import TalkClock, seconds_later  # noqa: PLC0415
    from local_voice.timers.database import TimerDatabase  # noqa: PLC0415
    from skill.storage.store import MemoryStore  # noqa: PLC0415

    device = Device(locale, screen, permission, reminders=reminders)
    clock = TalkClock()
    timers = TimerDatabase(":memory:")
    alexa = local_alexa(device, MemoryStore(), timers, clock=clock, on_first=_tell_of_first)
    alexa.open()  # somebody who has heard the disclaimer, so that equal questions sound equal
    alexa.leave()
    lines: Iterable[str] = sys.stdin if text == ("-",) else [" ".join(text)]
    for line in filter(str.strip, lines):
        if (seconds := seconds_later(line.strip())) is not None:
            clock.forward(seconds)
            continue
        exchange = alexa.say(line.strip())
        click.echo(json_line(exchange) if as_json else exchange.speech)
        if not session:
            alexa.leave()


def _tell_of_first() -> None:
    click.echo("Getting ready, once: this takes some seconds.", err=True)


def json_line(exchange: "Exchange") -> str:
    """One JSON object on one line: what other programs read, so its keys stay."""
    row = {
        "utterance": exchange.utterance,
        "intent": exchange.intent,
        "slots": {name: match.value for name, match in exchange.slots.items() if match},
        "score": round(exchange.score, 3),
        "speech": exchange.speech,
        "ssml": exchange.ssml,
        "reprompt": exchange.reprompt,
        "session_ended": exchange.session_ended,
        "directives": [directive.get("type") for directive in exchange.directives],
        "api_calls": [call._asdict() for call in exchange.calls],
        "request": exchange.request,
        "response": exchange.response,
    }
    return json.dumps(row, ensure_ascii=False)
