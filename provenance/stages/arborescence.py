"""The maximum spanning arborescence of a small graph (Chu and Liu 1965, Edmonds 1967).

Each node takes its best way in; where that closes a ring, the ring becomes one node, whose ways in
cost what the node that they enter gives up. All rings of a round shrink at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Way(NamedTuple):
    """A way into a node from ``source``: the higher its score the better.

    Where rings became one node each: ``under`` is the node that it enters in the graph before, and
    the way as it stands there.
    """

    source: int
    score: float
    under: tuple[int, Way] | None = None


Ways = Mapping[int, Sequence[Way]]


def arborescence(ways: Ways) -> dict[int, Way]:
    """The way into each node, so that all lead from the root and have the greatest total score.

    Args:
        ways: into each node but the root, at least one of them from the root; what is no node here
            is the root. Of equal ones the first is taken.
    """
    best, ring = _best(ways)
    rounds = []
    while ring:
        rounds.append((best, ring))
        ways = _shrunk(ways, best, ring)
        best, ring = _best(ways)
    for before, ring in reversed(rounds):
        entered = dict(way.under for way in best.values() if way.under is not None)
        best = {node: before[node] for node in ring} | entered
    return best


def _best(ways: Ways) -> tuple[dict[int, Way], dict[int, int]]:
    """The best way into each node, and the rings that they close."""
    best = {node: max(given, key=lambda way: way.score) for node, given in ways.items()}
    return best, _rings(best)


def _shrunk(ways: Ways, best: Mapping[int, Way], ring: Mapping[int, int]) -> Ways:
    """The graph with each ring as one node."""
    out: dict[int, list[Way]] = defaultdict(list)
    for node, given in ways.items():
        home = ring.get(node, node)
        lost = best[node].score if node in ring else 0.0
        for way in given:
            source = ring.get(way.source, way.source)
            if source != home:
                out[home].append(Way(source, way.score - lost, (node, way)))
    return out


def _rings(best: Mapping[int, Way]) -> dict[int, int]:
    """Of each node that stands in a ring of best ways, one node that stands for the ring."""
    ring: dict[int, int] = {}
    seen: set[int] = set()
    for start in best:
        path: dict[int, None] = {}
        node = start
        while node in best and node not in seen:
            seen.add(node)
            path[node] = None
            node = best[node].source
        if node in path:
            members = [*path]
            ring |= dict.fromkeys(members[members.index(node) :], node)
    return ring
