"""The confusion matrix as an SVG picture: a row for each intent meant, a column for each found."""

from collections import Counter
from xml.sax.saxutils import escape

from local_voice.evaluation.report import Report

_CELL = 18
_MARGIN = 190
_RIGHT, _WRONG = "#1b7f5c", "#b3261e"


def confusion_svg(report: Report) -> str:
    """Green on the diagonal is right, red is taken for another; the fuller, the larger a share."""
    names = report.intents
    place = {name: number for number, name in enumerate(names)}
    cells = Counter((outcome.meant, outcome.found) for outcome in report.outcomes)
    totals = Counter(outcome.meant for outcome in report.outcomes)
    size = _MARGIN + _CELL * len(names) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"',
        f' width="{size}" height="{size}" font-family="sans-serif" font-size="10" role="img">',
        "<title>Intents meant (rows) and found (columns)</title>",
        f'<rect width="{size}" height="{size}" fill="#ffffff"/>',
    ]
    for name, at in place.items():
        middle = _MARGIN + _CELL * at + _CELL * 2 // 3
        label = escape(name)
        parts += [
            f'<text x="{_MARGIN - 6}" y="{middle}" text-anchor="end">{label}</text>',
            f'<text transform="translate({middle} {_MARGIN - 6}) rotate(-90)">{label}</text>',
        ]
    for (meant, found), count in sorted(cells.items()):
        x, y = _MARGIN + _CELL * place[found], _MARGIN + _CELL * place[meant]
        share = count / totals[meant]
        colour = _RIGHT if meant == found else _WRONG
        title = escape(f"{meant} taken for {found}: {count} of {totals[meant]}")
        parts.append(
            f'<rect x="{x}" y="{y}" width="{_CELL}" height="{_CELL}" fill="{colour}"'
            f' fill-opacity="{0.15 + 0.85 * share:.2f}"><title>{title}</title></rect>'
            f'<text x="{x + _CELL / 2}" y="{y + 12}" text-anchor="middle">{count}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])
