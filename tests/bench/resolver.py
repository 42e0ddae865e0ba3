"""The resolver beside exact match, and beside TF-IDF of characters with logistic regression."""

import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from local_voice.evaluation.questions import Question, read_questions
from local_voice.model import FALLBACK
from local_voice.model.interaction_model import load_interaction_model
from local_voice.resolver import NotUnderstood, Resolver
from tests.bench.timing import in_turn, row
from tests.local_voice.resolver.hostile_texts import HOSTILE_TEXTS, LENGTH
from tests.support.places import QUESTIONS

Resolve = Callable[[str], str]
MODEL = load_interaction_model(files("interaction_models") / "en-US.json")


def run() -> None:
    lines = read_questions(QUESTIONS)
    with TemporaryDirectory() as folder:
        started = perf_counter()
        resolver = Resolver.load(MODEL, cache_dir=Path(folder))
        compiled = perf_counter() - started
        loads = []
        for _ in range(5):
            started = perf_counter()
            Resolver.load(MODEL, cache_dir=Path(folder))
            loads.append(perf_counter() - started)
    print(
        f"compiled once in {compiled:.1f} s; loaded in {1000 * median(loads):.0f} ms (median of 5)"
    )
    print(f"imported in {_import_ms('local_voice.resolver'):.0f} ms, over bare Python")
    slowest, name = max((_ms(resolver, text), name) for name, text in HOSTILE_TEXTS.items())
    print(f"slowest of {len(HOSTILE_TEXTS)} hostile texts of {LENGTH}: {slowest:.0f} ms, {name}")
    sides: dict[str, Resolve] = {
        "resolver": lambda text: _intent(resolver, text),
        "exact": _exact(),
        "tf-idf": _tf_idf(),
    }
    print(f"scikit-learn imported in {_import_ms('sklearn.linear_model'):.0f} ms, over bare Python")
    texts = [line.text for line in lines]
    calls = {name: _each_in_turn(side, texts) for name, side in sides.items()}
    times = in_turn(calls, 10 * len(texts))
    for name, side in sides.items():
        known, outside = _shares(side, lines)
        print(row(f"{name}: {known:.1%} in scope, {outside:.1%} turned away", times[name]))


def _ms(resolver: Resolver, text: str) -> float:
    started = perf_counter()
    resolver.resolve(text)
    return 1000 * (perf_counter() - started)


def _intent(resolver: Resolver, text: str) -> str:
    heard = resolver.resolve(text)
    return FALLBACK if isinstance(heard, NotUnderstood) else heard.intent


def _each_in_turn(side: Resolve, texts: list[str]) -> Callable[[], str]:
    following = cycle(texts)
    return lambda: side(next(following))


def _exact() -> Resolve:
    samples = {s: intent.name for intent in MODEL.intents.values() for s in intent.samples}
    return lambda text: samples.get(text, FALLBACK)


def _tf_idf() -> Resolve:
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415

    texts, labels = zip(
        *((s, intent.name) for intent in MODEL.intents.values() for s in intent.samples),
        strict=True,
    )
    pipeline = make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
        LogisticRegression(C=20, max_iter=300),
    )
    pipeline.fit(texts, labels)

    def resolve(text: str) -> str:
        [shares] = pipeline.predict_proba([text])
        best = int(shares.argmax())
        return str(pipeline.classes_[best]) if shares[best] >= 0.4 else FALLBACK

    return resolve


def _shares(side: Resolve, lines: list[Question]) -> tuple[float, float]:
    right = [(line.intents[0] == FALLBACK, side(line.text) in line.intents) for line in lines]
    known = [hit for is_outside, hit in right if not is_outside]
    outside = [hit for is_outside, hit in right if is_outside]
    return sum(known) / len(known), sum(outside) / len(outside)


def _import_ms(module: str) -> float:
    script = (
        "import sys, time; s = time.perf_counter(); "
        f"import {module}; print(time.perf_counter() - s)"
    )
    run = [subprocess.check_output([sys.executable, "-c", script]) for _ in range(5)]  # noqa: S603
    return 1000 * median(float(seconds) for seconds in run)
