"""The maximum spanning arborescence, against the one that networkx finds."""

from __future__ import annotations

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.stages.arborescence import Way, arborescence

ROOT = -1
SIZE = 8

ways_in = st.dictionaries(
    st.tuples(st.integers(ROOT, SIZE - 1), st.integers(0, SIZE - 1)).filter(lambda e: e[0] != e[1]),
    st.floats(-8, 12),
    max_size=40,
)


@given(ways_in, st.floats(-30, 0))
def test_it_has_the_greatest_total_score(edges: dict[tuple[int, int], float], alone: float) -> None:
    score = {(ROOT, node): alone for node in range(SIZE)} | edges
    ways = {
        node: [Way(source, s) for (source, end), s in score.items() if end == node]
        for node in range(SIZE)
    }
    found = arborescence(ways)
    chosen = networkx.DiGraph((way.source, node) for node, way in found.items())
    assert networkx.is_arborescence(chosen) and set(found) == set(ways)
    assert all(way in ways[node] for node, way in found.items())
    graph = networkx.DiGraph()
    graph.add_weighted_edges_from((source, end, s) for (source, end), s in score.items())
    best = networkx.maximum_spanning_arborescence(graph)
    wanted = sum(score[edge] for edge in best.edges)
    assert sum(way.score for way in found.values()) == pytest.approx(wanted)


def test_rings_within_rings_are_opened_where_it_costs_least() -> None:
    """Each one's best way is from the one before; into the first there are ways from all others."""
    size = 40
    ways = {k: [Way(k - 1, 100.0), Way(ROOT, 0.0)] for k in range(1, size)}
    ways[0] = [*(Way(k, 90.0 - k) for k in range(1, size)), Way(ROOT, 0.0)]
    middle = size // 2
    ways[middle].append(Way(ROOT, 60.0))  # costs 40, and the first has to be reached from there: 19
    found = {node: way.source for node, way in arborescence(ways).items()}
    assert found == {k: k - 1 for k in range(1, size)} | {0: middle, middle: ROOT}


def test_of_equal_ways_the_first_is_taken() -> None:
    assert arborescence({0: [Way(ROOT, 1.0), Way(5, 1.0)]}) == {0: Way(ROOT, 1.0)}
    assert arborescence({}) == {}
