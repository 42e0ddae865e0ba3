"""`ask`: one answer, or one for each line of standard input."""

import sys
from collections.abc import Iterable

import click

from local_voice.alexa.envelope import Device, Permission
from local_voice.commands.options import content, locale_option, permission_option


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@click.option("--session", is_flag=True, help="All lines in one talk, not each on its own.")
@click.option("--screen", is_flag=True, help="Play a device with a screen.")
@locale_option
@permission_option
@content
def ask(
    text: tuple[str, ...],
    as_json: bool,
    session: bool,
    screen: bool,
    locale: str,
    permission: Permission,
) -> None:
    """Ask one question, or with - one for each line of standard input.

    Nothing is kept: the timers set here end with the command.
    """
    from local_voice.app import local_alexa  # noqa: PLC0415
    from local_voice.terminal import ask as asking  # noqa: PLC0415
    from local_voice.timers.database import TimerDatabase  # noqa: PLC0415
    from skill.storage.store import MemoryStore  # noqa: PLC0415

    device = Device(locale, screen, permission)
    alexa = local_alexa(device, MemoryStore(), TimerDatabase(":memory:"))
    alexa.open()  # somebody who has heard the disclaimer, so that equal questions sound equal
    alexa.leave()
    lines: Iterable[str] = sys.stdin if text == ("-",) else [" ".join(text)]
    if text != ("-",) and not " ".join(text).strip():
        raise click.UsageError("TEXT is empty: ask something, such as how long should I ice")
    for exchange in asking.answers(alexa, lines, one_session=session):
        click.echo(asking.as_json(exchange) if as_json else exchange.speech)
