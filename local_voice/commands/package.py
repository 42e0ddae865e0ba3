"""`package`: what `ask deploy` takes."""

import sys
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

import click

from local_voice.commands.options import content
from skill.clock import system_clock


@click.command()
@click.option("--out", default="build", show_default=True, help="The folder to write.")
@click.option("--skill-id", default="", help="The skill's id, once Amazon has given it one.")
@click.option("--lambda-arn", default="", help="The Lambda function that answers, if it exists.")
@click.option("--endpoint", default="", metavar="URL", help="Your own https endpoint instead.")
@click.option("--runtime", default="", help="Lambda's Python; by default its newest.")
@click.option("--site", default="", metavar="URL", help="Where you host the two pages.")
@click.option("--check", is_flag=True, help="Go through the certification checklist as well.")
@content
def package(  # noqa: PLR0913 - one for each option
    *,
    out: str,
    skill_id: str,
    lambda_arn: str,
    endpoint: str,
    runtime: str,
    site: str,
    check: bool,
) -> None:
    """Write what `ask deploy` takes: manifest, models, icons, pages and the Lambda bundle."""
    if lambda_arn and endpoint:
        raise click.UsageError("--lambda-arn and --endpoint exclude each other: drop one")
    from local_voice.package import bundle  # noqa: PLC0415
    from local_voice.package.build import write_package  # noqa: PLC0415
    from local_voice.package.manifest import Deployment  # noqa: PLC0415

    runtime = _known(runtime or bundle.NEWEST, bundle.RUNTIMES)
    deployment = Deployment(skill_id, lambda_arn, endpoint, runtime)
    build = partial(bundle.build_bundle, runtime=runtime)
    if not write_package(Path(out), deployment, site, check=check, tell=click.echo, bundle=build):
        sys.exit(1)


def _known(runtime: str, runtimes: Mapping[str, date]) -> str:
    if runtime not in runtimes:
        raise click.UsageError(f"Lambda has no {runtime}: use one of {', '.join(runtimes)}")
    if runtimes[runtime] <= system_clock().date():
        since = f"Lambda mends {runtime} no longer since {runtimes[runtime]}"
        raise click.UsageError(f"{since}: choose a later --runtime")
    return runtime
