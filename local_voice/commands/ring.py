"""`ring`: the timers that run, with no talk open."""

import click

from local_voice.commands.options import locale_option


@click.command()
@locale_option
def ring(*, locale: str) -> None:
    """Ring the timers that run, with no talk open. Ends with the last, or when a talk opens."""
    from local_voice.terminal.ringing import ring_out  # noqa: PLC0415

    ring_out(locale)
