"""How well the resolver understands: real questions with the intent that each should reach."""

from local_voice.evaluation.cross_validation import cross_validate
from local_voice.evaluation.lines import EvaluationError, Line, read_lines
from local_voice.evaluation.picture import confusion_svg
from local_voice.evaluation.report import Outcome, Report, evaluate, render

__all__ = [
    "EvaluationError",
    "Line",
    "Outcome",
    "Report",
    "confusion_svg",
    "cross_validate",
    "evaluate",
    "read_lines",
    "render",
]
