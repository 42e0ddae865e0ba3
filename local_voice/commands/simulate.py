"""`simulate`: an Echo on a page in the browser."""

import click

from local_voice.commands.options import content, reminders_option


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Loopback only.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="By default a free one.")
@click.option("--no-open", is_flag=True, help="Print the address of the page; open no browser.")
@reminders_option
@content
def simulate(host: str, port: int, no_open: bool, reminders: str) -> None:
    """Play an Echo on a page in the browser, with everything a skill developer wants to see."""
    from skill.bounded_http import is_loopback  # noqa: PLC0415

    if not is_loopback(host):
        raise click.UsageError(f"--host {host} would let others in: use 127.0.0.1")
    from local_voice.simulator.server import simulate as run  # noqa: PLC0415

    run(host, port, show=not no_open, tell=click.echo, reminders=reminders)
