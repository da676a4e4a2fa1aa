"""positions, row_sums, invert and look_ups in numba: the parts of an inverted index."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels import contract as c
from provenance.kernels.arrays import column, offsets_of
from provenance.kernels.jit import njit

_START = np.int64(0)  # a plain 0 would have _insert compiled once more

_TOP = 16  # bits; hashed values spread evenly, so this many of them leave little to search
_REST = np.uint32((1 << _TOP) - 1)
_MANY = 64  # more values with the same top bits are halved first


@njit(nogil=True, cache=True)
def _positions(known: Any, starts: Any, values: Any, out: Any) -> None:
    for k in range(values.shape[0]):
        value = values[np.uint64(k)]
        top = value >> np.uint32(_TOP)
        low, high = starts[top], starts[top + 1]
        while high - low > _MANY:
            middle = (low + high) >> 1
            if known[middle] < value:
                low = middle + 1
            else:
                high = middle
        # Where it would stand if they were spread evenly, and a step or two from there.
        place = low + (((high - low) * np.int64(value & _REST)) >> _TOP)
        while place < high and known[np.uint64(place)] < value:
            place += 1
        while place > low and known[np.uint64(place - 1)] >= value:
            place -= 1
        out[k] = place


def positions(known: ArrayLike, values: ArrayLike) -> NDArray[np.int32]:
    """How many of ``known`` (sorted uint32[v]) are less than each of ``values`` (uint32[m]).

    That is the place of a value that is known: int32[m]. O(m) where ``known`` are spread evenly,
    as hashes are; O(m log v) where not.
    """
    table = column(known, np.uint32)
    wanted = column(values, np.uint32)
    edges = np.arange((1 << _TOP) + 1, dtype=np.uint64) << np.uint64(_TOP)
    starts = np.searchsorted(table, edges).astype(np.int64)
    out = np.empty(wanted.size, np.int32)
    _positions(table, starts, wanted, out)
    return out


@njit(nogil=True, cache=True)
def _row_sums(offsets: Any, terms: Any, weight: Any, out: Any) -> None:
    for i in range(out.shape[0]):
        total = 0.0
        for p in range(offsets[i], offsets[i + 1]):
            total += weight[terms[p]]
        out[i] = total


def row_sums(offsets: ArrayLike, terms: ArrayLike, weight: ArrayLike) -> NDArray[np.float64]:
    """The weight (float64[v]) of the terms (int32) of each row, added up in their order."""
    items = column(terms, np.int32)
    cuts = offsets_of(offsets, items.size)
    out = np.empty(cuts.size - 1, np.float64)
    _row_sums(cuts, items, column(weight, np.float64), out)
    return out


@njit(nogil=True, cache=True)
def _count(terms: Any, size: Any) -> None:
    for p in range(terms.shape[0]):
        size[terms[p]] += 1


@njit(nogil=True, cache=True)
def _invert(offsets: Any, terms: Any, place: Any, post: Any) -> None:
    """A counting sort: ``place`` holds where the next row of each term goes, -1 for nowhere."""
    for i in range(offsets.shape[0] - 1):
        for p in range(offsets[i], offsets[i + 1]):
            at = place[terms[p]]
            if at >= 0:
                post[at] = i
                place[terms[p]] = at + 1


def invert(offsets: ArrayLike, terms: ArrayLike, indexed: ArrayLike) -> c.Postings:
    """The rows of each term that is ``indexed`` (bool[v]), in order; the others have none.

    ``terms`` int32 below v. O(terms), in memory of 4 bytes for each row that is listed.
    """
    items, wanted = column(terms, np.int32), column(indexed, np.bool_)
    cuts = offsets_of(offsets, items.size)
    size = np.zeros(wanted.size, np.int64)
    _count(items, size)
    size[~wanted] = 0
    ends = np.zeros(wanted.size + 1, np.int64)
    np.cumsum(size, out=ends[1:])
    post = np.empty(ends[-1], np.int32)
    _invert(cuts, items, np.where(wanted, ends[:-1], -1), post)
    return c.Postings(ends, post)


@njit(nogil=True, cache=True, inner=True)
def _insert(items: Any, size: int, item: Any) -> Any:
    """Insert into a short sorted list; the largest falls out when it is full. Its new size."""
    if size == items.shape[0]:
        if item > items[size - 1]:
            return size
        size -= 1
    k = size
    while k > 0 and items[k - 1] > item:
        items[k] = items[k - 1]
        k -= 1
    items[k] = item
    return size + 1


@njit(nogil=True, cache=True)
def _look_ups(
    offsets: Any, terms: Any, post_offsets: Any, budget: int, first: Any, sizes: Any, out: Any
) -> Any:
    """Chosen terms into ``out``, their number for each row into ``sizes``; all, rows stopped."""
    filled, stopped = 0, 0
    for i in range(sizes.shape[0]):
        size = _START
        for p in range(offsets[i], offsets[i + 1]):
            if post_offsets[terms[p] + 1] > post_offsets[terms[p]]:
                size = _insert(first, size, terms[p])
        spent = 0
        for k in range(size):
            spent += post_offsets[first[k] + 1] - post_offsets[first[k]]
            if spent > budget:
                stopped += 1
                break
            out[filled] = first[k]
            filled += 1
            sizes[i] += 1
    return filled, stopped


def look_ups(
    offsets: ArrayLike, terms: ArrayLike, post_offsets: ArrayLike, most: int, budget: int
) -> c.LookUps:
    """The terms that each row looks up: the smallest ``most`` (1 or more) that have postings.

    None is taken from where the postings of all would be more than ``budget``; a row that this
    ends early counts as stopped. ``terms`` int32, distinct within each row, numbered by rarity.
    O(terms) where few have postings.
    """
    items, lists = column(terms, np.int32), column(post_offsets, np.int64)
    cuts = offsets_of(offsets, items.size)
    out = np.empty(int(np.minimum(np.diff(cuts), most).sum()), np.int32)
    first = np.empty(most, np.int32)
    sizes = np.zeros(cuts.size - 1, np.int64)
    filled, stopped = _look_ups(cuts, items, lists, budget, first, sizes, out)
    ends = np.zeros(cuts.size, np.int64)
    np.cumsum(sizes, out=ends[1:])
    return c.LookUps(ends, out[:filled].copy(), int(stopped))
