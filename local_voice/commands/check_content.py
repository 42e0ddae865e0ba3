"""`check-content`: every mistake in a clinic's file."""

import sys
from pathlib import Path

import click


@click.command("check-content")
@click.argument("file", type=click.Path(path_type=Path))
def check_content(file: Path) -> None:
    """Explain every mistake in a clinic's content file, each with its line."""
    from local_voice.package.check_content import mistakes  # noqa: PLC0415

    found = mistakes(file)
    for mistake in found:
        click.echo(str(mistake))
    if found:
        sys.exit(1)
    click.echo(f"{file.name}: nothing is wrong with it")
