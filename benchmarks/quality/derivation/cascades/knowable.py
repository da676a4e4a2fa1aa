"""Which true sources nothing in a pile can tell: a floor under the errors of any tool.

Two cases are counted, both by the words alone, so the true floor is higher: sources that are
nearly, not wholly, like another article are not among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cascades.clocks import FORGED, HONEST
from cascades.judging import Verdict
from cascades.text import grams
from cascades.truth import Truth

STAND_IN = "its source is gone, and another article explains it as well"
TWIN = "it has the words of its source, and says that it is the older"


def unknowable(
    truth: Truth, texts: Mapping[str, str], told: Mapping[str, str | None]
) -> dict[str, str]:
    """The articles whose source nothing tells, and why.

    Args:
        truth: the trees.
        texts: of all articles, removed ones too, by id.
        told: what the pile says of their times, ISO 8601.
    """
    known = {one: grams(text) for one, text in texts.items()}
    out = {}
    for one in truth.seen:
        node = truth.nodes[one]
        if node.parent is None or node.names:
            continue
        if truth.unseen(one):
            wanted = known[one] & known[node.parent]
            if any(wanted <= known[other] for other in _others(truth, one)):
                out[one] = STAND_IN
        elif not truth.nodes[node.parent].removed and FORGED in (
            node.clock,
            truth.nodes[node.parent].clock,
        ):
            mine, its = told.get(one), told.get(node.parent)
            if mine and its and mine < its and known[one] == known[node.parent]:
                out[one] = TWIN
    return out


def _others(truth: Truth, one: str) -> Iterable[str]:
    """Articles of the cascade that may have been the source, for all that times tell."""
    node = truth.nodes[one]
    for other in truth.cascades[node.cascade]:
        at = truth.nodes[other]
        honest = node.clock == at.clock == HONEST
        later = honest and at.published_at > node.published_at
        if other != one and one not in truth.above(other) and not later:
            yield other


def figures(verdicts: Iterable[Verdict], unknown: Mapping[str, str]) -> dict[str, float | None]:
    """How many there are of each, and how many edges are right among the rest."""
    derived = [v for v in verdicts if v.derived]
    rest = [v for v in derived if v.id not in unknown]
    return {
        **{why: sum(w == why for w in unknown.values()) for why in (STAND_IN, TWIN)},
        "of derived articles": len(derived),
        "edges right among the rest": round(sum(v.right for v in rest) / max(len(rest), 1), 4),
    }
