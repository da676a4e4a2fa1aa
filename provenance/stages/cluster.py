"""Families and stories from verified matches.

Single linkage chains: one loose match joins two families for good. Here two groups join only while
the *mean* probability between them, absent pairs counted as 0, stays above a floor (average
linkage); only light edits of one article move with it. Rows are in the order of their ids, so
neither the order of the input nor the number of workers changes a cluster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from provenance.kernels.compiled import average_linkage
from provenance.recipe import Clusters
from provenance.stages.columns import rows_in
from provenance.stages.verify import is_copy, is_light_edit, pairs_of

Components = Callable[[int, np.ndarray], np.ndarray]


class Clustering(NamedTuple):
    """``label`` int32[n], the smallest member of each row's cluster; ``split`` components cut."""

    label: np.ndarray
    split: int


def families(
    matches: pa.Table, first: np.ndarray, settings: Clusters, components: Components
) -> Clustering:
    """Families by verified copies.

    Args:
        matches: rows of :data:`provenance.stages.verify.SCHEMA`.
        first: int64[n], the article that each one is identical to (itself where to none).
        settings: the floors.
        components: connected components of a graph (the engine's).
    """
    size = len(first)
    pairs = pairs_of(matches)
    code = matches.column("relation").to_numpy()
    copy = is_copy(code)
    # Identical texts move as one, and light edits with the article that most of them edit.
    hub = hubs(size, first[pairs[is_light_edit(code)]])
    first = hub[first]
    ends, weight = contract(first, pairs[copy], matches.column("p_copy").to_numpy()[copy])
    found = link(size, ends, weight, settings.family_linkage, settings.component_limit, components)
    return Clustering(found.label[first], found.split)


def stories(
    matches: pa.Table, family: np.ndarray, settings: Clusters, components: Components
) -> Clustering:
    """Stories by events among families: ``family`` is the smallest member of each row's family."""
    ends, weight = contract(family, pairs_of(matches), matches.column("p_event").to_numpy())
    found = link(
        len(family), ends, weight, settings.story_linkage, settings.component_limit,
        components,
    )  # fmt: skip
    return Clustering(found.label[family], found.split)


def link(
    size: int,
    pairs: np.ndarray,
    weight: np.ndarray,
    floor: float,
    limit: int,
    components: Components,
) -> Clustering:
    """Average-linkage clusters of a sparse graph.

    Args:
        size: number of rows.
        pairs: int32[m, 2], distinct, smaller first; ``weight`` float64[m] in 0..1.
        floor: mean weight between two clusters that still joins them.
        limit: components larger than this lose their weakest edges until they fall apart, or until
            all that are left are equally strong: then they are one cluster.
        components: connected components of a graph (the engine's).
    """
    label = np.arange(size, dtype=np.int32)
    split = 0
    waiting = [(pairs, weight)]
    while waiting:
        pairs, weight = waiting.pop()
        if len(pairs) == 0:
            continue
        for members, edges, local in _parts(components(size, pairs), pairs):
            strength = weight[edges]
            if len(members) > limit:
                strong = _stronger(strength)
                split += 1
                if strong.any():
                    waiting.append((pairs[edges[strong]], strength[strong]))
                elif strength[0] >= floor:
                    label[members] = members[0]
            elif len(edges) == 1:
                if strength[0] >= floor:
                    label[members[1]] = members[0]
            else:
                similarity = np.zeros((len(members), len(members)))
                a, b = local.T
                similarity[a, b] = similarity[b, a] = strength
                label[members] = members[average_linkage(similarity, floor)]
    return Clustering(label, split)


def _parts(
    group: np.ndarray, pairs: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """The connected parts of a graph: members, edges, and the ends of those among the members.

    ``group`` int32[size]: the smallest member of each row's part. Sorted once for all parts, as
    there are thousands of small ones.
    """
    members = rows_in(pairs)
    members = members[np.argsort(group[members], kind="stable")]
    place = np.empty(len(group), np.int64)
    place[members] = np.arange(len(members))
    edges = np.argsort(group[pairs[:, 0]], kind="stable")
    first = np.flatnonzero(np.diff(group[members], prepend=-1))
    cut = np.flatnonzero(np.diff(group[pairs[edges, 0]], prepend=-1))
    starts, cuts = [*first.tolist(), len(members)], [*cut.tolist(), len(edges)]
    ends = place[pairs[edges]]
    for k, (begin, end) in enumerate(pairwise(cuts)):
        yield members[starts[k] : starts[k + 1]], edges[begin:end], ends[begin:end] - starts[k]


def _stronger(weight: np.ndarray) -> np.ndarray:
    """Which edges stay when the weakest go; none where all are equal.

    Many edges are as sure as can be, so that the median is often the largest weight: a cut above
    it would dissolve a family of thousands of copies.
    """
    above: np.ndarray = weight > np.median(weight)
    return above if above.any() else weight > weight.min()


def hubs(size: int, pairs: np.ndarray) -> np.ndarray:
    """Gather near-duplicates around the article that has most of them.

    In a large family most pairs are never compared, which average linkage would read as
    difference. An article that is verified as a light edit of a hub needs no second opinion; and
    since a member never becomes a hub itself, nothing chains.

    Args:
        size: number of rows.
        pairs: int32[m, 2], verified light edits.

    Returns:
        int32[size]: the hub of each row (itself where it has none). O(m log m).
    """
    hub = np.arange(size, dtype=np.int32)
    both = np.concatenate([pairs, pairs[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    degree = np.bincount(both[:, 0], minlength=size)
    start = np.concatenate([[0], np.cumsum(degree)])
    free = degree > 0
    rows = np.flatnonzero(free)
    for row in rows[np.argsort(-degree[rows], kind="stable")].tolist():
        if free[row]:
            near = both[start[row] : start[row + 1], 1]
            near = near[free[near]]
            hub[near] = row
            free[near] = free[row] = False
    return hub


def contract(
    label: np.ndarray, pairs: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The graph between clusters: each pair of clusters with its strongest weight."""
    ends = np.sort(label[pairs], axis=1)
    between = ends[:, 0] != ends[:, 1]
    ends, weight = ends[between], weight[between]
    order = np.lexsort((-weight, ends[:, 1], ends[:, 0]))
    ends, weight = ends[order], weight[order]
    first = np.ones(len(ends), bool)
    first[1:] = (ends[1:] != ends[:-1]).any(axis=1)
    return ends[first], weight[first]
