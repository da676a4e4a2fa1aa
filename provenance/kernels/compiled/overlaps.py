"""How the sets of two articles overlap (numba).

A *set column* is CSR: ``offsets int64[n+1]`` and ``values``, sorted and distinct per article.

Candidates come sorted, so that many in a row have the same first article. Its set is entered once
into a table with open addressing, and the other one looks its values up there. Most are not there.
They are sifted out first, without a branch: the processor would guess wrong at every third value,
as at every other step of a merge. The table is so roomy that nearly all that are left are found in
the first slot.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from provenance.kernels.compiled.bits import prefetch
from provenance.kernels.contract import COUNTED, WEIGHED, Ragged
from provenance.kernels.jit import njit

ROOM = 8  # slots for each value
_FREE, _NEXT, _HALF = np.uint64(0), np.uint64(1), np.uint64(32)
_MARK = np.uint64(31)
_FARTHER, _PLACE = np.uint64(1 << 31), np.uint64((1 << 31) - 1)
_FIRST, _NOTHING = np.uint8(1), np.float32(0)
_LINE, _WIDE = 64, 4  # bytes that are fetched at once, and of a value


def slots_for(size: int) -> int:
    """Slots for a set of so many values: a power of two."""
    return 1 << (ROOM * max(size, 1) - 1).bit_length()


def largest(offsets: np.ndarray, rows: np.ndarray) -> int:
    """How many values the largest set of some rows has; no look at the many others."""
    return int(np.max(offsets[rows + 1] - offsets[rows], initial=0))


def _room(entered: int, looked_up: int) -> tuple[np.ndarray, np.ndarray]:
    """Room for a table of so many values, and for the places of so many others: uint64."""
    return np.empty(slots_for(entered), np.uint64), np.empty(looked_up + 1, np.uint64)


@njit(nogil=True, cache=True, inline=True)
def cleared(slots, count):  # type: ignore[no-untyped-def]
    """Make ``slots`` an empty table for so many values; its mask."""
    size = 1
    while size < ROOM * count:
        size *= 2
    slots[:size] = _FREE
    return np.uint64(size - 1)


@njit(nogil=True, cache=True, inline=True)
def put(slots, last, value, place):  # type: ignore[no-untyped-def]
    """Enter a value that is not there yet, with its place, into a table (``last``: its mask).

    In a slot that is taken: a value, and behind it one more than its place, and whether another
    value was to stand there, and stands farther on.
    """
    slot = value & last
    if slots[slot] != _FREE:
        slots[slot] |= _FARTHER
        while slots[slot] != _FREE:
            slot = (slot + _NEXT) & last
    slots[slot] = value << _HALF | (place + _NEXT)


@njit(nogil=True, cache=True, inline=True)
def find(slots, last, value):  # type: ignore[no-untyped-def]
    """One more than the place of a value that was entered; 0 for none."""
    slot = value & last
    while slots[slot] >> _HALF != value and slots[slot] != _FREE:
        slot = (slot + _NEXT) & last
    return slots[slot] & _PLACE


@njit(nogil=True, cache=True, inline=True)
def may_stand(slots, last, value):  # type: ignore[no-untyped-def]
    """1 for a value that was entered, or may be, as may 0 whose slot is free; 0 for others."""
    slot = slots[value & last]
    return np.uint64(slot >> _HALF == value) | (slot & _FARTHER) >> _MARK


@njit(nogil=True, cache=True, inner=True)
def _enter(slots, values, begin, end):  # type: ignore[no-untyped-def]
    """Make ``slots`` the table of ``values[begin:end]``, places from ``begin`` on; its mask."""
    last = cleared(slots, end - begin)
    for place in range(np.uint64(end - begin)):
        put(slots, last, np.uint64(values[np.uint64(begin) + place]), place)
    return last


@njit(nogil=True, cache=True, inline=True)
def _sift(slots, last, values, begin, end, near):  # type: ignore[no-untyped-def]
    """Put where those of ``values[begin:end]`` stand that may be entered; how many."""
    n = _FREE
    for p in range(np.uint64(begin), np.uint64(end)):
        near[n] = p
        n += may_stand(slots, last, np.uint64(values[p]))
    return n


@njit(nogil=True, cache=True, inline=True)
def _count(slots, last, values, begin, end, near):  # type: ignore[no-untyped-def]
    """How many of ``values[begin:end]`` were entered."""
    found, n = _FREE, _FREE
    for p in range(np.uint64(begin), np.uint64(end)):
        value = np.uint64(values[p])
        slot = slots[value & last]
        near[n] = value
        here = np.uint64(slot >> _HALF == value)
        found += here
        n += ((slot & _FARTHER) >> _MARK) & ~here
    for k in range(n):
        found += np.uint64(find(slots, last, near[k]) != _FREE)
    # A value of 0, which comes first, was found where its slot is free.
    return found - np.uint64(begin < end and values[begin] == 0 and slots[0] == _FREE)


@njit(nogil=True, cache=True, inner=True)
def fetch_next(offsets, pairs, k, base, wide):  # type: ignore[no-untyped-def]
    """Have the set fetched that comes after pair ``k``; values of ``wide`` bytes at ``base``."""
    if k + 1 < pairs.shape[0]:
        j = pairs[k + 1, 1]
        for address in range(base + wide * offsets[j], base + wide * offsets[j + 1], _LINE):
            prefetch(address)


@njit(nogil=True, cache=True)
def _overlap_counts(offsets, values, base, pairs, slots, near, out):  # type: ignore[no-untyped-def]
    entered, last = np.int64(-1), np.uint64(0)
    for k in range(pairs.shape[0]):
        i, j = pairs[k, 0], pairs[k, 1]
        fetch_next(offsets, pairs, k, base, _WIDE)
        if i != entered:
            entered, last = np.int64(i), _enter(slots, values, offsets[i], offsets[i + 1])
        out[k] = _count(slots, last, values, offsets[j], offsets[j + 1], near)


def overlap_counts(
    offsets: np.ndarray,
    values: np.ndarray,
    pairs: np.ndarray,
) -> np.ndarray:
    """Size of the intersection of two articles' sets: int32[m] for ``pairs`` int32[m, 2]."""
    out, size = np.empty(pairs.shape[0], np.int32), largest(offsets, pairs)
    _overlap_counts(offsets, values, values.ctypes.data, pairs, *_room(size, size), out)
    return out


