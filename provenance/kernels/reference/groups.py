"""band_keys, bucket_pairs, hamming_pairs and components, plainly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels import contract as c
from provenance.kernels.arrays import column, pairs_of
from provenance.kernels.reference.hashing import MASK64, fmix64, step


def band_keys(signatures: ArrayLike, bands: int, rows: int) -> NDArray[np.uint64]:
    """A key uint64[n, bands] for each band of ``rows`` slots of signatures uint32[n, k].

    Keys of one band are equal where the rows are equal, and otherwise with probability 2^-64.
    Raises ValueError where k < bands * rows.
    """
    slots = column(signatures, np.uint32)
    if slots.ndim != 2 or bands < 1 or rows < 1 or bands * rows > slots.shape[1]:
        raise ValueError(f"{bands} bands of {rows} rows do not fit signatures {slots.shape}")
    out = np.empty((slots.shape[0], bands), dtype=np.uint64)
    for doc, band in np.ndindex(out.shape):
        h = step(c.HASH_SEED, band)
        for slot in slots[doc, band * rows : (band + 1) * rows]:
            h = step(h, int(slot))
        out[doc, band] = fmix64(h)
    return out


def _sorted_pairs(pairs: Iterable[tuple[int, int]]) -> NDArray[np.int32]:
    return np.array(sorted(set(pairs)), dtype=np.int32).reshape(-1, 2)


def bucket_pairs(keys: ArrayLike, valid: ArrayLike, cap: int) -> c.Pairs:
    """The pairs of documents that share a key in a band, sorted, each once.

    ``keys`` uint64[n, bands]; documents that are not ``valid`` take no part. A bucket of at most
    ``cap`` documents gives all its pairs, a larger one only the pairs of its first document with
    each other one (a star: size - 1 pairs that keep it connected), and counts as capped.
    """
    table, usable = column(keys, np.uint64), column(valid, np.bool_)
    pairs: set[tuple[int, int]] = set()
    capped = 0
    for band in range(table.shape[1]):
        buckets = defaultdict(list)
        for doc in np.flatnonzero(usable):
            buckets[int(table[doc, band])].append(int(doc))
        for members in buckets.values():
            if len(members) > cap:
                capped += 1
                pairs.update((members[0], other) for other in members[1:])
            else:
                pairs.update(combinations(members, 2))
    return c.Pairs(_sorted_pairs(pairs), capped)


def hamming_pairs(simhashes: ArrayLike, valid: ArrayLike, distance: int, cap: int) -> c.Pairs:
    """The pairs of SimHash values uint64[n] at most ``distance`` (0..3) bits apart.

    Values that differ in at most three bits agree in one of four 16-bit blocks (pigeonhole; Manku,
    Jain and Sarma 2007), so only values that share a block are compared. In a block value shared
    by more than ``cap`` documents, only neighbours in the order of (value rotated to begin with
    the block, document) are compared (equal values stay connected), and it counts as capped.
    """
    if not 0 <= distance <= c.MAX_HAMMING:
        raise ValueError(f"distance must be 0..{c.MAX_HAMMING}, not {distance}")
    values, usable = column(simhashes, np.uint64), column(valid, np.bool_)
    pairs: set[tuple[int, int]] = set()
    capped = 0
    for turn in range(0, 64, 16):
        buckets = defaultdict(list)
        for doc in np.flatnonzero(usable):
            value = int(values[doc])
            rotated = (value << turn | value >> (64 - turn)) & MASK64
            buckets[rotated >> 48].append((rotated, int(doc)))
        for bucket in buckets.values():
            members = sorted(bucket)
            capped += len(members) > cap
            near = pairwise(members) if len(members) > cap else combinations(members, 2)
            for (x, a), (y, b) in near:
                if (x ^ y).bit_count() <= distance:
                    pairs.add((min(a, b), max(a, b)))
    return c.Pairs(_sorted_pairs(pairs), capped)


def components(n: int, pairs: ArrayLike) -> NDArray[np.int32]:
    """The smallest member int32[n] of each document's connected component.

    Raises ValueError where a pair leaves [0, n).
    """
    members = {i: [i] for i in range(n)}
    labels = list(range(n))
    for a, b in pairs_of(pairs, n).tolist():
        keep, drop = sorted((labels[a], labels[b]))
        if keep != drop:
            for member in members[drop]:
                labels[member] = keep
            members[keep] += members.pop(drop)
    return np.array(labels, dtype=np.int32)
