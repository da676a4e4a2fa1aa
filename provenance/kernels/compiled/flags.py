"""count_flagged and unflagged in numba."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels import contract as c
from provenance.kernels.arrays import column, ragged
from provenance.kernels.jit import njit


@njit(nogil=True, cache=True)
def _count(offsets: Any, flags: Any, bits: int, out: Any) -> None:
    for doc in range(offsets.shape[0] - 1):
        count = np.int64(0)
        for t in range(offsets[doc], offsets[doc + 1]):
            count += (flags[t] & bits) != 0
        out[doc] = count


def count_flagged(offsets: ArrayLike, flags: ArrayLike, bits: int) -> NDArray[np.int64]:
    """How many of the flags uint16 of each document have one of ``bits``: int64[n]."""
    rows, items = ragged(offsets, flags, np.uint16)
    out = np.empty(rows.size - 1, np.int64)
    _count(rows, items, bits, out)
    return out


@njit(nogil=True, cache=True)
def _unflagged(offsets: Any, values: Any, flags: Any, bits: int, out: Any, cuts: Any) -> Any:
    m = np.int64(0)
    for doc in range(offsets.shape[0] - 1):
        for t in range(offsets[doc], offsets[doc + 1]):
            out[m] = values[t]  # and again, unless it is to stay: no branch to guess wrong
            m += (flags[t] & bits) == 0
        cuts[doc + 1] = m
    return m


def unflagged(offsets: ArrayLike, values: ArrayLike, flags: ArrayLike, bits: int) -> c.Ragged:
    """The values uint64 of each document whose flags uint16 have none of ``bits``, in order."""
    rows, items = ragged(offsets, values, np.uint64)
    marks = column(flags, np.uint16)
    if marks.size != items.size:
        raise ValueError("each value needs its flags")
    out = np.empty(items.size + 1, np.uint64)
    cuts = np.zeros(rows.size, np.int64)
    m = _unflagged(rows, items, marks, bits, out, cuts)
    return c.Ragged(cuts, out[:m])
