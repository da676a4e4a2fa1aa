"""positions, row_sums, invert and look_ups in numba: the parts of an inverted index."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels import contract as c
from provenance.kernels.arrays import column, offsets_of
from provenance.kernels.jit import njit

_START = np.int64(0)  # a plain 0 would have _insert compiled once more

_BITS = 20  # a table of more places would not stay near the processor
_MANY = np.uint64(64)  # more values with the same top bits are halved first
_NONE, _ONE = np.uint64(0), np.uint64(1)


@njit(nogil=True, cache=True)
def _positions(known: Any, starts: Any, shift: Any, values: Any, out: Any) -> None:
    for k in range(values.shape[0]):
        value = values[np.uint64(k)]
        top = np.uint64(value >> shift)
        place, high = np.uint64(starts[top]), np.uint64(starts[top + _ONE])
        while high - place > _MANY:
            middle = (place + high) >> _ONE
            if known[middle] < value:
                place = middle + _ONE
            else:
                high = middle
        # Mostly it is the first or the second; to add what a comparison gives guesses neither.
        place += np.uint64(known[place] < value)
        while known[place] < value:
            place += _ONE
        out[np.uint64(k)] = place


def positions(known: ArrayLike, values: ArrayLike) -> NDArray[np.int32]:
    """How many of ``known`` (sorted uint32[v]) are less than each of ``values`` (uint32[m]).

    That is the place of a value that is known: int32[m]. O(v + m) where ``known`` are spread
    evenly, as hashes are; O(v + m log v) where not.
    """
    table = column(known, np.uint32)
    wanted = column(values, np.uint32)
    bits = min(max(table.size.bit_length(), 1), _BITS)  # one of ``known`` for each, or fewer
    shift = np.uint32(32 - bits)
    starts = np.zeros((1 << bits) + 1, np.int32)
    np.cumsum(np.bincount(table >> shift, minlength=1 << bits), out=starts[1:])
    out = np.empty(wanted.size, np.int32)
    ended = column(np.append(table, np.uint32(0xFFFFFFFF)), np.uint32)  # less than no value
    _positions(ended, starts, shift, wanted, out)
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
    """A counting sort: ``place`` holds where the next row of each term goes.

    That of a term that is not indexed is the last of ``post``: to leave it out would be guessed.
    """
    nowhere = np.uint64(post.shape[0] - 1)
    for i in range(offsets.shape[0] - 1):
        for p in range(np.uint64(offsets[i]), np.uint64(offsets[i + 1])):
            term = np.uint64(terms[p])
            at = np.uint64(place[term])
            post[at] = i
            place[term] = at + np.uint64(at != nowhere)


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
    post = np.empty(ends[-1] + 1, np.int32)
    _invert(cuts, items, np.where(wanted, ends[:-1], ends[-1]), post)
    return c.Postings(ends, post[:-1])


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
    offsets: Any, terms: Any, post_offsets: Any, budget: int, room: Any, sizes: Any, out: Any
) -> Any:
    """Chosen terms into ``out``, their number for each row into ``sizes``; all, rows stopped."""
    first, listed = room
    filled, stopped = 0, 0
    for i in range(sizes.shape[0]):
        n, size = _NONE, _START
        for p in range(np.uint64(offsets[i]), np.uint64(offsets[i + 1])):
            # No branch: whether a term has postings cannot be guessed.
            term = np.uint64(terms[p])
            listed[n] = terms[p]
            n += np.uint64(post_offsets[term + _ONE] > post_offsets[term])
        for k in range(n):
            size = _insert(first, size, listed[k])
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
    longest = int(np.max(np.diff(cuts), initial=0))
    room = np.empty(most, np.int32), np.empty(longest + 1, np.int32)
    sizes = np.zeros(cuts.size - 1, np.int64)
    filled, stopped = _look_ups(cuts, items, lists, budget, room, sizes, out)
    ends = np.zeros(cuts.size, np.int64)
    np.cumsum(sizes, out=ends[1:])
    return c.LookUps(ends, out[:filled].copy(), int(stopped))
