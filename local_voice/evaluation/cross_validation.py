"""How a resolver does on ways of asking that its model lacks: whole samples are left out."""

import random
from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from local_voice.evaluation.questions import Question
from local_voice.evaluation.report import Outcome, Report, evaluate
from local_voice.model.interaction_model import InteractionModel
from local_voice.resolver import Resolver
from local_voice.resolver.compiling import compile_resolver
from local_voice.resolver.lexicon import Lexicon, Template, load_lexicon, out_of_scope, samples_of


def cross_validate(model: InteractionModel, *, folds: int = 5) -> Report:
    """Every sample, judged by a resolver compiled without its fold; slots take a value each.

    A sample is left out with all fillings of its slots. The lexicon's usual phrases and
    sentences out of scope are left out likewise, and judged with a model whose domain is known:
    of any other only its own samples are. Compiles `folds` times, some seconds each.
    """
    lexicon = load_lexicon(model)
    own = lexicon if lexicon.concepts else replace(lexicon, phrases={}, out_of_scope=())
    templates = [*samples_of(model, own), *out_of_scope(own)]
    outcomes: list[Outcome] = []
    for fold in range(folds):
        kept = compile_resolver(*_without(model, lexicon, fold, folds), frozenset(), ())
        held = [
            _question(template) for template in templates if _fold(template.text, folds) == fold
        ]
        outcomes += evaluate(Resolver(kept), held).outcomes
    return Report(tuple(outcomes))


def _question(template: Template) -> Question:
    return Question(template.filled[0], (template.label,))


def _fold(text: str, folds: int) -> int:
    return random.Random(text).randrange(folds)  # noqa: S311 - the same fold each time


def _without(
    model: InteractionModel, lexicon: Lexicon, fold: int, folds: int
) -> tuple[InteractionModel, Lexicon]:
    def kept(texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(text for text in texts if _fold(text, folds) != fold)

    intents = {
        name: replace(intent, samples=kept(intent.samples))
        for name, intent in model.intents.items()
    }
    phrases = {name: kept(said) for name, said in lexicon.phrases.items()}
    return (
        replace(model, intents=MappingProxyType(intents)),
        replace(lexicon, phrases=phrases, out_of_scope=kept(lexicon.out_of_scope)),
    )
