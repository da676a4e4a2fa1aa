"""Articles that share their rarest terms, by an inverted index (numba)."""

from __future__ import annotations

import numpy as np

from provenance.kernels.contract import COUNT_BITS, Index
from provenance.kernels.jit import njit

COUNT_MASK = (1 << COUNT_BITS) - 1

_START = np.int64(0)  # a plain 0 would have _write compiled once more


@njit(nogil=True, cache=True, inner=True)
def _keep_best(keys, values, size, key, value):  # type: ignore[no-untyped-def]
    """Insert into a short list that is sorted by key, then value; the worst falls out when full.

    A sort of the library would cost seconds at the first call, when it is compiled.
    """
    if size == keys.shape[0]:
        if key > keys[size - 1] or (key == keys[size - 1] and value > values[size - 1]):
            return size
        size -= 1
    k = size
    while k > 0 and (keys[k - 1] > key or (keys[k - 1] == key and values[k - 1] > value)):
        keys[k] = keys[k - 1]
        values[k] = values[k - 1]
        k -= 1
    keys[k] = key
    values[k] = value
    return size + 1


@njit(nogil=True, cache=True, inner=True)
def _collect(index, i, sums, touched):  # type: ignore[no-untyped-def]
    """Add up, for each article, the weight and number of the terms of ``i`` that it has.

    Both in one integer, as one cache line is all that each step can afford.
    """
    n_touched = 0
    for q in range(index.offsets[i], index.offsets[i + 1]):
        t = index.terms[q]
        step = (index.weight[t] << COUNT_BITS) + 1
        for p in range(index.post_offsets[t], index.post_offsets[t + 1]):
            j = index.post[p]
            if sums[j] == 0:
                touched[n_touched] = j
                n_touched += 1
            sums[j] += step
    return n_touched


@njit(nogil=True, cache=True, inner=True)
def _write(i, best, kept, out, filled):  # type: ignore[no-untyped-def]
    for k in range(kept):
        out[filled + k, 0] = min(i, best[k])
        out[filled + k, 1] = max(i, best[k])
    return filled + kept


@njit(nogil=True, cache=True)
def _rare_neighbours(index, begin, end, limits, floor, window, room, out):  # type: ignore[no-untyped-def]
    sums, touched, distance, best, kept = room
    filled = _START
    for i in range(begin, end):
        kept[:] = 0
        n_touched = _collect(index, i, sums, touched)
        sums[i] = 0  # no candidate of itself
        for k in range(n_touched):
            j = touched[k]
            if sums[j] & COUNT_MASK >= limits[1]:
                weight = np.float64(sums[j] >> COUNT_BITS)
                s = weight / np.sqrt(index.mass[i] * index.mass[j])
                if s >= floor:
                    far = 1 if abs(index.seconds[i] - index.seconds[j]) > window else 0
                    kept[far] = _keep_best(distance[far], best[far], kept[far], -s, j)
            sums[j] = 0
        filled = _write(i, best[0], kept[0], out, filled)
        filled = _write(i, best[1], kept[1], out, filled)
    return filled


def rare_neighbours(
    index: Index, begin: int, end: int, limits: tuple[int, int], floor: float, window: float
) -> np.ndarray:
    """Candidates of articles ``begin..end``: those that share their rarest terms.

    Each article adds up the weight of each other article that has terms it looks up, and keeps the
    ``limits[0]`` best that share at least ``limits[1]`` terms and whose score (a cosine) reaches
    ``floor``. Ties go to the smaller index. Articles published more than ``window`` seconds apart
    take none of these places; the best ``limits[0]`` of those follow, so that they can be counted.

    Returns:
        int32[m, 2] pairs (smaller index first), possibly repeated; O(postings looked up).
    """
    n = index.offsets.shape[0] - 1
    room = (
        np.zeros(n, np.int64),
        np.empty(n, np.int32),
        np.empty((2, limits[0]), np.float64),
        np.empty((2, limits[0]), np.int32),
        np.zeros(2, np.int64),
    )
    lists = 1 if window == np.inf else 2
    out = np.empty(((end - begin) * limits[0] * lists, 2), np.int32)
    filled: int = _rare_neighbours(index, begin, end, limits, floor, window, room, out)
    return out[:filled]
