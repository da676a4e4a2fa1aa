"""How the sets of two articles overlap (numba).

A *set column* is CSR: ``offsets int64[n+1]`` and ``values``, sorted and distinct per article.

Candidates come sorted, so that many in a row have the same first article. Its set is entered once
into a table with open addressing, and the other one looks its values up there. Most are not there,
and the table is so roomy that most of those end at a free slot: the processor guesses that well,
while it loses time at every other step of a merge of two sorted lists.
"""

from __future__ import annotations

import numpy as np

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
def _contained(part, weights, whole, pairs, room, out):  # type: ignore[no-untyped-def]
    part_offsets, parts = part
    offsets, values = whole
    part_slots, slots = room
    entered, part_last, last = np.int64(-1), np.int64(0), np.int64(0)
    for k in range(pairs.shape[0]):
        i, j = pairs[k, 0], pairs[k, 1]
        part_begin, part_end, begin = part_offsets[i], part_offsets[i + 1], offsets[i]
        if i != entered:
            entered = np.int64(i)
            part_last = enter(part_slots, parts, part_begin, part_end)
            last = enter(slots, values, begin, offsets[i + 1])
        total = 0.0
        if part_end > part_begin:
            for p in range(offsets[j], offsets[j + 1]):
                at = find(part_slots, part_last, parts, part_begin, values[p])
                if at >= 0:
                    total += weights[part_begin + at]
        out[k, 0] = total
        total = 0.0
        for p in range(part_offsets[j], part_offsets[j + 1]):
            if find(slots, last, values, begin, parts[p]) >= 0:
                total += weights[p]
        out[k, 1] = total


def contained(
    part_offsets: np.ndarray,
    part: np.ndarray,
    weights: np.ndarray,
    offsets: np.ndarray,
    values: np.ndarray,
    pairs: np.ndarray,
) -> np.ndarray:
    """Weight of a's ``part`` found in b's ``values`` and of b's found in a's: float64[m, 2].

    Args:
        part_offsets, part: a set column (all content, or only names, numbers or quotes).
        weights: float32 aligned with ``part``.
        offsets, values: the set column to look in (content or pairs).
        pairs: int32[m, 2].

    Weights are added up in the order of the values.
    """
    out = np.empty((pairs.shape[0], 2), np.float64)
    room = table_room(part_offsets), table_room(offsets)
    _contained((part_offsets, part), weights, (offsets, values), pairs, room, out)
    return out


@njit(nogil=True, cache=True)
def _shared_weight(offsets, values, weights, pairs, slots, out):  # type: ignore[no-untyped-def]
    entered, last = np.int64(-1), np.int64(0)
    for k in range(pairs.shape[0]):
        i, j = pairs[k, 0], pairs[k, 1]
        begin = offsets[i]
        if i != entered:
            entered, last = np.int64(i), enter(slots, values, begin, offsets[i + 1])
        total = 0.0
        for p in range(offsets[j], offsets[j + 1]):
            at = find(slots, last, values, begin, values[p])
            if at >= 0:
                total += weights[begin + at]
        out[k] = total


def shared_weight(
    offsets: np.ndarray,
    values: np.ndarray,
    weights: np.ndarray,
    pairs: np.ndarray,
) -> np.ndarray:
    """Weight of the intersection of two articles' sets: float64[m] for ``pairs`` int32[m, 2].

    Args:
        offsets, values: a set column; weights: float32 aligned with ``values``.
    """
    out = np.empty(pairs.shape[0], np.float64)
    _shared_weight(offsets, values, weights, pairs, table_room(offsets), out)
    return out
