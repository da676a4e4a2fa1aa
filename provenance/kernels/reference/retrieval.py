"""Articles that share their rarest terms, by definition."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np

from provenance.kernels.contract import Index


def rare_neighbours(
    index: Index, begin: int, end: int, min_shared: int, floor: float
) -> np.ndarray:
    """See :func:`provenance.kernels.compiled.retrieval.rare_neighbours`."""
    out: list[tuple[int, int]] = []
    for i in range(begin, end):
        weight: dict[int, int] = {}
        shared: dict[int, int] = {}
        for t in index.terms[index.offsets[i] :][: index.looked[i]].tolist():
            rows = index.post[index.post_offsets[t] : index.post_offsets[t + 1]].tolist()
            at = rows.index(i)
            for j in rows[:at] if index.whole[i] else rows[:at] + rows[at + 1 :]:
                weight[j] = weight.get(j, 0) + int(index.weight[t])
                shared[j] = shared.get(j, 0) + 1
        for j, w in weight.items():
            score = w / math.sqrt(index.mass[i] * index.mass[j])
            if shared[j] >= min_shared and score >= floor:
                out.append((i << 32 | j, w))
    return np.array(out, np.int64).reshape(-1, 2)


def nearest(index: Index, found: np.ndarray, apart: np.ndarray, most: int) -> np.ndarray:
    """See :func:`provenance.kernels.compiled.nearest.nearest`."""
    lists: dict[tuple[bool, int], list[tuple[float, int, int]]] = defaultdict(list)
    for k, (packed, weight) in enumerate(found.tolist()):
        i, j = packed >> 32, packed & 0xFFFFFFFF
        score = weight / math.sqrt(index.mass[i] * index.mass[j])
        lists[bool(apart[k]), i].append((-score, j, k))
        if index.whole[i] and index.whole[j]:
            lists[bool(apart[k]), j].append((-score, i, k))
    kept = np.zeros(len(found), np.bool_)
    for own in lists.values():
        kept[[k for _, _, k in sorted(own)[:most]]] = True
    return kept
