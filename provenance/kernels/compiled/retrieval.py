"""Articles that share their rarest terms, by an inverted index (numba)."""

from __future__ import annotations

import numpy as np

from provenance.kernels.jit import njit


@njit(nogil=True, cache=True)
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


@njit(nogil=True, cache=True)
def _collect(index, i, chosen, score, shared, touched):  # type: ignore[no-untyped-def]
    """Add up, for each other article, the weight and number of the chosen terms it has."""
    n_touched = 0
    for t in chosen:
        for p in range(index.post_offsets[t], index.post_offsets[t + 1]):
            j = index.post[p]
            if j == i:
                continue
            if shared[j] == 0:
                touched[n_touched] = j
                n_touched += 1
            shared[j] += 1
            score[j] += index.weight[t]
    return n_touched


@njit(nogil=True, cache=True)
def rare_neighbours(index, begin, end, limits, floor):  # type: ignore[no-untyped-def]
    """Candidates of articles ``begin..end``: those that share their rarest terms.

    Each article looks up its ``limits[0]`` rarest indexed terms, adds up the weight of each other
    article that has them, and keeps the ``limits[1]`` best that share at least ``limits[2]`` terms
    and whose score (a cosine) reaches ``floor``. Ties go to the smaller index.

    Returns:
        int32[m, 2] pairs (smaller index first), possibly repeated; O(terms x posting length).
    """
    n = index.offsets.shape[0] - 1
    score = np.zeros(n, np.float64)
    shared = np.zeros(n, np.int32)
    touched = np.empty(n, np.int32)
    ranks = np.empty(limits[0], np.float64)
    chosen = np.empty(limits[0], np.int32)
    distance = np.empty(limits[1], np.float64)
    best = np.empty(limits[1], np.int32)
    out = np.empty(((end - begin) * limits[1], 2), np.int32)
    filled = 0
    for i in range(begin, end):
        look = 0
        for p in range(index.offsets[i], index.offsets[i + 1]):
            t = index.terms[p]
            if index.rank[t] >= 0:
                look = _keep_best(ranks, chosen, look, np.float64(index.rank[t]), t)
        kept = 0
        for k in range(_collect(index, i, chosen[:look], score, shared, touched)):
            j = touched[k]
            s = score[j] / np.sqrt(index.mass[i] * index.mass[j])
            if shared[j] >= limits[2] and s >= floor:
                kept = _keep_best(distance, best, kept, -s, j)
            shared[j] = 0
            score[j] = 0.0
        for k in range(kept):
            out[filled, 0] = min(i, best[k])
            out[filled, 1] = max(i, best[k])
            filled += 1
    return out[:filled]
