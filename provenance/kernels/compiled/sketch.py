"""distinct, minhash and simhash in numba."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from provenance.kernels import contract as c
from provenance.kernels.arrays import ragged
from provenance.kernels.compiled.hashing import fmix32
from provenance.kernels.jit import njit
from provenance.kernels.permutations import permutations

_ONE = np.uint64(1)


@njit(nogil=True, cache=True)
def _minhash(offsets: Any, values: Any, a: Any, b: Any, out: Any, valid: Any) -> None:
    slots = a.shape[0]
    for doc in range(offsets.shape[0] - 1):
        i, last = offsets[doc], offsets[doc + 1]
        valid[doc] = i < last
        row = out[doc]
        while i < last:
            # Four values at a time (the last one again where fewer are left), so that the row
            # is read and written once for four; a repeated value changes no minimum.
            h0 = fmix32(values[i])
            h1 = fmix32(values[min(i + 1, last - 1)])
            h2 = fmix32(values[min(i + 2, last - 1)])
            h3 = fmix32(values[min(i + 3, last - 1)])
            for k in range(slots):
                low = min(np.uint32(a[k] * h0 + b[k]), np.uint32(a[k] * h1 + b[k]))
                high = min(np.uint32(a[k] * h2 + b[k]), np.uint32(a[k] * h3 + b[k]))
                row[k] = min(row[k], min(low, high))
            i += 4


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
    valid = np.zeros(rows.size - 1, dtype=np.bool_)
    _minhash(rows, items, a, b, out, valid)
    return c.Signatures(out, valid)


@njit(nogil=True, cache=True)
def _simhash(offsets: Any, hashes: Any, weights: Any, out: Any, valid: Any) -> None:
    sums = np.empty(64, np.int64)
    for doc in range(offsets.shape[0] - 1):
        sums[:] = 0
        total = np.int64(0)
        for i in range(offsets[doc], offsets[doc + 1]):
            weight = np.int64(weights[i])
            total += weight
            for bit in range(64):
                sums[bit] += np.int64((hashes[i] >> np.uint64(bit)) & _ONE) * weight
        value = np.uint64(0)
        for bit in range(64):
            if 2 * sums[bit] > total:
                value |= _ONE << np.uint64(bit)
        out[doc] = value
        valid[doc] = offsets[doc] < offsets[doc + 1]


def simhash(offsets: ArrayLike, hashes: ArrayLike, weights: ArrayLike) -> c.Simhashes:
    """SimHash uint64[n] of lists of weighted 64-bit hashes, and which lists are not empty.

    A bit is set where the features that have it weigh more than half of all: bit for bit
    ``simhash.Simhash(features, f=64, hashfunc=hash_token).value`` (Charikar 2002). Weights are
    int32, not negative.
    """
    rows, items = ragged(offsets, hashes, np.uint64)
    _, heavy = ragged(offsets, weights, np.int32)
    out = np.empty(rows.size - 1, dtype=np.uint64)
    valid = np.empty(rows.size - 1, dtype=np.bool_)
    _simhash(rows, items, heavy, out, valid)
    return c.Simhashes(out, valid)


@njit(nogil=True, cache=True)
def _sink(heap: Any, root: int, size: int) -> None:
    value = heap[root]
    while 2 * root + 1 < size:
        child = 2 * root + 1
        if child + 1 < size and heap[child] < heap[child + 1]:
            child += 1
        if heap[child] <= value:
            break
        heap[root] = heap[child]
        root = child
    heap[root] = value


@njit(nogil=True, cache=True)
def _heap_sort(part: Any) -> None:
    for root in range(part.shape[0] // 2 - 1, -1, -1):
        _sink(part, root, part.shape[0])
    for size in range(part.shape[0] - 1, 0, -1):
        part[0], part[size] = part[size], part[0]
        _sink(part, 0, size)


@njit(nogil=True, cache=True)
def _distinct(offsets: Any, values: Any, out: Any, cuts: Any) -> Any:
    m = 0
    for doc in range(offsets.shape[0] - 1):
        first, last = offsets[doc], offsets[doc + 1]
        part = np.sort(values[first:last])
        for i in range(part.shape[0]):
            if i == 0 or part[i] != part[i - 1]:
                out[m] = part[i]
                m += 1
        cuts[doc + 1] = m
    return m


def distinct(offsets: ArrayLike, values: ArrayLike) -> c.Ragged:
    """The sorted distinct values of each list; uint32 stays uint32, all else becomes uint64."""
    kind = np.uint32 if getattr(values, "dtype", None) == np.uint32 else np.uint64
    rows, items = ragged(offsets, values, np.uint64)
    out = np.empty(items.size, dtype=np.uint64)
    cuts = np.zeros(rows.size, dtype=np.int64)
    m = _distinct(rows, items, out, cuts)
    return c.Ragged(cuts, out[:m].astype(kind))
