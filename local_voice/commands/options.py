"""Options that several commands take, and what they may be."""

import os
from math import isnan
from typing import Any, get_args

import click

from local_voice.alexa.envelope import REMINDER_PERMISSIONS, Permission
from local_voice.model import LOCALES

locale_option = click.option(
    "--locale",
    type=click.Choice(LOCALES),
    default="en-US",
    show_default=True,
    help="The country whose words and emergency number are spoken.",
)
permission_option = click.option(
    "--permission",
    type=click.Choice(get_args(Permission)),
    default="granted",
    show_default=True,
    help="Whether the guide may set timers; unasked makes it ask.",
)

reminders_option = click.option(
    "--reminders",
    type=click.Choice(REMINDER_PERMISSIONS),
    default="granted",
    show_default=True,
    help="The same for reminders; unsupported plays a device that has none.",
)


def _lay_over(_context: click.Context, _parameter: click.Parameter, file: str | None) -> None:
    if file:  # where a web server would find it too
        from skill.settings import CONTENT_VARIABLE  # noqa: PLC0415

        os.environ[CONTENT_VARIABLE] = file


content = click.option(
    "--content",
    metavar="FILE",
    callback=_lay_over,
    expose_value=False,
    help="A clinic's own content, such as clinic.toml, laid over the guide's.",
)


class Number(click.FloatRange):
    """A number that is one: of "nan" nothing is true, not even that it is too small."""

    def convert(
        self,
        value: Any,  # noqa: ANN401 - as click has it
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> float:
        number: float = super().convert(value, param, ctx)
        if isnan(number):
            self.fail(f"{value!r} is no number.", param, ctx)
        return number