@njit(nogil=True, cache=True)
def _listed(offsets, values, rows, known, slots, near, out):  # type: ignore[no-untyped-def]
    last = _enter(slots, known, 0, known.shape[0])
    for k in range(rows.shape[0]):
        begin, end = offsets[rows[k]], offsets[rows[k] + 1]
        out[k] = _count(slots, last, values, begin, end, near)


def listed(
    offsets: np.ndarray, values: np.ndarray, rows: np.ndarray, known: np.ndarray
) -> np.ndarray:
    """How many values of some rows (int64[k]) of a set column are ``known`` (uint32): int32[k]."""
    out = np.empty(len(rows), np.int32)
    _listed(offsets, values, rows, known, *_room(len(known), largest(offsets, rows)), out)
    return out


@njit(nogil=True, cache=True)
def _mark(offsets, values, part_offsets, part, rows, bit, out):  # type: ignore[no-untyped-def]
    for k in range(rows.shape[0]):
        row = rows[k]
        p, end = np.uint64(offsets[row]), np.uint64(offsets[row + 1])
        if bit == _FIRST:
            out[p:end] = 0
        for q in range(np.uint64(part_offsets[row]), np.uint64(part_offsets[row + 1])):
            while p < end and values[p] < part[q]:
                p += _NEXT
            if p < end and values[p] == part[q]:
                out[p] |= bit


def mark(
    offsets: np.ndarray,
    values: np.ndarray,
    parts: Sequence[Ragged],
    rows: np.ndarray,
    out: np.ndarray,
) -> None:
    """Write which values of some rows of a set column stand in its parts.

    Args:
        offsets, values: a set column.
        parts: one to eight set columns, each a subset of it; bit k is set in a value of part k.
        rows: int64[k].
        out: uint8 aligned with ``values``, written to.
    """
    for k, part in enumerate(parts):
        _mark(offsets, values, *part, rows, np.uint8(1 << k), out)


@njit(nogil=True, cache=True)
def _shared_parts(offsets, values, weights, marked, bases, pairs, slots, near, out):  # type: ignore[no-untyped-def]
    entered, last = np.int64(-1), np.uint64(0)
    step = np.uint64(weights.shape[0] > 1)
    for k in range(pairs.shape[0]):
        i, j = pairs[k, 0], pairs[k, 1]
        begin = np.uint64(offsets[i])
        fetch_next(offsets, pairs, k, bases[0], _WIDE)
        fetch_next(offsets, pairs, k, bases[1], 1)
        if i != entered:
            entered, last = np.int64(i), _enter(slots, values, offsets[i], offsets[i + 1])
        squared, weighed_a, weighed_b, counted_a, counted_b, counted = 0.0, 0.0, 0.0, 0, 0, 0
        for q in range(_sift(slots, last, values, offsets[j], offsets[j + 1], near)):
            p = near[q]
            found = find(slots, last, np.uint64(values[p]))
            if found == _FREE:
                continue
            at = begin + found - _NEXT
            # No branch: which values are marked cannot be guessed, and 0 changes no sum.
            weight, of_a, of_b = weights[at * step], marked[at], marked[p]
            squared += weight * weight
            weighed_a += np.float64(weight if of_a & WEIGHED else _NOTHING)
            weighed_b += np.float64(weight if of_b & WEIGHED else _NOTHING)
            counted_a += (of_a & COUNTED) != 0
            counted_b += (of_b & COUNTED) != 0
            counted += (of_a & of_b & COUNTED) != 0
        out[k, 0] = squared
        out[k, 1] = weighed_a
        out[k, 2] = weighed_b
        out[k, 3] = counted_a
        out[k, 4] = counted_b
        out[k, 5] = counted


def shared_parts(
    offsets: np.ndarray,
    values: np.ndarray,
    weights: np.ndarray,
    marked: np.ndarray,
    pairs: np.ndarray,
) -> np.ndarray:
    """What two articles' sets share, and how much of their marked parts: float64[m, 6].

    The squared weight of what both have; the weight of a's ``WEIGHED`` values that b has, and of
    b's that a has; how many ``COUNTED`` values of a b has, how many of b a has, and how many have
    that mark in both. Added up in the order of the values.

    Args:
        offsets, values: a set column; weights: float32 aligned with ``values``, the same for the
            same value, or a single one for all.
        marked: :func:`mark` of two parts.
        pairs: int32[m, 2]; fastest where those of one first article follow each other.
    """
    out, size = np.empty((pairs.shape[0], 6), np.float64), largest(offsets, pairs)
    bases = values.ctypes.data, marked.ctypes.data
    _shared_parts(offsets, values, weights, marked, bases, pairs, *_room(size, size), out)
    return out
