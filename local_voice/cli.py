"""The console command `back-spasm-guide`.

Each command imports what it needs when it runs, so that `--help` and the others stay quick.
"""

import sys

import click

from local_voice.commands.ask import ask
from local_voice.commands.check_content import check_content
from local_voice.commands.evaluate import evaluate
from local_voice.commands.package import package
from local_voice.commands.serve import serve
from local_voice.commands.simulate import simulate
from local_voice.commands.talk import talk
from local_voice.errors import LocalVoiceError
from local_voice.terminal.streams import give_up_output, settle
from skill.errors import GuideError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="back-spasm-guide")
def commands() -> None:
    """A voice guide to back spasms. Begin with: back-spasm-guide talk."""


for _command in (talk, ask, simulate, serve, package, check_content, evaluate):
    commands.add_command(_command)


def main(arguments: list[str] | None = None) -> None:
    """Run the command; whatever is wrong becomes one line and exit code 2."""
    settle()
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        commands.main(arguments or ["--help"], prog_name="back-spasm-guide", standalone_mode=False)
    except click.ClickException as error:
        _leave(error.format_message())
    except (GuideError, LocalVoiceError) as error:
        _leave(str(error))
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except OSError as error:
        if not error.filename:
            give_up_output()
        _leave(f"{error.filename or 'the output'}: {error.strerror}")


def _leave(line: str) -> None:
    click.echo(f"back-spasm-guide: {' '.join(line.split())}", err=True)
    sys.exit(2)
