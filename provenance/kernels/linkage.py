"""Average linkage of a small similarity matrix (numba), and its plain definition."""

from __future__ import annotations

import numpy as np

from provenance.kernels.jit import njit


@njit(nogil=True, cache=True)
def average_linkage(similarity, threshold):  # type: ignore[no-untyped-def]
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
    size = np.ones(m, np.float64)
    alive = np.ones(m, np.bool_)
    label = np.arange(m).astype(np.int32)
    for k in range(m):
        similarity[k, k] = -1.0
    chain = np.empty(m + 1, np.int64)
    for seed in range(m):
        if not alive[seed]:
            continue
        chain[0] = seed
        length = 1
        while length > 0:
            tip = chain[length - 1]
            best, value = -1, threshold
            if length > 1:
                best, value = chain[length - 2], similarity[tip, chain[length - 2]]
            for k in range(m):
                if alive[k] and k != tip and similarity[tip, k] >= value:
                    if similarity[tip, k] > value or best < 0:
                        best, value = k, similarity[tip, k]
            if best < 0 or value < threshold:
                alive[tip] = False
                length -= 1
                continue
            if length > 1 and best == chain[length - 2]:
                keep, gone = min(tip, best), max(tip, best)
                total = size[keep] + size[gone]
                for k in range(m):
                    if alive[k] and k != keep and k != gone:
                        mean = (
                            size[keep] * similarity[keep, k] + size[gone] * similarity[gone, k]
                        ) / total
                        similarity[keep, k] = mean
                        similarity[k, keep] = mean
                size[keep] = total
                alive[gone] = False
                for k in range(m):
                    if label[k] == gone:
                        label[k] = keep
                length -= 2
                if length == 0 and alive[keep]:
                    chain[0] = keep
                    length = 1
            else:
                chain[length] = best
                length += 1
    return label


def average_linkage_reference(similarity: np.ndarray, threshold: float) -> np.ndarray:
    """The definition: merge the most similar pair of clusters until none reaches the threshold."""
    clusters = [[k] for k in range(len(similarity))]
    while len(clusters) > 1:
        means = {
            (x, y): float(np.mean([[similarity[i, j] for j in clusters[y]] for i in clusters[x]]))
            for x in range(len(clusters))
            for y in range(x + 1, len(clusters))
        }
        (x, y), best = max(means.items(), key=lambda item: item[1])
        if best < threshold:
            break
        clusters[x] += clusters.pop(y)
    label = np.empty(len(similarity), np.int32)
    for cluster in clusters:
        label[cluster] = min(cluster)
    return label
