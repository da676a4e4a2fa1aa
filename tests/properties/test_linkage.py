"""Average linkage equals its definition, and clusters ignore the order of things."""

from __future__ import annotations

from typing import Any

import networkx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.kernels import compiled, reference
from provenance.stages.cluster import contract, link

seeds = st.integers(0, 2**32 - 1)


def _matrix(seed: int, size: int, density: float = 1.0) -> Any:
    """Symmetric, with values that are all distinct (but for the absent pairs, which are 0)."""
    chance = np.random.default_rng(seed)
    upper = np.triu(chance.random((size, size)) * (chance.random((size, size)) < density), 1)
    return upper + upper.T


@settings(max_examples=150)
@given(seeds, st.integers(1, 14), st.sampled_from([1.0, 0.6]), st.floats(0.05, 0.95))
def test_equals_the_definition(seed: int, size: int, density: float, threshold: float) -> None:
    matrix = _matrix(seed, size, density)
    expected = reference.average_linkage(matrix, threshold)
    assert compiled.average_linkage(matrix.copy(), threshold).tolist() == expected.tolist()


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.sampled_from([0.6, 0.9, 1.0]))
def test_equals_the_definition_where_values_tie(sizes: list[int], inside: float) -> None:
    block = np.repeat(np.arange(len(sizes)), sizes)
    matrix = np.where(block[:, None] == block, inside, 0.2)
    found = compiled.average_linkage(matrix.copy(), 0.5).tolist()
    assert found == reference.average_linkage(matrix, 0.5).tolist()
    assert found == [int(np.flatnonzero(block == b)[0]) for b in block]


def _groups(label: Any, names: Any) -> set[frozenset[int]]:
    return {frozenset(names[label == one].tolist()) for one in np.unique(label)}


@given(seeds, st.integers(2, 14), st.floats(0.1, 0.9))
def test_ignores_the_order_of_the_items(seed: int, size: int, threshold: float) -> None:
    matrix = _matrix(seed, size)
    order = np.random.default_rng(seed + 1).permutation(size)
    plain = compiled.average_linkage(matrix.copy(), threshold)
    moved = compiled.average_linkage(np.ascontiguousarray(matrix[np.ix_(order, order)]), threshold)
    assert _groups(plain, np.arange(size)) == _groups(moved, order)


def _edges(data: st.DataObject, size: int) -> tuple[Any, Any]:
    row = st.integers(0, size - 1)
    drawn = data.draw(st.sets(st.tuples(row, row).filter(lambda e: e[0] < e[1]), max_size=25))
    pairs = np.array(sorted(drawn), np.int32).reshape(-1, 2)
    weights = data.draw(st.lists(st.integers(1, 10), min_size=len(pairs), max_size=len(pairs)))
    return pairs, np.array(weights, np.float64) / 10


@given(st.integers(2, 12), st.data())
def test_without_a_floor_clusters_are_components(size: int, data: st.DataObject) -> None:
    pairs, weight = _edges(data, size)
    graph = networkx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from(pairs.tolist())
    expected = [0] * size
    for members in networkx.connected_components(graph):
        for member in members:
            expected[member] = min(members)
    found = link(size, pairs, weight, 0.0, 100, compiled.components)
    assert found.label.tolist() == expected
    assert found.split == 0


@given(seeds, st.integers(2, 12), st.floats(0.1, 0.9))
def test_a_complete_graph_is_the_matrix(seed: int, size: int, floor: float) -> None:
    matrix = _matrix(seed, size)
    pairs = np.stack(np.triu_indices(size, 1), 1).astype(np.int32)
    weight = matrix[pairs[:, 0], pairs[:, 1]]
    found = link(size, pairs, weight, floor, 100, compiled.components)
    assert found.label.tolist() == reference.average_linkage(matrix, floor).tolist()


@given(st.integers(2, 12), st.data())
def test_components_do_not_touch_each_other(size: int, data: st.DataObject) -> None:
    """Two copies of a graph side by side get the same clusters twice; edge order is nothing."""
    pairs, weight = _edges(data, size)
    alone = link(size, pairs, weight, 0.45, 100, compiled.components).label
    twice = np.concatenate([pairs + size, pairs])
    found = link(2 * size, twice, np.r_[weight, weight], 0.45, 100, compiled.components).label
    assert found.tolist() == [*alone.tolist(), *(alone + size).tolist()]


def test_one_loose_match_does_not_chain_two_groups() -> None:
    group = np.stack(np.triu_indices(4, 1), 1)
    pairs = np.concatenate([group, group + 4, [[3, 4]]]).astype(np.int32)
    weight = np.r_[np.full(12, 0.9), 0.9]
    assert link(8, pairs, weight, 0.3, 100, compiled.components).label.tolist() == [0] * 4 + [4] * 4


def test_too_large_a_component_loses_its_weakest_edges_first() -> None:
    chain = np.stack([np.arange(11), np.arange(1, 12)], 1).astype(np.int32)
    weight = np.full(11, 0.9)
    weight[5] = 0.4
    found = link(12, chain, weight, 0.0, 10, compiled.components)
    assert found.split == 1
    assert found.label.tolist() == [0] * 6 + [6] * 6


def test_a_large_component_of_equal_edges_is_not_lost() -> None:
    """Forty edited copies of one wire story, all as sure as can be, stay together."""
    pairs = np.stack(np.triu_indices(40, 1), 1).astype(np.int32)
    found = link(40, pairs, np.full(len(pairs), 0.98), 0.3, 10, compiled.components)
    assert not found.label.any()
    assert found.split == 1


@given(st.integers(2, 10), st.data())
def test_contract_keeps_the_strongest_edge_between_clusters(size: int, data: st.DataObject) -> None:
    pairs, weight = _edges(data, size)
    merged = data.draw(st.lists(st.integers(0, size - 1), min_size=size, max_size=size))
    label = np.minimum(np.array(merged), np.arange(size))
    best: dict[tuple[int, int], float] = {}
    for (a, b), w in zip(pairs.tolist(), weight.tolist(), strict=True):
        ends = (min(label[a], label[b]), max(label[a], label[b]))
        if ends[0] != ends[1]:
            best[ends] = max(best.get(ends, 0.0), w)
    ends_, strongest = contract(label, pairs, weight)
    assert [tuple(e) for e in ends_.tolist()] == sorted(best)
    assert strongest.tolist() == [best[e] for e in sorted(best)]
