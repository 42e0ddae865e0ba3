"""The console command `back-spasm-guide`.

Each command imports what it needs when it runs, so that `--help` and the others stay quick.
"""

import os
import sys
from collections.abc import Iterable
from ipaddress import ip_address
from pathlib import Path
from typing import Any, get_args

import click

from local_voice.envelope import Device, Permission
from local_voice.errors import LocalVoiceError
from skill.errors import GuideError

_LOCALES = ("en-US", "en-GB", "en-CA", "en-AU", "en-IN")

_locale = click.option(
    "--locale",
    type=click.Choice(_LOCALES),
    default="en-US",
    show_default=True,
    help="The country whose words and emergency number are spoken.",
)
_permission = click.option(
    "--permission",
    type=click.Choice(get_args(Permission)),
    default="granted",
    show_default=True,
    help="Whether the guide may set timers; unasked makes it ask.",
)


def _lay_over(_context: click.Context, _parameter: click.Parameter, file: str | None) -> None:
    if file:  # where a web server would find it too
        os.environ["BACK_SPASM_GUIDE_CONTENT"] = file


_content = click.option(
    "--content",
    metavar="FILE",
    callback=_lay_over,
    expose_value=False,
    help="A clinic's own content, such as clinic.toml, laid over the guide's.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="back-spasm-guide")
def commands() -> None:
    """A voice guide to back spasms. Begin with: back-spasm-guide talk."""


@commands.command()
@click.option("--mute", is_flag=True, help="Print only, without a voice.")
@click.option(
    "--time-lapse",
    type=click.FloatRange(min=1, max=3600),
    default=1.0,
    metavar="FACTOR",
    help="Let time run faster: 60 makes a minute pass in a second.",
)
@click.option("--fault", metavar="NAME", help="Let every timer call fail in this way.")
@_locale
@_permission
@_content
def talk(
    mute: bool, time_lapse: float, fault: str | None, locale: str, permission: Permission
) -> None:
    """Talk with the guide: type a question, hear and read the answer. Say stop to leave.

    Enter on an empty line stops the speech.
    """
    from local_voice.talk import talk as talk_with_guide  # noqa: PLC0415

    device = Device(locale, permission=permission)
    talk_with_guide(device, mute=mute, factor=time_lapse, fault=_known_fault(fault))


@commands.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@click.option("--session", is_flag=True, help="All lines in one talk, not each on its own.")
@click.option("--screen", is_flag=True, help="Play a device with a screen.")
@_locale
@_permission
@_content
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
    from local_voice.timer_database import TimerDatabase  # noqa: PLC0415
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


@commands.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=5000, show_default=True)
@click.option("--skill-id", help="Refuse requests for any other skill.")
@click.option("--no-verify", is_flag=True, help="Take unsigned requests; on loopback only.")
@_content
def serve(host: str, port: int, skill_id: str | None, no_verify: bool) -> None:
    """Serve the skill to Alexa: POST /alexa, GET /healthz. Put HTTPS in front of it."""
    if no_verify and not _is_loopback(host):
        raise click.UsageError(f"--no-verify with --host {host} would answer anybody: drop one")
    from werkzeug.serving import run_simple  # noqa: PLC0415

    from skill.web import create_app  # noqa: PLC0415

    unverified: dict[str, Any] = {"verifier": None} if no_verify else {}
    run_simple(host, port, create_app(skill_id=skill_id, **unverified), threaded=True)


@commands.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Loopback only.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="By default a free one.")
@click.option("--no-open", is_flag=True, help="Print the address of the page; open no browser.")
@_content
def simulate(host: str, port: int, no_open: bool) -> None:
    """Play an Echo on a page in the browser, with everything a skill developer wants to see."""
    if not _is_loopback(host):
        raise click.UsageError(f"--host {host} would let others in: use 127.0.0.1")
    from local_voice.simulator.run import simulate as run  # noqa: PLC0415

    run(host, port, show=not no_open, tell=click.echo)


@commands.command()
@click.option("--out", default="build", show_default=True, help="The folder to write.")
@click.option("--skill-id", default="", help="The skill's id, once Amazon has given it one.")
@click.option("--lambda-arn", default="", help="The Lambda function that answers, if it exists.")
@click.option("--endpoint", default="", metavar="URL", help="Your own https endpoint instead.")
@click.option("--site", default="", metavar="URL", help="Where you host the two pages.")
@click.option("--check", is_flag=True, help="Go through the certification checklist as well.")
@_content
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


@commands.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--model", type=click.Path(path_type=Path), help="Any interaction model's JSON.")
@click.option("--cross-validate", is_flag=True, help="Leave whole samples out; takes a minute.")
@click.option("--plot", type=click.Path(path_type=Path), metavar="SVG", help="Draw the confusions.")
@click.option(
    "--min",
    "least",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="SHARE",
    help="Exit with 1 when a share is under this, such as 0.96.",
)
def evaluate(
    file: Path | None, model: Path | None, cross_validate: bool, plot: Path | None, least: float
) -> None:
    """Report how well questions are understood.

    FILE holds one JSON object a line: text, and the intent or topic it should reach.
    """
    if (file is None) != cross_validate:
        raise click.UsageError("give either FILE or --cross-validate")
    from local_voice import evaluation  # noqa: PLC0415
    from local_voice.app import resolver_for  # noqa: PLC0415
    from local_voice.interaction_model import load_interaction_model  # noqa: PLC0415
    from local_voice.models import source_model  # noqa: PLC0415

    judged = load_interaction_model(model) if model else source_model()
    if file is None:
        report = evaluation.cross_validate(judged)
    else:
        report = evaluation.evaluate(resolver_for(judged), evaluation.read_lines(file))
    click.echo(evaluation.render(report))
    if plot:
        plot.write_text(evaluation.confusion_svg(report), encoding="utf-8")
    if not report.reaches(least):
        sys.exit(1)


@commands.command("check-content")
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


def _known_fault(name: str | None) -> str | None:
    from local_voice.timer_faults import FAULTS  # noqa: PLC0415

    if name is not None and name not in FAULTS:
        raise click.UsageError(f"--fault {name} is unknown: use one of {', '.join(FAULTS)}")
    return name


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def main(arguments: list[str] | None = None) -> None:
    """Run the command; whatever is wrong becomes one line and exit code 2."""
    try:
        commands.main(arguments, prog_name="back-spasm-guide", standalone_mode=False)
    except click.ClickException as error:
        _leave(error.format_message())
    except (GuideError, LocalVoiceError) as error:
        _leave(str(error))
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()  # nobody reads on; Python would complain once more at exit
        sys.exit(0)
    except OSError as error:
        _leave(f"{error.filename or 'the system'}: {error.strerror}")


def _leave(line: str) -> None:
    click.echo(f"back-spasm-guide: {' '.join(line.split())}", err=True)
    sys.exit(2)
