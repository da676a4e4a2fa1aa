"""positions, row_sums, invert and look_ups, plainly."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels import contract as c
from provenance.kernels.arrays import column, offsets_of


def positions(known: ArrayLike, values: ArrayLike) -> NDArray[np.int32]:
    """How many of ``known`` (sorted uint32[v]) are less than each of ``values`` (uint32[m])."""
    found = np.searchsorted(column(known, np.uint32), column(values, np.uint32))
    return found.astype(np.int32)


def row_sums(offsets: ArrayLike, terms: ArrayLike, weight: ArrayLike) -> NDArray[np.float64]:
    """The weight (float64[v]) of the terms (int32) of each row, added up in their order."""
    items = column(terms, np.int32)
    cuts = offsets_of(offsets, items.size)
    each = column(weight, np.float64)[items]
    rows = [each[b:e].tolist() for b, e in pairwise(cuts.tolist())]
    return np.array([_in_order(row) for row in rows], np.float64)


def _in_order(values: list[float]) -> float:
    """The sum of doubles from left to right; ``sum()`` compensates from Python 3.12 on."""
    total = 0.0
    for value in values:
        total += value
    return total


def invert(offsets: ArrayLike, terms: ArrayLike, indexed: ArrayLike) -> c.Postings:
    """The rows of each term that is ``indexed`` (bool[v]), in order; the others have none."""
    items, wanted = column(terms, np.int32), column(indexed, np.bool_)
    cuts = offsets_of(offsets, items.size)
    lists: list[list[int]] = [[] for _ in wanted]
    for row in range(cuts.size - 1):
        for term in items[cuts[row] : cuts[row + 1]].tolist():
            if wanted[term]:
                lists[term].append(row)
    return c.Postings(_ends(lists), np.array([row for rows in lists for row in rows], np.int32))


def look_ups(
    offsets: ArrayLike, terms: ArrayLike, post_offsets: ArrayLike, most: int, budget: int
) -> c.LookUps:
    """The terms that each row looks up: the smallest ``most`` that have postings.

    None is taken from where the postings of all would be more than ``budget``; a row that this
    ends early counts as stopped.
    """
    items, lists = column(terms, np.int32), column(post_offsets, np.int64)
    cuts = offsets_of(offsets, items.size)
    chosen: list[list[int]] = []
    stopped = 0
    for row in range(cuts.size - 1):
        mine = sorted(items[cuts[row] : cuts[row + 1]].tolist())
        costs = [(int(lists[term + 1] - lists[term]), term) for term in mine]
        first = [(cost, term) for cost, term in costs if cost][:most]
        spent = np.cumsum([cost for cost, _ in first])
        affordable = int(np.sum(spent <= budget))
        stopped += affordable < len(first)
        chosen.append([term for _, term in first[:affordable]])
    flat = np.array([term for row in chosen for term in row], np.int32)
    return c.LookUps(_ends(chosen), flat, stopped)


def _ends(lists: list[list[int]]) -> NDArray[np.int64]:
    return np.cumsum([0, *map(len, lists)], dtype=np.int64)
