"""The commands that bring the skill to others: serve, package, check-content."""

import sys
from pathlib import Path
from typing import Any

import click

from local_voice.commands.options import content, is_loopback


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=5000, show_default=True)
@click.option("--skill-id", help="Refuse requests for any other skill.")
@click.option("--no-verify", is_flag=True, help="Take unsigned requests; on loopback only.")
@content
def serve(host: str, port: int, skill_id: str | None, no_verify: bool) -> None:
    """Serve the skill to Alexa: POST /alexa, GET /healthz. Put HTTPS in front of it."""
    if no_verify and not is_loopback(host):
        raise click.UsageError(f"--no-verify with --host {host} would answer anybody: drop one")
    from werkzeug.serving import make_server  # noqa: PLC0415

    from local_voice.bound_socket import bound_socket  # noqa: PLC0415
    from skill.web import create_app  # noqa: PLC0415

    unverified: dict[str, Any] = {"verifier": None} if no_verify else {}
    app = create_app(skill_id=skill_id, **unverified)
    with bound_socket(host, port) as listening:
        server = make_server(host, port, app, threaded=True, fd=listening.fileno())
    server.log_startup()
    server.serve_forever()


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
    from local_voice.package.manifest import Deployment  # noqa: PLC0415
    from local_voice.package.run import write_package  # noqa: PLC0415

    deployment = Deployment(skill_id, lambda_arn, endpoint)
    if not write_package(Path(out), deployment, site, check=check, tell=click.echo):
        sys.exit(1)


@click.command("check-content")
@click.argument("file", type=click.Path(path_type=Path))
def check_content(file: Path) -> None:
    """Explain every mistake in a clinic's content file, each with its line."""
    from local_voice.check_content import mistakes  # noqa: PLC0415

    found = mistakes(file)
    for mistake in found:
        click.echo(str(mistake))
    if found:
        sys.exit(1)
    click.echo(f"{file.name}: nothing is wrong with it")
