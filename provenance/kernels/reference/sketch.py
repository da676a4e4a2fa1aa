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


def simhash(tokens: c.Tokens) -> c.Simhashes:
    """SimHash uint64[n] of the distinct words of each document, and which have any.

    A bit is set where more than half of the words' hashes have it: bit for bit
    ``simhash.Simhash(words, f=64, hashfunc=hash_token).value`` (Charikar 2002), for words of
    weight 1. Tokens with BOILERPLATE are passed over, as if they were not there.
    """
    out, valid = [], []
    for first, last in pairwise(tokens.offsets):
        mine = (
            int(tokens.hash[t]) for t in range(first, last) if not tokens.flags[t] & c.BOILERPLATE
        )
        words = set(mine)
        sums = [sum(h >> bit & 1 for h in words) for bit in range(64)]
        out.append(sum(1 << bit for bit in range(64) if 2 * sums[bit] > len(words)))
        valid.append(len(words) > 0)
    return c.Simhashes(np.array(out, dtype=np.uint64), np.array(valid, dtype=np.bool_))


def distinct(offsets: ArrayLike, values: ArrayLike) -> c.Ragged:
    """The sorted distinct values of each list; uint32 stays uint32, all else becomes uint64."""
    kind = np.uint32 if getattr(values, "dtype", None) == np.uint32 else np.uint64
    rows, items = ragged(offsets, values, kind)
    lists = [np.unique(items[a:b]) for a, b in pairwise(rows)]
    cuts = np.cumsum([0] + [len(found) for found in lists], dtype=np.int64)
    return c.Ragged(cuts, np.concatenate([np.empty(0, dtype=kind), *lists]))
