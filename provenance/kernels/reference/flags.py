"""count_flagged and unflagged, plainly."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels import contract as c
from provenance.kernels.arrays import column, ragged


def count_flagged(offsets: ArrayLike, flags: ArrayLike, bits: int) -> NDArray[np.int64]:
    """How many of the flags uint16 of each document have one of ``bits``: int64[n]."""
    rows, items = ragged(offsets, flags, np.uint16)
    counts = [np.count_nonzero(items[a:b] & bits) for a, b in pairwise(rows)]
    return np.array(counts, np.int64)


def unflagged(offsets: ArrayLike, values: ArrayLike, flags: ArrayLike, bits: int) -> c.Ragged:
    """The values uint64 of each document whose flags uint16 have none of ``bits``, in order."""
    rows, items = ragged(offsets, values, np.uint64)
    marks = column(flags, np.uint16)
    if marks.size != items.size:
        raise ValueError("each value needs its flags")
    lists = [items[a:b][(marks[a:b] & bits) == 0] for a, b in pairwise(rows)]
    cuts = np.cumsum([0, *map(len, lists)], dtype=np.int64)
    return c.Ragged(cuts, np.concatenate([np.empty(0, np.uint64), *lists]))
