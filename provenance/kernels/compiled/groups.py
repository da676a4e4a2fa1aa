"""band_keys, bucket_pairs, hamming_pairs and components in numba."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels import contract as c
from provenance.kernels.arrays import column, pairs_of
from provenance.kernels.compiled.bits import ones
from provenance.kernels.compiled.hashing import SEED, fmix64, step
from provenance.kernels.jit import njit

_CELLS = 8  # for each key, so that one in nine meets another by chance
_START = np.int64(0)  # a plain 0 would have _bucket_end compiled once more


@njit(nogil=True, cache=True)
def _band_keys(signatures: Any, rows: int, out: Any) -> None:
    for doc in range(out.shape[0]):
        for band in range(out.shape[1]):
            h = step(SEED, np.uint64(band))
            for k in range(band * rows, (band + 1) * rows):
                h = step(h, np.uint64(signatures[doc, k]))
            out[doc, band] = fmix64(h)


def band_keys(signatures: ArrayLike, bands: int, rows: int) -> NDArray[np.uint64]:
    """A key uint64[n, bands] for each band of ``rows`` slots of signatures uint32[n, k].

    Keys of one band are equal where the rows are equal, and otherwise with probability 2^-64.
    Raises ValueError where k < bands * rows.
    """
    slots = column(signatures, np.uint32)
    if slots.ndim != 2 or bands < 1 or rows < 1 or bands * rows > slots.shape[1]:
        raise ValueError(f"{bands} bands of {rows} rows do not fit signatures {slots.shape}")
    out = np.empty((slots.shape[0], bands), dtype=np.uint64)
    _band_keys(slots, rows, out)
    return out


@njit(nogil=True, cache=True, inner=True)
def _bucket_end(keys: Any, start: int) -> Any:
    end = start + 1
    while end < keys.shape[0] and keys[end] == keys[start]:
        end += 1
    return end


@njit(nogil=True, cache=True)
def _bucket_pairs(keys: Any, members: Any, cap: int, out: Any) -> Any:
    """Pairs a << 32 | b of sorted keys, into ``out`` if it has room; number of pairs, capped."""
    m, capped = 0, 0
    start = _START
    write = out.shape[0] > 0
    while start < keys.shape[0]:
        end = _bucket_end(keys, start)
        size = end - start
        if size > cap:
            capped += 1
        if not write:
            m += size - 1 if size > cap else size * (size - 1) // 2
            start = end
            continue
        heads = 1 if size > cap else size
        for i in range(start, start + heads):
            for j in range(i + 1, end):
                out[m] = (np.int64(members[i]) << 32) | np.int64(members[j])
                m += 1
        start = end
    return m, capped


def _unpack(packed: NDArray[np.int64]) -> NDArray[np.int32]:
    """Pairs [m, 2] from a << 32 | b."""
    pairs = np.empty((packed.size, 2), dtype=np.int32)
    pairs[:, 0] = packed >> 32
    pairs[:, 1] = packed & 0xFFFFFFFF
    return pairs


def _order(values: NDArray[np.uint64]) -> NDArray[np.int64]:
    """``np.argsort(values, kind="stable")`` by two bytes at a time, in a third of the time."""
    return np.lexsort([(values >> np.uint64(bits)).astype(np.uint16) for bits in (0, 16, 32, 48)])


@njit(nogil=True, cache=True)
def _mark_shared(keys: Any, shift: Any, cells: Any, out: Any) -> Any:
    """List the keys whose top bits another one has; how many. ``cells``: a byte for all of these.

    A cell shifts in a bit for each key, so that it is 1 after the first and more after another.
    """
    cells[:] = 0
    for k in range(keys.shape[0]):
        cell = keys[k] >> shift
        cells[cell] = cells[cell] << 1 | 1
    n = 0
    for k in range(keys.shape[0]):
        out[n] = k
        n += cells[keys[k] >> shift] > 1
    return n


def _maybe_shared(keys: NDArray[np.uint64], cells: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The places of all keys that stand there twice, and of some that do not.

    Most keys stand alone, and their top bits tell: to sort the few others takes a tenth.
    """
    out = np.empty(keys.size + 1, dtype=np.int64)
    shift = np.uint64(65 - cells.size.bit_length())
    return out[: _mark_shared(keys, shift, cells, out)]


