"""`doctor`: what a talk needs, and what of it is here."""

import sys

import click

from local_voice.commands.options import content


@click.command()
@content
def doctor() -> None:
    """Look at all that a talk needs here, and say what to do where something is missing."""
    from local_voice.terminal.doctor import findings, lines  # noqa: PLC0415

    found = findings()
    for line in lines(found):
        click.echo(line)
    if any(each.remedy and each.needed for each in found):
        sys.exit(1)
