"""Average linkage of a small similarity matrix (numba), and its plain definition."""

from __future__ import annotations

import numpy as np

from provenance.kernels.jit import njit


@njit(nogil=True, cache=True, inner=True)
def _nearest(similarity, alive, tip, best, value):  # type: ignore[no-untyped-def]
    """The living cluster most similar to ``tip``, if it beats (``best``, ``value``)."""
    for k in range(similarity.shape[0]):
        if not alive[k] or k == tip:
            continue
        if similarity[tip, k] > value or (best < 0 and similarity[tip, k] == value):
            best, value = k, similarity[tip, k]
    return best


@njit(nogil=True, cache=True, inner=True)
def _merge(similarity, alive, size, label, keep, gone):  # type: ignore[no-untyped-def]
    """Lance-Williams update of average linkage."""
    total = size[keep] + size[gone]
    for k in range(similarity.shape[0]):
        if alive[k] and k != keep and k != gone:
            mean = (size[keep] * similarity[keep, k] + size[gone] * similarity[gone, k]) / total
            similarity[keep, k] = mean
            similarity[k, keep] = mean
        if label[k] == gone:
            label[k] = keep
    size[keep] = total
    alive[gone] = False


@njit(nogil=True, cache=True)
def _average_linkage(similarity, threshold, size, alive, label, chain):  # type: ignore[no-untyped-def]
    for seed in range(alive.shape[0]):
        while alive[seed]:
            chain[0] = seed
            length = 1
            while length > 0:
                tip = chain[length - 1]
                before = chain[length - 2] if length > 1 else -1
                floor = similarity[tip, before] if length > 1 else threshold
                best = _nearest(similarity, alive, tip, before, floor)
                if best < 0:  # nothing reaches it any more, and nothing ever will
                    alive[tip] = False
                    length -= 1
                elif best == before:
                    _merge(similarity, alive, size, label, min(tip, best), max(tip, best))
                    length -= 2
                else:
                    chain[length] = best
                    length += 1


def average_linkage(similarity: np.ndarray, threshold: float) -> np.ndarray:
    """Clusters whose mean pairwise similarity reaches a threshold, best pairs first.

    Nearest-neighbour chains (Murtagh 1983) with the Lance-Williams update of average linkage
    (Sokal & Michener 1958): the same clusters as merging the best pair again and again, in
    O(m^2). Ties go to the smaller index.

    Args:
        similarity: float64[m, m], symmetric; overwritten.
        threshold: clusters are merged while their mean similarity is at least this.

    Returns:
        int32[m]: the smallest member of each item's cluster.
    """
    m = similarity.shape[0]
    label = np.arange(m, dtype=np.int32)
    room = (np.ones(m), np.ones(m, np.bool_), label, np.empty(m + 1, np.int64))
    _average_linkage(similarity, threshold, *room)
    return label
