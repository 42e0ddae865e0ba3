"""How well the resolver understands: real questions with the intent that each should reach."""

from local_voice.evaluation.cross_validation import cross_validate
from local_voice.evaluation.questions import EvaluationError, Question, read_questions
from local_voice.evaluation.report import Outcome, Report, evaluate, render

__all__ = [
    "EvaluationError",
    "Outcome",
    "Question",
    "Report",
    "cross_validate",
    "evaluate",
    "read_questions",
    "render",
]