def bucket_pairs(keys: ArrayLike, valid: ArrayLike, cap: int) -> c.Pairs:
    """The pairs of documents that share a key in a band, sorted, each once.

    ``keys`` uint64[n, bands]; documents that are not ``valid`` take no part. A bucket of at most
    ``cap`` documents gives all its pairs, a larger one only the pairs of its first document with
    each other one (a star: size - 1 pairs that keep it connected), and counts as capped.
    """
    table = column(keys, np.uint64)
    members = np.flatnonzero(column(valid, np.bool_)).astype(np.int32)
    found = [np.empty(0, dtype=np.int64)]
    capped = 0
    cells = np.empty(1 << (_CELLS * members.size).bit_length(), dtype=np.uint8)
    for band in range(table.shape[1]):
        band_keys_ = table[members, band]
        some = _maybe_shared(band_keys_, cells) if cap else np.arange(members.size)
        order = some[_order(band_keys_[some])]
        sorted_keys, sorted_members = band_keys_[order], members[order]
        m, over = _bucket_pairs(sorted_keys, sorted_members, cap, np.empty(0, dtype=np.int64))
        out = np.empty(m, dtype=np.int64)
        _bucket_pairs(sorted_keys, sorted_members, cap, out)
        found.append(out)
        capped += over
    return c.Pairs(_unpack(np.unique(np.concatenate(found))), int(capped))


@njit(nogil=True, cache=True)
def _hamming_pairs(values: Any, members: Any, cap: int, distance: int, out: Any) -> Any:
    """Close pairs of values sorted by their top block, into ``out`` as far as it has room."""
    m, over, start = 0, 0, 0
    while start < values.shape[0]:
        end = start + 1
        while end < values.shape[0] and values[end] >> np.uint64(48) == values[start] >> np.uint64(
            48
        ):
            end += 1
        capped = end - start > cap
        over += 1 if capped else 0
        for i in range(start, end):
            for j in range(i + 1, min(i + 2, end) if capped else end):
                if ones(values[i] ^ values[j]) <= distance:
                    if m < out.shape[0]:
                        a, b = np.int64(members[i]), np.int64(members[j])
                        out[m] = (min(a, b) << 32) | max(a, b)
                    m += 1
        start = end
    return m, over


def hamming_pairs(simhashes: ArrayLike, valid: ArrayLike, distance: int, cap: int) -> c.Pairs:
    """The pairs of SimHash values uint64[n] at most ``distance`` (0..3) bits apart.

    Values that differ in at most three bits agree in one of four 16-bit blocks (pigeonhole; Manku,
    Jain and Sarma 2007), so only values that share a block are compared. In a block value shared
    by more than ``cap`` documents, only neighbours in the order of (value rotated to begin with
    the block, document) are compared (equal values stay connected), and it counts as capped.
    """
    if not 0 <= distance <= c.MAX_HAMMING:
        raise ValueError(f"distance must be 0..{c.MAX_HAMMING}, not {distance}")
    members = np.flatnonzero(column(valid, np.bool_)).astype(np.int32)
    values = column(simhashes, np.uint64)[members]
    found = [np.empty(0, dtype=np.int64)]
    capped = 0
    for turn in range(4):
        low, high = np.uint64(16 * turn), np.uint64((64 - 16 * turn) % 64)
        rotated = values << low | values >> high if turn else values
        order = _order(rotated)
        args = rotated[order], members[order], cap, distance
        out = np.empty(max(1024, values.size), dtype=np.int64)
        m, over = _hamming_pairs(*args, out)
        if m > out.size:
            out = np.empty(m, dtype=np.int64)
            _hamming_pairs(*args, out)
        found.append(out[:m])
        capped += over
    return c.Pairs(_unpack(np.unique(np.concatenate(found))), int(capped))


@njit(nogil=True, cache=True)
def _components(pairs: Any, labels: Any) -> None:
    for k in range(pairs.shape[0]):
        a, b = np.int64(pairs[k, 0]), np.int64(pairs[k, 1])
        while labels[a] != a:
            labels[a] = labels[labels[a]]
            a = np.int64(labels[a])
        while labels[b] != b:
            labels[b] = labels[labels[b]]
            b = np.int64(labels[b])
        # The smaller root stays a root, so that each root is the smallest of its component.
        if a < b:
            labels[b] = a
        else:
            labels[a] = b
    for i in range(labels.shape[0]):
        labels[i] = labels[labels[i]]


def components(n: int, pairs: ArrayLike) -> NDArray[np.int32]:
    """The smallest member int32[n] of each document's connected component.

    Union-find with path halving (Tarjan and van Leeuwen 1984), O(m log n). Raises ValueError
    where a pair leaves [0, n).
    """
    labels = np.arange(n, dtype=np.int32)
    _components(pairs_of(pairs, n), labels)
    return labels
