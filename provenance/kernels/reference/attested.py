"""attested, plainly."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels.arrays import column, ragged


def attested(
    offsets: ArrayLike, values: ArrayLike, rows: ArrayLike, label: ArrayLike
) -> NDArray[np.int64]:
    """How many values of each row (of ``rows``) another row of its group has: int64[n]."""
    cuts, items = ragged(offsets, values, np.uint32)
    chosen, group = column(rows, np.int64).tolist(), column(label, np.int32).tolist()
    mine = [items[cuts[row] : cuts[row + 1]].tolist() for row in chosen]
    holders = Counter((g, value) for g, some in zip(group, mine, strict=True) for value in some)
    out = np.zeros(cuts.size - 1, np.int64)
    for row, g, some in zip(chosen, group, mine, strict=True):
        out[row] = sum(holders[g, value] > 1 for value in some)
    return out
