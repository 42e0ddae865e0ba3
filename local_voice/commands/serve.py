"""`serve`: the web endpoint."""

import click
from click.core import ParameterSource

from local_voice.commands.options import content
from local_voice.model import LOCALES

_OF_ALEXA = ("--host", "--port", "--skill-id", "--no-verify")
_IDLE = {"": ("--locale",), "--wyoming": _OF_ALEXA, "--mcp": (*_OF_ALEXA, "--wyoming", "--locale")}
"""What would do nothing beside each other speaker than Alexa, and beside none."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=5000, show_default=True)
@click.option("--skill-id", help="Whose requests are taken; by default BACK_SPASM_GUIDE_SKILL_ID.")
@click.option(
    "--no-verify", is_flag=True, help="Take unsigned requests: JSON, from this computer alone."
)
@click.option("--wyoming", metavar="tcp://HOST:PORT", help="Serve Home Assistant, not Alexa.")
@click.option(
    "--mcp",
    metavar="ADDRESS",
    help="Serve as MCP tools, not Alexa: at http://127.0.0.1:10701/mcp, or on stdio.",
)
@click.option(
    "--locale",
    type=click.Choice([*LOCALES, "other"]),
    default="en-US",
    show_default=True,
    help="With --wyoming: whose emergency number a request hears that names no country.",
)
@content
@click.pass_context
def serve(  # noqa: PLR0913 - as many options
    context: click.Context,
    *,
    host: str,
    port: int,
    skill_id: str | None,
    no_verify: bool,
    wyoming: str | None,
    mcp: str | None,
    locale: str,
) -> None:
    """Serve the skill to Alexa: POST /alexa, GET /healthz. Put HTTPS in front of it.

    With --wyoming it serves Home Assistant instead, which asks without a password; with --mcp an
    assistant that takes tools, such as Alexa+.
    """
    _refuse_idle(context, "--mcp" if mcp else "--wyoming" if wyoming else "")
    if wyoming or mcp:
        from local_voice.commands.speakers import serve_mcp, serve_wyoming  # noqa: PLC0415

        if wyoming:
            serve_wyoming(wyoming, locale)
        elif mcp:
            serve_mcp(mcp)
        return
    from local_voice.serving import listening  # noqa: PLC0415
    from skill.bounded_http import is_loopback  # noqa: PLC0415
    from skill.endpoint.loopback import check_local  # noqa: PLC0415
    from skill.endpoint.server import Server  # noqa: PLC0415
    from skill.endpoint.verification import read_headers  # noqa: PLC0415
    from skill.web import create_app  # noqa: PLC0415

    if no_verify and not is_loopback(host):
        raise click.UsageError(f"--no-verify with --host {host} would answer anybody: drop one")
    app = create_app(skill_id=skill_id, unsigned=no_verify)
    server = Server(app, listening(host, port), check_local if no_verify else read_headers)
    name = f"[{host}]" if ":" in host else host
    click.echo(f"Serving at http://{name}:{server.port}/alexa", err=True)
    server.run_until_signal()


def _refuse_idle(context: click.Context, speaker: str) -> None:
    for option in _IDLE[speaker]:
        name = option.removeprefix("--").replace("-", "_")
        if context.get_parameter_source(name) is not ParameterSource.DEFAULT:
            what = f"does nothing with {speaker}" if speaker else "does nothing without --wyoming"
            raise click.UsageError(f"{option} {what}: drop it")
