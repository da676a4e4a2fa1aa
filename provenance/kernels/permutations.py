"""The permutations of datasketch's ``affine32`` scheme: h -> a*h + b mod 2^32, a odd."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from provenance.kernels.contract import MINHASH_SEED


@cache
def permutations(num_perm: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Multipliers and shifts, uint32[num_perm] each, drawn as datasketch 2 draws them.

    NumPy keeps the stream of ``RandomState`` frozen, so they never change.
    """
    if num_perm < 1:
        raise ValueError(f"num_perm must be 1 or more, not {num_perm}")
    draw = np.random.RandomState(MINHASH_SEED)
    a = draw.randint(0, 1 << 31, num_perm, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    b = draw.randint(0, 1 << 32, num_perm, dtype=np.uint32)
    for drawn in (a, b):
        drawn.flags.writeable = False
    return a, b
