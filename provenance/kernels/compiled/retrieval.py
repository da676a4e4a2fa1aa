"""Articles that share their rarest terms, by an inverted index (numba)."""

from __future__ import annotations

import numpy as np

from provenance.kernels.jit import njit


@njit(nogil=True, cache=True)
def _rarest(ids, rank, look):  # type: ignore[no-untyped-def]
    """The ``look`` rarest indexed terms of an article, as rank << 32 | term."""
    codes = np.empty(ids.shape[0], np.int64)
    m = 0
    for t in ids:
        if rank[t] >= 0:
            codes[m] = np.int64(rank[t]) << 32 | np.int64(t)
            m += 1
    return np.sort(codes[:m])[:look]


@njit(nogil=True, cache=True)
def _collect(index, i, chosen, score, shared, touched):  # type: ignore[no-untyped-def]
    """Add up, for each other article, the weight and number of the chosen terms it has."""
    n_touched = 0
    for code in chosen:
        t = code & 0xFFFFFFFF
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
    look, keep, min_shared = limits[0], limits[1], limits[2]
    score = np.zeros(n, np.float64)
    shared = np.zeros(n, np.int32)
    touched = np.empty(n, np.int32)
    out = np.empty(((end - begin) * keep, 2), np.int32)
    filled = 0
    for i in range(begin, end):
        ids = index.terms[index.offsets[i] : index.offsets[i + 1]]
        chosen = _rarest(ids, index.rank, look)
        n_touched = _collect(index, i, chosen, score, shared, touched)
        value = np.empty(n_touched, np.float64)
        good = np.sort(touched[:n_touched])
        g = 0
        for j in good:
            s = score[j] / np.sqrt(index.mass[i] * index.mass[j])
            if shared[j] >= min_shared and s >= floor:
                good[g] = j
                value[g] = s
                g += 1
            shared[j] = 0
            score[j] = 0.0
        for k in np.argsort(-value[:g], kind="mergesort")[:keep]:
            out[filled, 0] = min(i, good[k])
            out[filled, 1] = max(i, good[k])
            filled += 1
    return out[:filled]
