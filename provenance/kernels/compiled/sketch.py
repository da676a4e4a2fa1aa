"""distinct and minhash in numba."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels import contract as c
from provenance.kernels.compiled.bits import widest
from provenance.kernels.compiled.cuts import listed
from provenance.kernels.compiled.hashing import fmix32
from provenance.kernels.compiled.minima import AT_ONCE, SLOTS, put_minima
from provenance.kernels.jit import njit
from provenance.kernels.permutations import permutations

_BUCKETS = 1 << 20  # at most, when values are spread before they are sorted
_NONE, _ONE = np.uint64(0), np.uint64(1)
_EMPTY, _INT32 = np.uint32(c.EMPTY_SLOT), 4  # bytes
_SWAPS = 2  # of neighbours, both ways, before insertion sort: it has next to nothing to do then
_FULL = 0.75  # of the room that was taken: where less is found, that is given back
_MOVES = 32  # of insertion sort for each value; hashes need fewer than one


@njit(nogil=True, cache=True)
def _minhash(offsets: Any, values: Any, ab: Any, room: Any, out: Any, valid: Any) -> None:
    widest()
    (a, b), mixed = ab, np.int64(room.ctypes.data)
    slots = np.uint64(a.shape[0])
    for doc in range(offsets.shape[0] - 1):
        first, size = np.uint64(offsets[doc]), np.uint64(offsets[doc + 1] - offsets[doc])
        valid[doc] = size > _NONE
        for i in range(size):
            room[i] = fmix32(values[first + i])
        for i in range(size, size + np.uint64(AT_ONCE - 1)):  # A repeated value changes no minimum.
            room[i] = room[size - _ONE] if size else np.uint32(0)
        k, row = _NONE, out[doc]
        while k + np.uint64(SLOTS) <= slots:
            at = np.int64(k) * _INT32
            places = row.ctypes.data + at, a.ctypes.data + at, b.ctypes.data + at
            k += np.uint64(put_minima(places, mixed, np.int64(size), np.int64(slots - k)))
        while k < slots:
            least = _EMPTY
            for i in range(size):
                least = min(least, np.uint32(a[k] * room[i] + b[k]))
            row[k] = least
            k += _ONE


def minhash(
    offsets: ArrayLike, values: ArrayLike, num_perm: int = c.MINHASH_PERMUTATIONS
) -> c.Signatures:
    """MinHash signatures uint32[n, num_perm] of lists of uint32, and which lists are not empty.

    Bit for bit ``datasketch.MinHash(num_perm, seed=1, scheme="affine32")`` (Broder 1997; murmur
    finaliser, then a*h + b mod 2^32 with odd a). Order and repetition change nothing.
    """
    rows, items, most = listed(offsets, values, np.uint32)
    out = np.empty((rows.size - 1, num_perm), dtype=np.uint32)
    valid = np.empty(rows.size - 1, dtype=np.bool_)
    room = np.empty(most + AT_ONCE, dtype=np.uint32)
    _minhash(rows, items, permutations(num_perm), room, out, valid)
    return c.Signatures(out, valid)


@njit(nogil=True, cache=True, inner=True)
def _spread(part: Any, shift: Any, ends: Any, out: Any) -> None:
    """Copy ``part`` into ``out`` in the order of the bits from ``shift`` up."""
    ends[:] = 0
    for i in range(part.shape[0]):
        ends[part[i] >> shift] += np.uint32(1)
    total = np.uint32(0)
    for bucket in range(ends.shape[0]):
        count = ends[bucket]
        ends[bucket] = total
        total += count
    for i in range(part.shape[0]):
        bucket = part[i] >> shift
        out[ends[bucket]] = part[i]
        ends[bucket] += np.uint32(1)


@njit(nogil=True, cache=True, inner=True)
def _swap(part: Any) -> None:
    """Put neighbours in order, two by two: vectors of them at once, and no branch to guess."""
    for i in range(part.shape[0] // 2):
        a, b = part[2 * i], part[2 * i + 1]
        part[2 * i], part[2 * i + 1] = min(a, b), max(a, b)


@njit(nogil=True, cache=True, inner=True)
def _insert(part: Any, room: int) -> Any:
    """Insertion sort; False where it gives up, after ``room`` moves for each value."""
    left = np.int64(room * part.shape[0])
    for i in range(1, part.shape[0]):
        value, k = part[i], i
        while k > 0 and part[k - 1] > value:
            part[k] = part[k - 1]
            k -= 1
        part[k] = value
        left -= i - k
        if left < 0:
            return False
    return True


@njit(nogil=True, cache=True)
def _distinct(offsets: Any, values: Any, width: int, ends: Any, order: Any, cuts: Any) -> Any:
    """Sort values below 2^width by their top bits, then in place: hashes spread evenly.

    How many there are then, and whether these are hashes; if not, nothing holds.
    """
    widest()
    m = _NONE
    for doc in range(offsets.shape[0] - 1):
        part = values[offsets[doc] : offsets[doc + 1]]
        bits = 1
        while (1 << bits) < min(part.shape[0], ends.shape[0]):
            bits += 1
        # The lists before this one took no more room than they had values.
        found = order[m : m + np.uint64(part.shape[0])]
        _spread(part, values.dtype.type(width - bits), ends[: 1 << bits], found)
        for _ in range(_SWAPS):
            _swap(found)
            _swap(found[1:])
        if not _insert(found, _MOVES):
            return m, False
        last = found.shape[0] - 1
        for i in range(found.shape[0]):
            value = found[i]
            order[m] = value
            m += np.uint64(i == last or value != found[i + 1])
        cuts[doc + 1] = m
    return m, True


def distinct(offsets: ArrayLike, values: ArrayLike) -> c.Ragged:
    """The sorted distinct values of each list; uint32 stays uint32, all else becomes uint64.

    Linear in the number of values where they are hashes, O(n log n) where they are not.
    """
    kind = np.uint32 if getattr(values, "dtype", None) == np.uint32 else np.uint64
    rows, items, most = listed(offsets, values, kind)
    order: NDArray[Any] = np.empty(items.size, dtype=kind)
    cuts = np.zeros(rows.size, dtype=np.int64)
    ends = np.empty(min(1 << max(most.bit_length(), 1), _BUCKETS), dtype=np.uint32)
    m, hashed = _distinct(rows, items, 8 * np.dtype(kind).itemsize, ends, order, cuts)
    if hashed:
        found = order[:m]
        return c.Ragged(cuts, found if m > _FULL * items.size else found.copy())
    lists = [np.unique(items[begin:end]) for begin, end in pairwise(rows)]
    return c.Ragged(np.cumsum([0, *map(len, lists)]), np.concatenate(lists))
