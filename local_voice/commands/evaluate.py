"""`evaluate`: how well questions are understood."""

import sys
from pathlib import Path

import click

from local_voice.commands.options import Number


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
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
def evaluate(file: Path | None, model: Path | None, cross_validate: bool, least: float) -> None:
    """Report how well questions are understood.

    FILE holds one JSON object a line: text, and the intent or topic it should reach.
    """
    if (file is None) != cross_validate:
        raise click.UsageError("give either FILE or --cross-validate")
    from local_voice.app import resolver_for  # noqa: PLC0415
    from local_voice.evaluation import cross_validation, questions, report  # noqa: PLC0415
    from local_voice.model.interaction_model import load_interaction_model  # noqa: PLC0415
    from local_voice.model.locales import source_model  # noqa: PLC0415

    judged = load_interaction_model(model) if model else source_model()
    if file is None:
        found = cross_validation.cross_validate(judged)
    else:
        found = report.evaluate(resolver_for(judged), questions.read_questions(file))
    click.echo(report.render(found))
    if not found.reaches(least):
        sys.exit(1)
