"""How the sets of two articles overlap (numba).

A *set column* is CSR: ``offsets int64[n+1]`` and ``values``, sorted and distinct per article.

Candidates come sorted, so that many in a row have the same first article. Its set is entered once
into a table with open addressing, and the other one looks its values up there. Most are not there,
and the table is so roomy that most of those end at a free slot: the processor guesses that well,
while it loses time at every other step of a merge of two sorted lists.
"""

from __future__ import annotations

import numpy as np

from provenance.kernels.contract import COUNTED, WEIGHED, Ragged
from provenance.kernels.jit import njit

ROOM = 8  # slots for each value
_NONE = np.int32(-1)


def table_room(offsets: np.ndarray) -> np.ndarray:
    """Slots for the largest set of a column: int32[a power of two]."""
    largest = int(np.max(np.diff(offsets), initial=1))
    return np.empty(1 << (ROOM * largest - 1).bit_length(), np.int32)


@njit(nogil=True, cache=True, inner=True)
def enter(slots, values, begin, end):  # type: ignore[no-untyped-def]
    """Make ``slots`` the table of ``values[begin:end]``; the mask of its slots."""
    size = 1
    while size < ROOM * (end - begin):
        size *= 2
    slots[:size] = _NONE
    last = np.int64(size - 1)
    for p in range(begin, end):
        slot = np.int64(values[p]) & last
        while slots[slot] >= 0:
            slot = (slot + 1) & last
        slots[slot] = p - begin
    return last


@njit(nogil=True, cache=True, inline=True)
def find(slots, last, values, begin, value):  # type: ignore[no-untyped-def]
    """Which of the entered ``values`` from ``begin`` on is this one; -1 for none."""
    slot = np.int64(value) & last
    while slots[slot] >= 0 and values[begin + slots[slot]] != value:
        slot = (slot + 1) & last
    return slots[slot]


@njit(nogil=True, cache=True)
def _overlap_counts(offsets, values, pairs, slots, out):  # type: ignore[no-untyped-def]
    entered, last = np.int64(-1), np.int64(0)
    for k in range(pairs.shape[0]):
        i, j = pairs[k, 0], pairs[k, 1]
        begin = offsets[i]
        if i != entered:
            entered, last = np.int64(i), enter(slots, values, begin, offsets[i + 1])
        n = 0
        for p in range(offsets[j], offsets[j + 1]):
            n += find(slots, last, values, begin, values[p]) >= 0
        out[k] = n


def overlap_counts(
    offsets: np.ndarray,
    values: np.ndarray,
    pairs: np.ndarray,
) -> np.ndarray:
    """Size of the intersection of two articles' sets: int32[m] for ``pairs`` int32[m, 2]."""
    out = np.empty(pairs.shape[0], np.int32)
    _overlap_counts(offsets, values, pairs, table_room(offsets), out)
    return out


@njit(nogil=True, cache=True)
def _mark(offsets, values, part_offsets, part, bit, out):  # type: ignore[no-untyped-def]
    for row in range(offsets.shape[0] - 1):
        q, end = part_offsets[row], part_offsets[row + 1]
        for p in range(offsets[row], offsets[row + 1]):
            while q < end and part[q] < values[p]:
                q += 1
            if q < end and part[q] == values[p]:
                out[p] |= bit


def marks(offsets: np.ndarray, values: np.ndarray, *parts: Ragged) -> np.ndarray:
    """Which values of a set column stand in its parts: uint8 aligned with ``values``.

    Args:
        offsets, values: a set column.
        parts: at most eight set columns, each a subset of it; bit k is set in a value of part k.
    """
    out = np.zeros(values.shape[0], np.uint8)
    for k, part in enumerate(parts):
        _mark(offsets, values, *part, np.uint8(1 << k), out)
    return out


@njit(nogil=True, cache=True)
def _shared_parts(offsets, values, weights, marked, pairs, slots, out):  # type: ignore[no-untyped-def]
    entered, last = np.int64(-1), np.int64(0)
    step = np.int64(weights.shape[0] > 1)
    for k in range(pairs.shape[0]):
        i, j = pairs[k, 0], pairs[k, 1]
        begin = offsets[i]
        if i != entered:
            entered, last = np.int64(i), enter(slots, values, begin, offsets[i + 1])
        squared, weighed_a, weighed_b, counted_a, counted_b, counted = 0.0, 0.0, 0.0, 0, 0, 0
        for p in range(offsets[j], offsets[j + 1]):
            at = find(slots, last, values, begin, values[p])
            if at < 0:
                continue
            weight, of_a, of_b = weights[p * step], marked[begin + at], marked[p]
            squared += weight * weight
            if of_a & WEIGHED:
                weighed_a += weight
            if of_b & WEIGHED:
                weighed_b += weight
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
        marked: :func:`marks` of two parts.
        pairs: int32[m, 2]; fastest where those of one first article follow each other.
    """
    out = np.empty((pairs.shape[0], 6), np.float64)
    _shared_parts(offsets, values, weights, marked, pairs, table_room(offsets), out)
    return out
