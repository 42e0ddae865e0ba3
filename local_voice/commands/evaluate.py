"""`evaluate`: how well questions are understood."""

import sys
from pathlib import Path

import click

from local_voice.commands.options import Number, locale_option


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
    locale: str,
) -> None:
    """Report how well questions are understood, what is said to them or what is done.

    FILE holds one JSON object a line: text, and the intent or topic it should reach.
    """
    if (file is None) != cross_validate:
        raise click.UsageError("give either FILE or --cross-validate")
    if model and (answers or orders or as_alexa):
        raise click.UsageError("--model judges understanding alone: drop what goes beyond it")
    if orders and file:
        _judge_orders(file, locale, least)
    elif answers and file:
        _judge_answers(file, locale, as_alexa=as_alexa, least=least)
    else:
        _judge_understanding(file, model, locale, as_alexa=as_alexa, least=least)


def _judge_answers(file: Path, locale: str, *, as_alexa: bool, least: float) -> None:
    from local_voice.evaluation import answers  # noqa: PLC0415

    judged = list(
        answers.judge(answers.new_talk(locale, as_alexa=as_alexa), answers.read_expected(file))
    )
    click.echo(answers.render(judged))
    if answers.adequate(judged) < least:
        sys.exit(1)


def _judge_orders(file: Path, locale: str, least: float) -> None:
    from local_voice.evaluation import orders  # noqa: PLC0415

    played = list(orders.play(orders.read_orders(file), locale))
    click.echo(orders.render(played))
    if orders.right(played) < least:
        sys.exit(1)


def _judge_understanding(
    file: Path | None, model: Path | None, locale: str, *, as_alexa: bool, least: float
) -> None:
    from local_voice.app import (  # noqa: PLC0415
        resolver_for,
        resolver_of_samples,
        understanding_for,
    )
    from local_voice.evaluation import cross_validation, questions, report  # noqa: PLC0415
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
    click.echo(report.render(found))
    if not found.reaches(least):
        sys.exit(1)
