"""What an evaluation found as one page of HTML, to show to a colleague or a clinic.

The page asks for nothing else, and of what people say it holds the lines that were judged alone.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from html import escape
from importlib.resources import files
from string import Template
from typing import TypeVar

from local_voice.evaluation.answers import Judged
from local_voice.evaluation.orders import Played
from local_voice.evaluation.report import Outcome, Report, Share
from local_voice.model import FALLBACK

About = Sequence[str]
"""What was judged, how and when, in some words each."""

_RECALL = "Recall: of the lines that mean an intent, those that reached it."
_PRECISION = "Precision: of the lines that reached it, those that mean it."
_T = TypeVar("_T")


def of_understanding(report: Report, about: About) -> str:
    """Accuracy by intent, the weakest first; confusions; each wrong line with what came next."""
    wrong = [outcome for outcome in report.outcomes if not outcome.right]
    pairs = Counter((outcome.meant, outcome.found) for outcome in wrong).most_common()
    intents = sorted(report.intents, key=lambda intent: report.recall(intent).rate)
    return _page(
        "How well questions are understood",
        about,
        _figures(
            {
                "In scope and understood": report.in_scope,
                "Out of scope and turned away": report.out_of_scope,
            }
        ),
        _table(
            "By intent",
            ("Intent", "Lines", "Recall", "Precision"),
            [
                (_code(intent), str(recall.total), _share(recall), _share(report.precision(intent)))
                for intent in intents
                for recall in [report.recall(intent)]
            ],
            f"{_RECALL} {_PRECISION}",
        ),
        _table(
            "Confusions",
            ("Meant", "Found", "Lines"),
            [(_code(meant), _code(found), str(count)) for (meant, found), count in pairs],
        ),
        _wrong("Lines that went wrong", wrong, _misunderstood),
    )


def of_answers(judged: Sequence[Judged], about: About) -> str:
    """How many are adequate, by kind; the wrong ones, the harmful first, with what is wrong."""
    kinds = _by_kind(judged, lambda answer: answer.expected.kind)
    return _page(
        "How well questions are answered",
        about,
        _figures({"Adequate": _adequate(judged), "Harmful misses": _harmful(judged)}),
        _table(
            "By kind",
            ("Kind", "Lines", "Adequate", "Harmful misses"),
            [
                (escape(kind), str(len(own)), _share(_adequate(own)), str(_harmful(own)))
                for kind, own in kinds.items()
            ],
        ),
        _wrong(
            "Answers that went wrong",
            sorted((one for one in judged if one.wrong), key=lambda one: not one.harmful),
            _inadequate,
        ),
    )


def of_orders(played: Sequence[Played], about: About) -> str:
    """How many were carried out as meant; those that were not, what was no order first."""
    kinds = _by_kind(played, lambda one: one.order.kind)
    return _page(
        "How well orders are carried out",
        about,
        _figures(
            {
                "Carried out as meant": _carried_out(played),
                "Acted on what was no order": sum(one.acted for one in played),
            }
        ),
        _table(
            "By kind",
            ("Kind", "Lines", "Carried out"),
            [
                (escape(kind), str(len(own)), _share(_carried_out(own)))
                for kind, own in kinds.items()
            ],
        ),
        _wrong(
            "Orders that went wrong",
            sorted((one for one in played if not one.right), key=lambda one: not one.acted),
            _not_carried_out,
        ),
    )


def _by_kind(lines: Iterable[_T], kind_of: Callable[[_T], str]) -> dict[str, list[_T]]:
    kinds: dict[str, list[_T]] = {}
    for line in lines:
        kinds.setdefault(kind_of(line), []).append(line)
    return kinds


def _adequate(judged: Sequence[Judged]) -> Share:
    return Share(sum(not answer.wrong for answer in judged), len(judged))


def _harmful(judged: Iterable[Judged]) -> int:
    return sum(answer.harmful for answer in judged)


def _carried_out(played: Sequence[Played]) -> Share:
    return Share(sum(one.right for one in played), len(played))


def _misunderstood(outcome: Outcome) -> list[str]:
    found = (
        "turned away"
        if outcome.found == FALLBACK
        else f"found {_scored(outcome.found, outcome.score)}"
    )
    meant = "Out of scope" if outcome.meant == FALLBACK else f"Meant {_code(outcome.meant)}"
    return [
        f"<q>{escape(outcome.text)}</q>",
        f"{meant}, {found}; next came {_scored(*outcome.runner_up)}",
    ]


def _scored(intent: str, score: float) -> str:
    return f'{_code(intent)} <span class="number">{score:.2f}</span>'


def _inadequate(answer: Judged) -> list[str]:
    harmful = '<b class="harm">Harmful</b> ' if answer.harmful else ""
    before = f"{escape(answer.expected.first)}, then: " if answer.expected.first else ""
    return [
        f"{harmful}{before}<q>{escape(answer.expected.text)}</q>",
        f"Said: {escape(answer.speech)}",
        *(f'<span class="soft">Wrong: {escape(fault)}</span>' for fault in answer.wrong),
    ]


def _not_carried_out(one: Played) -> list[str]:
    acted = '<b class="harm">No order</b> ' if one.acted else ""
    before = f"{escape(one.order.before)}, then: " if one.order.before else ""
    wanted = f"{one.order.outcome}: {one.order.value}"
    return [
        f"{acted}{before}<q>{escape(one.order.said)}</q>",
        f"{_code(one.exchange.intent)} Said: {escape(one.exchange.speech)}",
        f'<span class="soft">Meant: {escape(wanted)}</span>',
    ]


def _page(title: str, about: About, *sections: str) -> str:
    look = files("local_voice") / "simulator" / "page" / "look.css"
    frame = (files("local_voice") / "evaluation" / "page.html").read_text("utf-8")
    return Template(frame).substitute(
        title=title,
        about="".join(f'<span class="chip">{escape(words)}</span>' for words in about),
        look=look.read_text("utf-8"),
        body="\n".join(sections),
    )


def _figures(figures: dict[str, Share | int]) -> str:
    def figure(value: Share | int) -> str:
        if isinstance(value, int):
            return f"<dd>{value}</dd>"
        low, high = value.interval
        of = f"{value.right} of {value.total}, 95 % interval {low:.1%} to {high:.1%}"
        return f"<dd>{value.rate:.1%}</dd><dd>{of}</dd>" if value.total else "<dd>none</dd>"

    boxes = (f"<div><dt>{name}</dt>{figure(value)}</div>" for name, value in figures.items())
    return f'<dl class="figures number">{"".join(boxes)}</dl>'


def _wrong(title: str, wrong: Sequence[_T], told: Callable[[_T], Iterable[str]]) -> str:
    if not wrong:
        return f"<section><h2>{title}</h2><p>None.</p></section>"
    items = ("".join(f"<p>{line}</p>" for line in told(one)) for one in wrong)
    rows = "".join(f"<li>{item}</li>" for item in items)
    return f'<section><h2>{title}</h2><ol class="wrong">{rows}</ol></section>'


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> str:
    if not rows:
        return ""
    top = "".join(f'<th scope="col">{head}</th>' for head in heads)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    told = f'<p class="soft">{note}</p>' if note else ""
    table = f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    return f"<section><h2>{title}</h2>{told}{table}</section>"


def _code(intent: str) -> str:
    return f"<code>{escape(intent)}</code>"


def _share(share: Share) -> str:
    if not share.total:
        return "-"
    bar = f'<i aria-hidden="true"><b style="width:{share.rate:.0%}"></b></i>'
    return f'<div class="share number">{share.rate:.1%}{bar}</div>'
