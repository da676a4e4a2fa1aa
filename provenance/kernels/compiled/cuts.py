"""Offsets of documents, checked in one look: NumPy takes nine, each dearer than the kernel's."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from provenance.kernels.arrays import MAX_DOCUMENT_BYTES, TOO_LONG, column, offsets_of
from provenance.kernels.jit import njit

_WRONG = -1


# With the interpreter held: to have it again, once let go, takes longer than the look.
@njit(nogil=False, cache=True)
def _longest(cuts: Any, size: int) -> Any:
    """Items of the longest list, or _WRONG where the cuts do not rise within [0, size]."""
    if cuts[0] < 0 or cuts[-1] > size:
        return _WRONG
    most, falls = np.int64(0), False
    for k in range(1, cuts.shape[0]):
        begin, end = cuts[np.uint64(k - 1)], cuts[np.uint64(k)]
        falls |= end < begin
        most = max(most, end - begin)
    return _WRONG if falls else most


def measured(offsets: ArrayLike, size: int) -> tuple[NDArray[np.int64], int]:
    """What ``arrays.offsets_of`` gives, with its errors, and the items of the longest list."""
    cuts = column(offsets, np.int64)
    most: int = _longest(cuts, size) if cuts.ndim == 1 and cuts.size else _WRONG
    return (cuts, most) if most >= 0 else (offsets_of(cuts, size), 0)


def listed(
    offsets: ArrayLike, values: ArrayLike, dtype: DTypeLike
) -> tuple[NDArray[np.int64], NDArray[Any], int]:
    """Checked offsets and values of a list column, and the items of its longest list."""
    items = column(values, dtype)
    cuts, most = measured(offsets, items.size)
    return cuts, items, most


def documents(
    data: ArrayLike, offsets: ArrayLike
) -> tuple[NDArray[np.uint8], NDArray[np.int64], int]:
    """Checked bytes and offsets of a batch of texts, and the bytes of its longest.

    Raises ValueError where offsets are wrong or one document has 2 GiB or more.
    """
    text = column(data, np.uint8)
    cuts, most = measured(offsets, text.size)
    if most > MAX_DOCUMENT_BYTES:
        raise ValueError(TOO_LONG)
    return text, cuts, most
