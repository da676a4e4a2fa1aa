"""distinct, minhash and simhash in NumPy."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from provenance.kernels import contract as c
from provenance.kernels.arrays import ragged
from provenance.kernels.permutations import permutations
from provenance.kernels.reference.hashing import fmix32


def minhash(
    offsets: ArrayLike, values: ArrayLike, num_perm: int = c.MINHASH_PERMUTATIONS
) -> c.Signatures:
    """MinHash signatures uint32[n, num_perm] of lists of uint32, and which lists are not empty.

    Bit for bit ``datasketch.MinHash(num_perm, seed=1, scheme="affine32")`` (Broder 1997; murmur
    finaliser, then a*h + b mod 2^32 with odd a). Order and repetition change nothing.
    """
    rows, items = ragged(offsets, values, np.uint32)
    a, b = permutations(num_perm)
    out = np.full((rows.size - 1, num_perm), c.EMPTY_SLOT, dtype=np.uint32)
    for doc in range(rows.size - 1):
        for value in items[rows[doc] : rows[doc + 1]]:
            out[doc] = np.minimum(out[doc], a * np.uint32(fmix32(int(value))) + b)
    return c.Signatures(out, rows[1:] > rows[:-1])


def simhash(offsets: ArrayLike, hashes: ArrayLike, weights: ArrayLike) -> c.Simhashes:
    """SimHash uint64[n] of lists of weighted 64-bit hashes, and which lists are not empty.

    A bit is set where the features that have it weigh more than half of all: bit for bit
    ``simhash.Simhash(features, f=64, hashfunc=hash_token).value`` (Charikar 2002). Weights are
    int32, not negative.
    """
    rows, items = ragged(offsets, hashes, np.uint64)
    _, heavy = ragged(offsets, weights, np.int32)
    out = []
    for first, last in pairwise(rows):
        features = [(int(items[i]), int(heavy[i])) for i in range(first, last)]
        total = sum(weight for _, weight in features)
        sums = [sum(weight for h, weight in features if h >> bit & 1) for bit in range(64)]
        out.append(sum(1 << bit for bit in range(64) if 2 * sums[bit] > total))
    return c.Simhashes(np.array(out, dtype=np.uint64), rows[1:] > rows[:-1])


def distinct(offsets: ArrayLike, values: ArrayLike) -> c.Ragged:
    """The sorted distinct values of each list; uint32 stays uint32, all else becomes uint64."""
    kind = np.uint32 if getattr(values, "dtype", None) == np.uint32 else np.uint64
    rows, items = ragged(offsets, values, kind)
    lists = [np.unique(items[a:b]) for a, b in pairwise(rows)]
    cuts = np.cumsum([0] + [len(found) for found in lists], dtype=np.int64)
    return c.Ragged(cuts, np.concatenate([np.empty(0, dtype=kind), *lists]))
