"""Trigram language models of what people may say, in the ARPA format the recogniser reads."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from local_voice.listener.sentences import Sentence

UNSEEN = 0.2
"""Share of the likelihood left for word sequences that no sample holds."""

_EVERY = 12  # one sentence in so many is also said with something before it
_LEAST = 1e-9

Table = dict[Sentence, dict[str, float]]
"""Words that stand before, to how likely each word is then."""


def with_openings(
    sentences: Iterable[Sentence], wake: Sentence, before: Sequence[Sentence]
) -> Iterator[Sentence]:
    """Each sentence, some also after the wake phrase, some after "please" and the like."""
    openings = [opening for other in before for opening in (wake, other, (*wake, *other))]
    for number, sentence in enumerate(sentences):
        yield sentence
        if number % _EVERY == 0:
            yield (*openings[number // _EVERY % len(openings)], *sentence)


def trigram(sentences: Iterable[Sentence], unseen: float = UNSEEN) -> str:
    """The ARPA text of a model that leaves the share `unseen` to what is not in `sentences`.

    Words that were never seen after two others are as likely as after one of them, and so on.
    """
    counts: list[defaultdict[Sentence, Counter[str]]] = [defaultdict(Counter) for _ in range(3)]
    for sentence in sentences:
        words = ("<s>", *sentence, "</s>")
        for at in range(1, len(words)):
            for before in range(min(3, at + 1)):
                counts[before][words[at - before : at]][words[at]] += 1
    tables = [_likely(table, unseen if before else 0.0) for before, table in enumerate(counts)]
    tables[0][()]["<s>"] = 0.0
    left = {
        before: unseen / max(_LEAST, 1 - sum(shorter[before[1:]][word] for word in seen))
        for shorter, table in pairwise(tables)
        for before, seen in table.items()
    }
    sizes = [f"ngram {n}={sum(map(len, table.values()))}" for n, table in enumerate(tables, 1)]
    blocks = [[f"\\{n}-grams:", *_lines(table, left)] for n, table in enumerate(tables, 1)]
    return "\n\n".join(
        "\n".join(block) for block in (["\\data\\", *sizes], *blocks, ["\\end\\", ""])
    )


def runs_in(arpa: str) -> frozenset[Sentence]:
    """The runs of two and three words that a model has seen."""
    longer = arpa.partition("\\2-grams:\n")[2]
    pairs, _, triples = longer.partition("\\3-grams:\n")
    return frozenset(
        tuple(line.split()[1 : size + 1])
        for size, block in ((2, pairs), (3, triples.partition("\n\n")[0]))
        for line in block.split("\n")
        if line
    )


def _likely(counts: Mapping[Sentence, Counter[str]], unseen: float) -> Table:
    return {
        before: {word: (1 - unseen) * count / seen.total() for word, count in seen.items()}
        for before, seen in counts.items()
    }


def _lines(table: Table, left: Mapping[Sentence, float]) -> Iterator[str]:
    for before, seen in sorted(table.items()):
        for word, share in sorted(seen.items()):
            words = (*before, word)
            weight = f" {_log(left[words])}" if words in left else ""
            yield f"{_log(share)} {' '.join(words)}{weight}"


def _log(share: float) -> str:
    return f"{math.log10(share):.4f}" if share else "-99"
