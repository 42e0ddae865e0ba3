"""What a request costs when the content grows, and a line when the interaction model does."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

from local_voice.alexa.transport import send
from local_voice.model.interaction_model import Intent, InteractionModel
from local_voice.model.locales import source_model
from local_voice.resolver import Resolver
from skill.app import build_skill, default_guides
from skill.content.guidance import Guide, Guides, Question
from skill.storage.store import MemoryStore
from tests.bench.timing import in_turn, row
from tests.support.requests import envelope, intent
from tests.whole.test_facts import QUESTIONS

TIMES = (1, 10, 100)
CALLS = 1000
SYLLABLES = ("ba", "do", "fi", "ku", "le", "mo", "na", "pu", "ri", "ta")

T = TypeVar("T")


def run() -> None:
    _content()
    _model()


def _content() -> None:
    requests = [envelope(intent(f"{name}Intent")) for name in ("Ice", "Heat", "Causes", "Source")]
    guides = default_guides()
    skills = [build_skill(store=MemoryStore(), guides=_grown(guides, n)) for n in TIMES]
    print(f"{CALLS} questions, envelope in, envelope out, of each content")
    _print_rows(
        "topics",
        [len(guides.other.topics) * n for n in TIMES],
        [_each(partial(send, skill), requests) for skill in skills],
    )


def _grown(guides: Guides, times: int) -> Guides:
    grown = {locale: _guide(guide, times) for locale, guide in guides.by_locale.items()}
    return guides._replace(by_locale=grown)


def _guide(guide: Guide, times: int) -> Guide:
    """So many times the topics, each with so many times the details."""
    topics = {
        f"{name}{copy or ''}": topic._replace(
            about={f"{key}{n or ''}": p for key, p in topic.about.items() for n in range(times)},
        )
        for name, topic in guide.topics.items()
        for copy in range(times)
    }
    questions = {t.intent: Question(t) for t in reversed(topics.values())}
    return guide._replace(topics=topics, questions={**guide.questions, **questions})


def _model() -> None:
    questions = QUESTIONS
    resolvers, samples = [], []
    for times in TIMES:
        model = _more_samples(source_model(), times)
        samples.append(sum(len(intent.samples) for intent in model.intents.values()))
        with TemporaryDirectory() as folder:
            started = perf_counter()
            resolvers.append(Resolver.load(model, cache_dir=Path(folder)))
            print(f"  {samples[-1]} samples compiled in {perf_counter() - started:.0f} s")
    print(f"{CALLS} lines, understood by the resolver of each model")
    _print_rows("samples", samples, [_each(each.resolve, questions) for each in resolvers])


def _more_samples(model: InteractionModel, times: int) -> InteractionModel:
    """So many times the samples: each again with a word that nobody knows after it."""
    return replace(model, intents={name: _said(i, times) for name, i in model.intents.items()})


def _said(intent: Intent, times: int) -> Intent:
    more = [f"{s} {_word(n)}" for n in range(1, times) for s in intent.samples]
    return replace(intent, samples=(*intent.samples, *more))


def _word(number: int) -> str:
    return "".join(SYLLABLES[int(digit)] for digit in f"{number:03}")


def _each(call: Callable[[T], object], things: Sequence[T]) -> Callable[[], object]:
    following = cycle(things)
    return lambda: call(next(following))


def _print_rows(of: str, sizes: Sequence[int], calls: Sequence[Callable[[], object]]) -> None:
    taken = in_turn({str(size): call for size, call in zip(sizes, calls, strict=True)}, CALLS)
    for size, times in taken.items():
        print(row(f"{size} {of}", times, taken[str(sizes[0])]))
