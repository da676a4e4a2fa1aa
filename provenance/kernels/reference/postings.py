"""finder, tallier, row_sums, invert and look_ups, plainly."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels import contract as c
from provenance.kernels.arrays import column, offsets_of


def finder(known: ArrayLike) -> Callable[[ArrayLike], NDArray[np.int32]]:
    """What tells how many of ``known`` (sorted uint32[v]) are less than values (uint32[m])."""
    table = column(known, np.uint32)
    return lambda values: np.searchsorted(table, column(values, np.uint32)).astype(np.int32)


def tallier(
    known: ArrayLike,
) -> Callable[[ArrayLike], tuple[NDArray[np.int64], NDArray[np.uint32]]]:
    """What tells how often each of ``known`` stands in values, and those that are not known."""
    table = column(known, np.uint32)

    def tally(values: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        wanted = column(values, np.uint32)
        times = np.array([np.count_nonzero(wanted == one) for one in table], np.int64)
        return times, wanted[~np.isin(wanted, table)]

    return tally


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


def invert(offsets: ArrayLike, terms: ArrayLike, count: int, order: ArrayLike) -> c.Postings:
    """The rows of each of ``count`` terms (int32), in the order given."""
    items = column(terms, np.int32)
    cuts = offsets_of(offsets, items.size)
    lists: list[list[int]] = [[] for _ in range(count)]
    for row in column(order, np.int64).tolist():
        for term in items[cuts[row] : cuts[row + 1]].tolist():
            lists[term].append(row)
    return c.Postings(_ends(lists), np.array([row for rows in lists for row in rows], np.int32))


def look_ups(
    offsets: ArrayLike,
    values: ArrayLike,
    numbers: ArrayLike,
    sizes: ArrayLike,
    limits: tuple[int, int],
) -> c.LookUps:
    """See :func:`provenance.kernels.compiled.postings.look_ups`."""
    items, names = column(values, np.int32), column(numbers, np.int32)
    cuts, costs = offsets_of(offsets, items.size), column(sizes, np.int64)
    most, budget = limits
    rows: list[list[int]] = []
    looked: list[int] = []
    for row in range(cuts.size - 1):
        mine = [n for n in names[items[cuts[row] : cuts[row + 1]]].tolist() if n >= 0]
        first = sorted(mine)[:most]
        rows.append([*first, *(n for n in mine if n not in first)])
        looked.append(int(np.sum(np.cumsum(costs[first]) <= budget)))
    stopped = sum(n < min(len(mine), most) for n, mine in zip(looked, rows, strict=True))
    flat = np.array([term for row in rows for term in row], np.int32)
    return c.LookUps(_ends(rows), flat, np.array(looked, np.int64), stopped)


def _ends(lists: list[list[int]]) -> NDArray[np.int64]:
    return np.cumsum([0, *map(len, lists)], dtype=np.int64)
