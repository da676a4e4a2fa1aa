"""finder, tallier, row_sums, invert and look_ups in numba: the parts of an inverted index."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels import contract as c
from provenance.kernels.arrays import column
from provenance.kernels.compiled.bits import prefetch, prefetch_to_write
from provenance.kernels.compiled.cuts import listed
from provenance.kernels.jit import njit

_START = np.int64(0)  # a plain 0 would have _insert compiled once more

_BITS = 20  # a table of more places would not stay near the processor
_MANY = np.uint64(64)  # more values with the same top bits are halved first
_ONE = np.uint64(1)
_SOON = np.uint64(16)  # values from one to the next that is fetched
_INT32, _INT64 = 4, 8  # bytes


@njit(nogil=True, cache=True, inner=True)
def _place(known: Any, starts: Any, shift: Any, value: Any) -> Any:
    """How many of ``known`` are less than a value."""
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
    return place


@njit(nogil=True, cache=True, inline=True)
def _fetch(known: Any, starts: Any, shift: Any, values: Any, k: Any) -> Any:
    """Have fetched what :func:`_place` reads for the values behind number k; about where it is."""
    last = np.uint64(values.shape[0] - 1)
    later = np.int64(values[min(k + _SOON + _SOON, last)] >> shift)
    prefetch(starts.ctypes.data + _INT32 * later)
    soon = np.int64(starts[np.uint64(values[min(k + _SOON, last)] >> shift)])
    prefetch(known.ctypes.data + _INT32 * soon)
    return soon


@njit(nogil=True, cache=True)
def _positions(known: Any, starts: Any, shift: Any, values: Any, out: Any) -> None:
    for k in range(values.shape[0]):
        _fetch(known, starts, shift, values, np.uint64(k))
        out[np.uint64(k)] = _place(known, starts, shift, values[np.uint64(k)])


@njit(nogil=True, cache=True)
def _tally(known: Any, starts: Any, shift: Any, values: Any, times: Any, others: Any) -> Any:
    """Adds to ``times`` of each known value; the others, of which there are so many."""
    n = np.uint64(0)
    for k in range(values.shape[0]):
        soon = _fetch(known, starts, shift, values, np.uint64(k))
        prefetch_to_write(times.ctypes.data + _INT64 * soon)
        value = values[np.uint64(k)]
        place = _place(known, starts, shift, value)
        if place < np.uint64(times.shape[0]) and known[place] == value:
            times[place] += 1
        else:
            others[n] = value
            n += _ONE
    return n


def _table(known: ArrayLike) -> tuple[NDArray[np.uint32], NDArray[np.int32], np.uint32]:
    """``known`` with an end, where those of each top bits begin, and how far down these are."""
    table = column(known, np.uint32)
    bits = min(max(table.size.bit_length(), 1), _BITS)  # one of ``known`` for each, or fewer
    shift = np.uint32(32 - bits)
    starts = np.zeros((1 << bits) + 1, np.int32)
    np.cumsum(np.bincount(table >> shift, minlength=1 << bits), out=starts[1:])
    # What ends it is less than no value.
    return column(np.append(table, np.uint32(0xFFFFFFFF)), np.uint32), starts, shift


def finder(known: ArrayLike) -> Callable[[ArrayLike], NDArray[np.int32]]:
    """What tells how many of ``known`` (sorted uint32[v]) are less than values (uint32[m]).

    That is the place of a value that is known: int32[m]. To make it is O(v), and to ask it O(m)
    where ``known`` are spread evenly, as hashes are; O(m log v) where not.
    """
    table = _table(known)

    def positions(values: ArrayLike) -> NDArray[np.int32]:
        wanted = column(values, np.uint32)
        out = np.empty(wanted.size, np.int32)
        _positions(*table, wanted, out)
        return out

    return positions


def tallier(
    known: ArrayLike,
) -> Callable[[ArrayLike], tuple[NDArray[np.int64], NDArray[np.uint32]]]:
    """What tells how often each of ``known`` (sorted uint32[v]) stands in values (uint32[m]).

    That is int64[v]; and those of the values that are not known, as they stand. To make it and to
    ask it take as long as with :func:`finder`.
    """
    table, size = _table(known), column(known, np.uint32).size

    def tally(values: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        wanted = column(values, np.uint32)
        times, others = np.zeros(size, np.int64), np.empty(wanted.size, np.uint32)
        n = _tally(*table, wanted, times, others)
        return times, others[:n].copy()

    return tally


@njit(nogil=True, cache=True)
def _row_sums(offsets: Any, terms: Any, weight: Any, out: Any) -> None:
    last = np.uint64(terms.shape[0] - 1)
    for i in range(out.shape[0]):
        total = 0.0
        for p in range(np.uint64(offsets[i]), np.uint64(offsets[i + 1])):
            prefetch(weight.ctypes.data + _INT64 * np.int64(terms[min(p + _SOON, last)]))
            total += weight[terms[p]]
        out[i] = total


def row_sums(offsets: ArrayLike, terms: ArrayLike, weight: ArrayLike) -> NDArray[np.float64]:
    """The weight (float64[v]) of the terms (int32) of each row, added up in their order."""
    cuts, items, _ = listed(offsets, terms, np.int32)
    out = np.empty(cuts.size - 1, np.float64)
    _row_sums(cuts, items, column(weight, np.float64), out)
    return out


@njit(nogil=True, cache=True)
def _count(terms: Any, size: Any) -> None:
    for p in range(terms.shape[0]):
        size[terms[p]] += 1


@njit(nogil=True, cache=True)
def _invert(offsets: Any, terms: Any, order: Any, place: Any, post: Any) -> None:
    """A counting sort: ``place`` holds where the next row of each term goes."""
    for k in range(order.shape[0]):
        i = order[k]
        for p in range(offsets[i], offsets[i + 1]):
            at = place[terms[p]]
            post[at] = i
            place[terms[p]] = at + 1


def invert(offsets: ArrayLike, terms: ArrayLike, count: int, order: ArrayLike) -> c.Postings:
    """The rows of each of ``count`` terms (int32), in the order given, which names each row once.

    O(terms), in memory of 4 bytes for each row that is listed.
    """
    cuts, items, _ = listed(offsets, terms, np.int32)
    ends = np.zeros(count + 1, np.int64)
    _count(items[cuts[0] : cuts[-1]], ends[1:])
    np.cumsum(ends, out=ends)
    post = np.empty(ends[-1], np.int32)
    _invert(cuts, items, column(order, np.int64), ends[:-1].copy(), post)
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
    offsets: Any, values: Any, numbers: Any, sizes: Any, budget: int, first: Any, made: Any
) -> Any:
    """Fill ``made``: where the terms of each row end, terms, those looked up; the rows stopped."""
    ends, out, looked = made
    filled, stopped, last = 0, 0, np.uint64(values.shape[0] - 1)
    for i in range(looked.shape[0]):
        begin, size = filled, _START
        for p in range(np.uint64(offsets[i]), np.uint64(offsets[i + 1])):
            prefetch(numbers.ctypes.data + _INT32 * np.int64(values[min(p + _SOON, last)]))
            number = numbers[values[p]]
            if number >= 0:
                size = _insert(first, size, number)
                filled += 1
        ends[i + 1] = filled
        spent, n = 0, 0
        for k in range(size):
            out[begin + k] = first[k]
            spent += sizes[first[k]]
            n += 1 if spent <= budget else 0
        stopped += 1 if n < size else 0
        looked[i] = n
        if filled - begin > size:
            at = begin + size
            for p in range(offsets[i], offsets[i + 1]):
                if numbers[values[p]] > first[size - 1]:
                    out[at] = numbers[values[p]]
                    at += 1
    return stopped


def look_ups(
    offsets: ArrayLike,
    values: ArrayLike,
    numbers: ArrayLike,
    sizes: ArrayLike,
    limits: tuple[int, int],
) -> c.LookUps:
    """The terms of each row, and which of them it looks up: the rarest ``most`` (1 or more).

    None is taken from where the postings of all would be more than the budget; a row that this
    ends early counts as stopped. O(values) where few are terms.

    Args:
        offsets: int64[n + 1]; ``values`` int32[m], distinct within each row.
        numbers: int32[v], which term each value is, by rarity; negative for none.
        sizes: int64[u], how many postings each term has.
        limits: ``most`` and the budget.
    """
    cuts, items, _ = listed(offsets, values, np.int32)
    names = column(numbers, np.int32)
    most, budget = limits
    out = np.empty(int(cuts[-1] - cuts[0]), np.int32)
    ends, looked = np.zeros(cuts.size, np.int64), np.zeros(cuts.size - 1, np.int64)
    first = np.empty(most, np.int32)
    costs = column(sizes, np.int64)
    stopped = _look_ups(cuts, items, names, costs, budget, first, (ends, out, looked))
    return c.LookUps(ends, out[: ends[-1]].copy(), looked, int(stopped))
