"""weigher, plainly."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Weigh = Callable[[np.ndarray, np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def weigher(known: np.ndarray, idf: np.ndarray) -> Weigh:
    """See :func:`provenance.kernels.compiled.weights.weigher`."""
    weight_of = dict(zip(known.tolist(), idf, strict=True))

    def weigh(
        offsets: np.ndarray, values: np.ndarray, rows: np.ndarray, out: np.ndarray
    ) -> np.ndarray:
        sums = np.zeros((len(offsets) - 1, 2))
        for row in rows.tolist():
            for p in range(offsets[row], offsets[row + 1]):
                out[p] = weight = weight_of.get(int(values[p]), np.float32(0))
                sums[row] += weight, weight * weight
        return sums

    return weigh
