"""`talk`: the talk on a terminal."""

import sys
from pathlib import Path
from textwrap import wrap

import click

from local_voice.alexa.envelope import Device, Permission, ReminderPermission
from local_voice.commands.options import (
    Number,
    content,
    locale_option,
    permission_option,
    reminders_option,
)
from local_voice.timers.faults import ALL_FAULTS, ALL_KINDS


def _faults() -> str:
    """The names of faults, each kind in a paragraph that is printed as it stands."""
    kinds = []
    for kind, faults in ALL_KINDS.items():
        names = wrap(", ".join(faults), 74, initial_indent="  ", subsequent_indent="  ")
        kinds.append("\n".join(("\b", f"{kind}:", *names)))
    return "\n\n".join(("What --fault takes:", *kinds))


@click.command(epilog=_faults())
@click.option("--listen", is_flag=True, help="Press the space bar and speak, or type.")
@click.option("--hands-free", is_flag=True, help='With --listen: say "hey coach" first, no key.')
@click.option("--wav", is_flag=True, help="Listen to the recordings FILES, then end.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--mute", is_flag=True, help="Print only, without a voice.")
@click.option(
    "--rate",
    type=click.IntRange(80, 300),
    default=150,
    show_default=True,
    help="How many words the voice says in a minute, but for its pauses.",
)
@click.option(
    "--voice",
    default="",
    metavar="NAME",
    help="natural, espeak, or another of espeak-ng's, such as en-gb-scotland.",
)
@click.option(
    "--time-lapse",
    type=Number(min=1, max=3600),
    default=1.0,
    metavar="FACTOR",
    help="Let time run faster: 60 makes a minute pass in a second.",
)
@click.option(
    "--save", type=click.Path(path_type=Path), metavar="FILE", help="Write the talk down."
)
@click.option(
    "--replay",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Play a talk that was written down, tell what goes otherwise, and end.",
)
@click.option("--fault", metavar="NAME", help="Let calls to Alexa fail in a way listed below.")
@locale_option
@permission_option
@reminders_option
@content
def talk(  # noqa: PLR0913 - one for each option
    *,
    listen: bool,
    hands_free: bool,
    wav: bool,
    files: tuple[Path, ...],
    mute: bool,
    rate: int,
    voice: str,
    time_lapse: float,
    save: Path | None,
    replay: Path | None,
    fault: str | None,
    locale: str,
    permission: Permission,
    reminders: ReminderPermission,
) -> None:
    """Talk with the guide: type a question, hear and read the answer. Say stop to leave.

    Enter on an empty line stops the speech.
    """
    if replay:
        _replay(replay)
        return
    if wav != bool(files):
        raise click.UsageError("--wav and the names of recordings go together: --wav question.wav")
    if wav and (listen or hands_free):
        raise click.UsageError("--wav listens to recordings alone: drop --listen and --hands-free")
    if hands_free and not listen:
        raise click.UsageError("--hands-free is a way of listening: add --listen")
    from local_voice.speech.speaker import Speaker  # noqa: PLC0415
    from local_voice.terminal.inputs import Listening  # noqa: PLC0415
    from local_voice.terminal.talk import talk as talk_with_guide  # noqa: PLC0415

    known_fault = _known_fault(fault)
    listening = Listening(by_key=listen, hands_free=hands_free, recordings=files)
    device = Device(locale, permission=permission, reminders=reminders)
    speaker = None if mute else Speaker(locale, rate, voice=voice.lower())
    if speaker and voice:
        speaker.check()
    talk_with_guide(device, listening, speaker, time_lapse=time_lapse, fault=known_fault, save=save)


def _replay(file: Path) -> None:
    """Exit code 1 when an answer goes otherwise than it was written down."""
    from local_voice.alexa.transcript import NoTranscript  # noqa: PLC0415
    from local_voice.simulator.script import compared  # noqa: PLC0415
    from local_voice.simulator.settings import BadSetting  # noqa: PLC0415

    try:
        lines, different = compared(file.read_text("utf-8", errors="replace"))
    except (NoTranscript, BadSetting) as error:
        raise click.UsageError(f"{file}: {error}") from error
    click.echo("\n".join(lines))
    if different:
        told = f"went otherwise: {different} of the answers; see the lines after - and +"
        click.echo(told, err=True)
        sys.exit(1)


def _known_fault(name: str | None) -> str | None:
    if name is not None and name not in ALL_FAULTS:
        raise click.UsageError(f"--fault {name} is unknown: use one of {', '.join(ALL_FAULTS)}")
    return name
