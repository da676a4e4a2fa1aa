"""Articles that share their rarest terms, by definition."""

from __future__ import annotations

import math

import numpy as np

from provenance.kernels.contract import Index


def rare_neighbours(
    index: Index, begin: int, end: int, limits: tuple[int, int], floor: float, window: float
) -> np.ndarray:
    """See :func:`provenance.kernels.compiled.retrieval.rare_neighbours`."""
    offsets, terms, looked, weight, post_offsets, post, mass, seconds = index
    keep, min_shared = limits
    out: list[tuple[int, int]] = []
    for i in range(begin, end):
        score: dict[int, int] = {}
        shared: dict[int, int] = {}
        for t in terms[offsets[i] : offsets[i] + looked[i]].tolist():
            for j in post[post_offsets[t] : post_offsets[t + 1]].tolist():
                if j != i:
                    score[j] = score.get(j, 0) + int(weight[t])
                    shared[j] = shared.get(j, 0) + 1
        cosine = {j: s / math.sqrt(mass[i] * mass[j]) for j, s in score.items()}
        good = [j for j in sorted(cosine) if shared[j] >= min_shared and cosine[j] >= floor]
        good.sort(key=lambda j: -cosine[j])
        near = [j for j in good if not abs(seconds[i] - seconds[j]) > window]
        far = [j for j in good if abs(seconds[i] - seconds[j]) > window]
        out += [(min(i, j), max(i, j)) for j in near[:keep] + far[:keep]]
    return np.array(out, np.int32).reshape(-1, 2)
