"""Choose each article's most probable source: in the pile, or unseen, or undetermined.

At most one parent, never a cycle (:mod:`provenance.stages.parents` chooses them). An article
without a parent in the pile may still name its source, or share a text with a sibling in a way that
neither explains: then its source is unseen.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from provenance.model import UNSEEN
from provenance.stages.clock import Clock

UNNAMED = UNSEEN + "?"


class Edge(NamedTuple):
    """``derived`` came from row ``source`` (or from ``name``) with a probability.

    ``pair`` is the row of the match that says so, -1 where no match does; ``sibling`` the row of
    an article that tells of the same unseen source, -1 where the derived article does itself.
    ``adds``: of a further source, the share of the article that it holds and the others do not.
    ``passed``: how probably the sibling is none but looked like the source (:func:`beside_source`).
    """

    derived: int
    source: int
    name: str | None
    probability: float
    pair: int
    sibling: int = -1
    adds: float = 0.0
    passed: float = 0.0


class Edges(NamedTuple):
    """Edges column by column, ``named`` bool: where there is a ``name``; NumPy arrays but that."""

    derived: np.ndarray
    source: np.ndarray
    name: Sequence[str | None]
    named: np.ndarray
    probability: np.ndarray
    pair: np.ndarray
    sibling: np.ndarray
    adds: np.ndarray
    passed: np.ndarray

    @classmethod
    def of(cls, edges: Collection[Edge]) -> Edges:
        """The columns of some edges."""
        columns: dict[str, Any] = dict.fromkeys(Edge._fields, ())
        columns |= zip(Edge._fields, zip(*edges, strict=True), strict=bool(edges))
        arrays = {key: np.array(columns[key], kind) for key, kind in _KINDS.items()}
        named = np.array([one is not None for one in columns["name"]], bool)
        return cls(**arrays, name=columns["name"], named=named)


_KINDS = {
    **dict.fromkeys(("derived", "source", "pair", "sibling"), np.int64),
    **dict.fromkeys(("probability", "adds", "passed"), np.float64),
}


class Named(NamedTuple):
    """An outlet that an article credits and that is not in the pile, with its probability."""

    outlet: str
    probability: float


def name_probability(weights: Sequence[float], which: int) -> float:
    """How probable it is that this credit names *the* source, among all outlets credited.

    One credit of log-odds w gives sigmoid(w); several outlets share that, each by its odds, so that
    a list of seven sources names none of them.
    """
    odds = [math.exp(w) for w in weights]
    return odds[which] / (1.0 + sum(odds))


class Forest:
    """The edges chosen so far, and for each tree the earliest moment that its rows came out by."""

    def __init__(self, clock: Clock) -> None:
        self.above: dict[int, int] = {}
        self.after = clock.after
        self.by = clock.by

    def add(self, derived: int, source: int) -> bool:
        """Take an edge, unless it closes a cycle or puts an article below what came out later.

        The second matters beyond the pair itself: an undated article may stand between two dated
        ones. Both clocks' resolutions are granted.
        """
        top = source
        latest = self.after[top]
        while top in self.above and top != derived:
            top = self.above[top]
            latest = max(latest, self.after[top])
        if top == derived or latest > self.by[derived]:
            return False
        self.above[derived] = source
        self.by[top] = min(self.by[top], self.by[derived])
        return True


def siblings(
    pairs: np.ndarray,
    outcomes: np.ndarray,
    edges: Mapping[int, Edge],
    threshold: float,
    numbers: np.ndarray,
) -> list[tuple[int, int, int, float]]:
    """Pairs without a parent in the pile whose likeliest story is a common source.

    ``numbers``: int64[m], those of the pairs among all matches.

    Returns:
        (row, row, match, probability), strongest first.
    """
    top = (outcomes[:, 2] >= threshold) & (outcomes[:, 2] >= outcomes[:, :2].max(axis=1))
    columns = (*pairs[top].T, numbers[top], outcomes[top, 2])
    told = zip(*(column.tolist() for column in columns), strict=True)
    found = [one for one in told if one[0] not in edges and one[1] not in edges]
    return sorted(found, key=lambda s: (-s[3], s[0], s[1]))


def unseen_sources(
    common: Iterable[tuple[int, int, int, float]],
    named: Mapping[int, Sequence[Named]],
    edges: Mapping[int, Edge],
    threshold: float,
) -> dict[int, Edge]:
    """Edges to sources that are not in the pile, for articles that have no parent in it.

    Siblings share a source: the outlet that one of them probably names, else ``unseen:?``. The
    name of a sibling's source is as probable as the common source and the name are together. An
    article alone needs a credit of its own.
    """
    out: dict[int, Edge] = {}
    by_row: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for a, b, m, p in common:
        by_row[a].append((b, m, p))
        by_row[b].append((a, m, p))
    for row in sorted(by_row):
        options = []
        for sibling, m, p in by_row[row]:
            for owner, share, by in ((row, 1.0, -1), (sibling, p, sibling)):
                options += [
                    (n.probability * share, n.outlet, m, by)
                    for n in named.get(owner, ())
                    if n.probability * share >= threshold
                ]
        if options:
            probability, outlet, m, sibling = max(options, key=lambda o: (o[0], o[1]))
            out[row] = Edge(row, -1, UNSEEN + outlet, probability, m, sibling)
        else:
            sibling, m, p = by_row[row][0]
            out[row] = Edge(row, -1, UNNAMED, p, m, sibling)
    for row, names in named.items():
        if row not in edges and row not in out:
            best_name = max(names, key=lambda n: (n.probability, n.outlet))
            if best_name.probability >= threshold:
                out[row] = Edge(row, -1, UNSEEN + best_name.outlet, best_name.probability, -1)
    return out


def beside_source(
    edges: Mapping[int, Edge],
    reworded: np.ndarray,
    passes: Callable[[int, int, str], float],
    threshold: float,
) -> dict[int, Edge]:
    """Edges that pass over their source in the pile to the unseen one that *it* names.

    Args:
        edges: chosen so far, with those to unseen sources.
        reworded: bool[m], of the matches: who rewords a text rewords its credits too.
        passes: how probably a row came from the outlet that another row credits, not from that row.
        threshold: how probable it must be.
    """
    out: dict[int, Edge] = {}
    for row, edge in edges.items():
        above = edges.get(edge.source)
        if edge.name is not None or above is None or above.name in (None, UNNAMED):
            continue
        if not reworded[edge.pair]:
            share = passes(row, edge.source, above.name.removeprefix(UNSEEN))
            if share * above.probability >= threshold:
                p = share * above.probability
                out[row] = Edge(row, -1, above.name, p, edge.pair, edge.source, passed=share)
    return out


def roots(rows: int, edges: Edges) -> np.ndarray:
    """The row at the top of the chain of each of so many rows, int64[n]."""
    derived, sources = edges.derived[~edges.named], edges.source[~edges.named]
    top = np.arange(rows)
    top[derived] = sources
    for _ in range(len(derived).bit_length()):  # twice as far up each time
        top[derived] = top[top[derived]]
    return top
