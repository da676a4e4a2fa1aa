"""Which true sources nothing in a pile can tell: a floor under the errors of any tool.

Counted by the words alone, so the true floor is higher: an article that is nearly, not wholly, like
its source and says that it is the older is not among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cascades.clocks import FORGED
from cascades.judging import Verdict
from cascades.text import grams
from cascades.truth import Truth


def twins(truth: Truth, texts: Mapping[str, str], told: Mapping[str, str | None]) -> set[str]:
    """The articles that have the words of their source, and a forged time by which they are older.

    Args:
        truth: the trees.
        texts: of the pile, by id.
        told: what the pile says of their times, ISO 8601.
    """
    out = set()
    for one in truth.seen:
        node = truth.nodes[one]
        if node.parent not in texts or node.names:
            continue
        mine, its = told.get(one), told.get(node.parent)
        forged = FORGED in (node.clock, truth.nodes[node.parent].clock)
        older = forged and mine and its and mine < its
        if older and grams(texts[one]) == grams(texts[node.parent]):
            out.add(one)
    return out


def figures(verdicts: Iterable[Verdict], unknown: set[str]) -> dict[str, float | None]:
    """How many there are, and how many edges are right among the rest."""
    derived = [v for v in verdicts if v.derived]
    rest = [v for v in derived if v.id not in unknown]
    return {
        "it has the words of its source, and says that it is the older": len(unknown),
        "of derived articles": len(derived),
        "edges right among the rest": round(sum(v.right for v in rest) / max(len(rest), 1), 4),
    }
