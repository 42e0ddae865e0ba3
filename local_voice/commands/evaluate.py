"""`evaluate`: how well questions are understood."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from local_voice.commands.options import Number, locale_option
from local_voice.files import write_whole
from skill.clock import system_clock


def _place(_context: click.Context, _parameter: click.Parameter, file: Path | None) -> Path | None:
    """Where a page can be written; said before an evaluation that takes a minute."""
    if file and (not file.parent.is_dir() or (file.exists() and not file.is_file())):
        raise click.BadParameter(f"{file} is no place for a file: name one in a folder that exists")
    return file.resolve() if file else None


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--answers", is_flag=True, help="Judge what is said: see evaluation/answers.py.")
@click.option("--orders", is_flag=True, help="Judge what is done: see evaluation/orders.py.")
@click.option("--as-alexa", is_flag=True, help="With what Amazon is given: the samples alone.")
@click.option("--model", type=click.Path(path_type=Path), help="Any interaction model's JSON.")
@click.option("--cross-validate", is_flag=True, help="Leave whole samples out; takes a minute.")
@click.option(
    "--min",
    "least",
    type=Number(0, 1),
    default=0.0,
    metavar="SHARE",
    help="Exit with 1 when a share is under this, such as 0.96.",
)
@click.option(
    "--html",
    type=click.Path(path_type=Path),
    callback=_place,
    metavar="PAGE",
    help="Write it as a page too, to show to somebody; it holds lines of FILE.",
)
@locale_option
def evaluate(  # noqa: PLR0913 - one for each option
    *,
    file: Path | None,
    answers: bool,
    orders: bool,
    as_alexa: bool,
    model: Path | None,
    cross_validate: bool,
    least: float,
    html: Path | None,
    locale: str,
) -> None:
    """Report how well questions are understood, what is said to them or what is done.

    FILE holds one JSON object a line: text, and the intent or topic it should reach.
    """
    if (file is None) != cross_validate:
        raise click.UsageError("give either FILE or --cross-validate")
    if model and (answers or orders or as_alexa):
        raise click.UsageError("--model judges understanding alone: drop what goes beyond it")
    today = system_clock().astimezone()
    about = [
        file.name if file else "the samples of the model, each left out once",
        *([model.name] if model else []),
        locale,
        *(["by the samples alone"] if as_alexa else []),
        f"{today.day} {today:%B %Y}",
    ]
    if orders and file:
        text, page, enough = _judge_orders(file, locale, least, about)
    elif answers and file:
        text, page, enough = _judge_answers(file, locale, least, about, as_alexa=as_alexa)
    else:
        text, page, enough = _judge_understanding(
            file, model, locale, least, about, as_alexa=as_alexa
        )
    click.echo(text)
    if html:
        write_whole(html, page.encode())
    if not enough:
        sys.exit(1)


_Found = tuple[str, str, bool]
"""What was found as text and as a page, and whether it is enough."""


def _judge_answers(
    file: Path, locale: str, least: float, about: Sequence[str], *, as_alexa: bool
) -> _Found:
    from local_voice.evaluation import answers, page  # noqa: PLC0415

    judged = list(
        answers.judge(answers.new_talk(locale, as_alexa=as_alexa), answers.read_expected(file))
    )
    enough = answers.adequate(judged) >= least
    return answers.render(judged), page.of_answers(judged, about), enough


def _judge_orders(file: Path, locale: str, least: float, about: Sequence[str]) -> _Found:
    from local_voice.evaluation import orders, page  # noqa: PLC0415

    played = list(orders.play(orders.read_orders(file), locale))
    return orders.render(played), page.of_orders(played, about), orders.right(played) >= least


def _judge_understanding(
    file: Path | None,
    model: Path | None,
    locale: str,
    least: float,
    about: Sequence[str],
    *,
    as_alexa: bool,
) -> _Found:
    from local_voice.app import (  # noqa: PLC0415
        resolver_for,
        resolver_of_samples,
        understanding_for,
    )
    from local_voice.evaluation import cross_validation, page, questions, report  # noqa: PLC0415
    from local_voice.model.interaction_model import load_interaction_model  # noqa: PLC0415
    from local_voice.model.locales import source_model, with_topics  # noqa: PLC0415
    from skill.app import default_guides  # noqa: PLC0415

    guide = default_guides().speaking(locale)
    judged = load_interaction_model(model) if model else with_topics(source_model(), guide)
    if file is None:
        found = cross_validation.cross_validate(judged)
    elif as_alexa:
        asked = questions.read_questions(file, guide)
        found = report.evaluate(resolver_of_samples(judged), asked)
    else:
        resolver = resolver_for(judged) if model else understanding_for(judged, guide)
        asked = questions.read_questions(file, None if model else guide)
        found = report.evaluate(resolver, asked)
    return report.render(found), page.of_understanding(found, about), found.reaches(least)
