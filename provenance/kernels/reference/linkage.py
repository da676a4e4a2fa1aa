"""Average linkage by its definition."""

from __future__ import annotations

import numpy as np


def average_linkage(similarity: np.ndarray, threshold: float) -> np.ndarray:
    """Merge the most similar pair of clusters until none reaches the threshold."""
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
