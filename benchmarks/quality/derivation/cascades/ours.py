"""The answers of ``provenance``, and what its retrieval found, for the baselines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import provenance as pv
from cascades.baselines import Found, is_copy
from cascades.judging import UNSEEN, Answer
from cascades.truth import PILE, Truth

Outcome = tuple[float, bool]


def run(folder: Path) -> pv.Result:
    """Run the library over the pile of a folder."""
    return pv.dedupe(folder / PILE)


def answers(result: pv.Result) -> dict[str, Answer]:
    """Its derivations, and the origin of every article.

    Unnamed unseen sources of two families are two origins.
    """
    sources = {d.derived: (d.source, d.probability) for d in result.derivations()}
    out = {}
    for row in result.articles():
        source, probability = sources.get(row.id, (None, None))
        origin = row.origin if row.origin != f"{UNSEEN}?" else f"{UNSEEN}? of {row.family}"
        out[row.id] = Answer(source, probability, origin)
    return out


def found(result: pv.Result) -> Found:
    """Families and verified copies."""
    rows = result.articles()
    copies: dict[str, list[tuple[str, float]]] = {}
    for m in result.matches():
        if is_copy(m.relation.value):
            copies.setdefault(m.a, []).append((m.b, m.content_similarity))
            copies.setdefault(m.b, []).append((m.a, m.content_similarity))
    return Found(
        families={r.id: r.family for r in rows},
        copies=copies,
        words={r.id: r.n_words for r in rows},
        seconds={r.id: r.published_at.timestamp() for r in rows if r.published_at is not None},
    )


def outcomes(result: pv.Result, truth: Truth) -> Mapping[str, Sequence[Outcome]]:
    """The four outcomes of each verified copy, and which came true.

    An ancestor's text is what its descendant derives from, however many stand between them; two
    articles of one cascade else have a common source; two cascades are independent.
    """
    names = ("a from b", "b from a", "common", "independent")
    out: dict[str, list[Outcome]] = {name: [] for name in names}
    for m in result.matches():
        if not is_copy(m.relation.value):
            continue
        o = m.outcomes
        real = _real(m.a, m.b, truth)
        for name, p in zip(names, (o.a_from_b, o.b_from_a, o.common, o.independent), strict=True):
            out[name].append((p, name == real))
    return out


def _real(a: str, b: str, truth: Truth) -> str:
    if b in truth.above(a):
        return "a from b"
    if a in truth.above(b):
        return "b from a"
    same = truth.nodes[a].cascade == truth.nodes[b].cascade
    return "common" if same else "independent"


def retrieval(result: pv.Result, truth: Truth) -> dict[str, float | None]:
    """How far the matches reach: what derivation cannot repair.

    Share of the true (article, nearest ancestor) pairs matched as copies, share of the copies that
    join two cascades of one event, and of two events.
    """
    pairs = {frozenset((m.a, m.b)) for m in result.matches() if is_copy(m.relation.value)}
    wanted = [
        frozenset((one, source)) for one in truth.seen if (source := truth.nearest(one)) is not None
    ]
    ends = [[truth.nodes[one] for one in pair] for pair in pairs]
    event = sum(a.cascade != b.cascade and a.story == b.story for a, b in ends)
    apart = sum(a.story != b.story for a, b in ends)
    size = max(len(pairs), 1)
    return {
        "true edges matched as copies": round(
            sum(w in pairs for w in wanted) / max(len(wanted), 1), 4
        ),
        "copies between reports of one event": round(event / size, 4),
        "copies between events": round(apart / size, 4),
    }
