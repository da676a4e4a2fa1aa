"""count_flagged in numba."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels.compiled.cuts import listed
from provenance.kernels.jit import njit


@njit(nogil=True, cache=True)
def _count(offsets: Any, flags: Any, bits: int, out: Any) -> None:
    for doc in range(offsets.shape[0] - 1):
        count = np.int32(0)
        for t in range(np.uint64(offsets[doc]), np.uint64(offsets[doc + 1])):
            count = np.int32(count + ((flags[t] & bits) != 0))
        out[doc] = count


def count_flagged(offsets: ArrayLike, flags: ArrayLike, bits: int) -> NDArray[np.int64]:
    """How many of the flags uint16 of each document have one of ``bits``: int64[n]."""
    rows, items, _ = listed(offsets, flags, np.uint16)
    out = np.empty(rows.size - 1, np.int64)
    _count(rows, items, bits, out)
    return out
