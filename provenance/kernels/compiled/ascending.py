"""ascending in numba: a radix sort, which looks at no value more often than it has digits."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from provenance.kernels.jit import njit

_BITS = 11  # of a digit, so that where the values of each go next stays near the processor
_DIGITS = 1 << _BITS
_MASK = np.uint64(_DIGITS - 1)
_FEW = 1 << 12  # values that are as soon sorted by comparing


@njit(nogil=True, cache=True)
def _ascending(values: Any, spare: Any, counts: Any) -> Any:
    """Sort ``values``, by their lowest digits first; whether they stand in ``spare`` then."""
    counts[:] = 0
    for i in range(values.shape[0]):
        for digit in range(counts.shape[0]):
            shift = np.uint64(_BITS * digit)
            counts[digit, np.uint64(values[i]) >> shift & _MASK] += 1
    moved = False
    for digit in range(counts.shape[0]):
        shift, place, only = np.uint64(_BITS * digit), np.int64(0), False
        for k in range(_DIGITS):
            count = counts[digit, k]
            counts[digit, k] = place
            place += count
            only |= count == values.shape[0]
        if only:  # as the digits above all values are
            continue
        for i in range(values.shape[0]):
            bucket = np.uint64(values[i]) >> shift & _MASK
            spare[counts[digit, bucket]] = values[i]
            counts[digit, bucket] += 1
        values, spare, moved = spare, values, not moved
    return moved


def ascending(values: NDArray[Any]) -> NDArray[Any]:
    """The values of a column of integers, none of them negative, sorted: a copy.

    Linear: NumPy compares, which takes four times as long, on processors that are slow to write
    some values of a vector.
    """
    if values.size < _FEW:
        return np.sort(values)
    kind = np.uint32 if values.dtype.itemsize == 4 else np.uint64
    here = values.astype(kind)
    spare = np.empty_like(here)
    counts = np.empty((-(-8 * here.itemsize // _BITS), _DIGITS), np.int64)
    found = spare if _ascending(here, spare, counts) else here
    return found.astype(values.dtype, copy=False)
