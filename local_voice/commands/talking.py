"""The commands that talk: talk, ask, simulate."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from local_voice.commands.options import (
    Number,
    content,
    is_loopback,
    locale_option,
    permission_option,
)
from local_voice.envelope import Device, Permission


@click.command()
@click.option("--listen", is_flag=True, help="Press the space bar and speak, or type.")
@click.option("--hands-free", is_flag=True, help='With --listen: say "hey coach" first, no key.')
@click.option("--wav", is_flag=True, help="Listen to the recordings FILES, then end.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--mute", is_flag=True, help="Print only, without a voice.")
@click.option(
    "--time-lapse",
    type=Number(min=1, max=3600),
    default=1.0,
    metavar="FACTOR",
    help="Let time run faster: 60 makes a minute pass in a second.",
)
@click.option("--fault", metavar="NAME", help="Let every timer call fail in this way.")
@locale_option
@permission_option
@content
def talk(  # noqa: PLR0913 - one for each option
    *,
    listen: bool,
    hands_free: bool,
    wav: bool,
    files: tuple[Path, ...],
    mute: bool,
    time_lapse: float,
    fault: str | None,
    locale: str,
    permission: Permission,
) -> None:
    """Talk with the guide: type a question, hear and read the answer. Say stop to leave.

    Enter on an empty line stops the speech.
    """
    if wav != bool(files):
        raise click.UsageError("--wav and the names of recordings go together: --wav question.wav")
    if wav and (listen or hands_free):
        raise click.UsageError("--wav listens to recordings alone: drop --listen and --hands-free")
    if hands_free and not listen:
        raise click.UsageError("--hands-free is a way of listening: add --listen")
    from local_voice.listening import Listening  # noqa: PLC0415
    from local_voice.talk import talk as talk_with_guide  # noqa: PLC0415

    known_fault = _known_fault(fault)
    listening = Listening(by_key=listen, hands_free=hands_free, recordings=files)
    device = Device(locale, permission=permission)
    talk_with_guide(device, listening, mute=mute, factor=time_lapse, fault=known_fault)


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
    from local_voice import ask as asking  # noqa: PLC0415
    from local_voice.app import local_alexa  # noqa: PLC0415
    from local_voice.timers.database import TimerDatabase  # noqa: PLC0415
    from skill.store import MemoryStore  # noqa: PLC0415

    device = Device(locale, screen, permission)
    alexa = local_alexa(device, MemoryStore(), TimerDatabase(":memory:"))
    alexa.open()  # somebody who has heard the disclaimer, so that equal questions sound equal
    alexa.leave()
    lines: Iterable[str] = sys.stdin if text == ("-",) else [" ".join(text)]
    if text != ("-",) and not " ".join(text).strip():
        raise click.UsageError("TEXT is empty: ask something, such as how long should I ice")
    for exchange in asking.answers(alexa, lines, one_session=session):
        click.echo(asking.as_json(exchange) if as_json else exchange.speech)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Loopback only.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="By default a free one.")
@click.option("--no-open", is_flag=True, help="Print the address of the page; open no browser.")
@content
def simulate(host: str, port: int, no_open: bool) -> None:
    """Play an Echo on a page in the browser, with everything a skill developer wants to see."""
    if not is_loopback(host):
        raise click.UsageError(f"--host {host} would let others in: use 127.0.0.1")
    from local_voice.simulator.run import simulate as run  # noqa: PLC0415

    run(host, port, show=not no_open, tell=click.echo)


def _known_fault(name: str | None) -> str | None:
    from local_voice.timers.faults import FAULTS  # noqa: PLC0415

    if name is not None and name not in FAULTS:
        raise click.UsageError(f"--fault {name} is unknown: use one of {', '.join(FAULTS)}")
    return name
