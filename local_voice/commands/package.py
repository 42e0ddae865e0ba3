"""`package`: what `ask deploy` takes."""

import sys
from pathlib import Path

import click

from local_voice.commands.options import content


@click.command()
@click.option("--out", default="build", show_default=True, help="The folder to write.")
@click.option("--skill-id", default="", help="The skill's id, once Amazon has given it one.")
@click.option("--lambda-arn", default="", help="The Lambda function that answers, if it exists.")
@click.option("--endpoint", default="", metavar="URL", help="Your own https endpoint instead.")
@click.option("--site", default="", metavar="URL", help="Where you host the two pages.")
@click.option("--check", is_flag=True, help="Go through the certification checklist as well.")
@content
def package(
    out: str, skill_id: str, lambda_arn: str, endpoint: str, site: str, check: bool
) -> None:
    """Write what `ask deploy` takes: manifest, models, icons, pages and the Lambda bundle."""
    if lambda_arn and endpoint:
        raise click.UsageError("--lambda-arn and --endpoint exclude each other: drop one")
    from local_voice.package.build import write_package  # noqa: PLC0415
    from local_voice.package.manifest import Deployment  # noqa: PLC0415

    deployment = Deployment(skill_id, lambda_arn, endpoint)
    if not write_package(Path(out), deployment, site, check=check, tell=click.echo):
        sys.exit(1)
