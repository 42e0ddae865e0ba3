"""The console command `back-spasm-guide`.

Each command imports what it needs when it runs, so that `--help` and the others stay quick.
"""

import io
import os
import signal
import sys
from threading import Timer
from types import FrameType
from typing import NoReturn

import click

from local_voice.commands.ask import ask
from local_voice.commands.check_content import check_content
from local_voice.commands.doctor import doctor
from local_voice.commands.evaluate import evaluate
from local_voice.commands.package import package
from local_voice.commands.ring import ring
from local_voice.commands.serve import serve
from local_voice.commands.simulate import simulate
from local_voice.commands.talk import talk
from local_voice.errors import LocalVoiceError
from local_voice.speech.ending import whole_program
from skill.errors import GuideError

_GRACE = 5.0  # seconds for every `finally` after a signal to end
_ENDS = ("SIGHUP", "SIGTERM")  # the first, where it is known, when the terminal is closed


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="back-spasm-guide")
def commands() -> None:
    """A voice guide to back spasms. Begin with: back-spasm-guide talk."""


for _command in (talk, ring, ask, simulate, serve, package, check_content, evaluate, doctor):
    commands.add_command(_command)


def console() -> None:
    """Do as `main`, as the whole program."""
    with whole_program():
        main()


def main(arguments: list[str] | None = None) -> None:
    """Run the command; whatever is wrong becomes one line and exit code 2."""
    _prepare_streams()
    _end_quietly_on_signals()
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        commands.main(arguments or ["--help"], prog_name="back-spasm-guide", standalone_mode=False)
    except click.ClickException as error:
        _fail(error.format_message())
    except (GuideError, LocalVoiceError) as error:
        _fail(str(error))
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except OSError as error:
        if not error.filename:
            _give_up_output()
        _fail(f"{error.filename or 'the output'}: {error.strerror}")


def _fail(line: str) -> None:
    click.echo(f"back-spasm-guide: {' '.join(line.split())}", err=True)
    sys.exit(2)


def _give_up_output() -> None:
    """Let what could not be written go nowhere: at the end Python tries to write it once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _prepare_streams() -> None:
    """Bytes that are no text become question marks."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - as long as we run
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _end_quietly_on_signals() -> None:
    """Let a signal to end run every `finally` on the way out, so that nothing is left behind."""
    for name in _ENDS:
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    if signal.Signals(number).name == "SIGHUP":  # nobody is there to read, least of all a traceback
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
    # A prompt that is cut off while it is being set up may wait for a terminal that is gone.
    late = Timer(_GRACE, os._exit, [128 + number])
    late.daemon = True
    late.start()
    sys.exit(128 + number)
