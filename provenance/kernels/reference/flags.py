"""count_flagged, plainly."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels.arrays import ragged


def count_flagged(offsets: ArrayLike, flags: ArrayLike, bits: int) -> NDArray[np.int64]:
    """How many of the flags uint16 of each document have one of ``bits``: int64[n]."""
    rows, items = ragged(offsets, flags, np.uint16)
    counts = [np.count_nonzero(items[a:b] & bits) for a, b in pairwise(rows)]
    return np.array(counts, np.int64)
