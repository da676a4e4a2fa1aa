"""The permutations of datasketch's ``affine32`` scheme: h -> a*h + b mod 2^32, a odd."""

from __future__ import annotations

import random
from functools import cache

import numpy as np
from numpy.typing import NDArray

from provenance.kernels.contract import MINHASH_SEED


@cache
def permutations(num_perm: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Multipliers and shifts, uint32[num_perm] each, drawn as datasketch 2 draws them.

    Both draw from ``numpy.random.RandomState``, whose stream is frozen: the Mersenne Twister with
    its first way to seed. Python has the same one, and to load NumPy's takes 5 ms.
    """
    if num_perm < 1:
        raise ValueError(f"num_perm must be 1 or more, not {num_perm}")
    state = [MINHASH_SEED]
    for k in range(1, 624):
        state.append((1812433253 * (state[-1] ^ (state[-1] >> 30)) + k) & 0xFFFFFFFF)
    twister = random.Random()
    twister.setstate((3, (*state, 624), None))
    words = [twister.getrandbits(32) for _ in range(2 * num_perm)]
    a, b = np.array(words, np.uint32).reshape(2, num_perm)
    a = a * np.uint32(2) + np.uint32(1)  # the highest bit falls out: one of 31 bits is drawn
    for drawn in (a, b):
        drawn.flags.writeable = False
    return a, b
