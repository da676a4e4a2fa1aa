"""simhash in numba."""

from __future__ import annotations

from typing import Any

import numpy as np

from provenance.kernels import contract as c
from provenance.kernels.arrays import column, ragged
from provenance.kernels.compiled.bits import WORDS, count_bits
from provenance.kernels.jit import njit

_ZERO, _ONE = np.uint64(0), np.uint64(1)
_FULL = 255 // WORDS * WORDS  # words that a byte can count


@njit(nogil=True, cache=True, inner=True)
def _distinct_words(
    hashes: Any, flags: Any, begin: int, end: int, table: Any, slots: int, out: Any
) -> Any:
    """Copy each hash of [begin, end) once into ``out``, but for boilerplate; how many there are.

    So many slots of ``table`` uint64, a power of two above their number, take them by open
    addressing; 0 is a free slot, and the hash 0 is added last.
    """
    for slot in range(slots):
        table[slot] = 0
    last, zero, m = np.uint64(slots - 1), False, _ZERO
    for t in range(begin, end):
        h = hashes[t]
        if flags[t] & c.BOILERPLATE:
            continue
        zero |= h == _ZERO
        slot = h & last
        while table[slot] != _ZERO and table[slot] != h:
            slot = (slot + _ONE) & last
        out[m] = h  # and again, unless it is new: no branch to guess wrong
        m += np.uint64(table[slot] != h)
        table[slot] = h
    out[m] = 0
    return m + np.uint64(zero)


@njit(nogil=True, cache=True, inner=True)
def _majority(words: Any, size: int, counts: Any, sums: Any) -> Any:
    """The bits that more than half of ``size`` words have; behind them stand WORDS zeros."""
    sums[:] = 0
    for first in range(0, size, _FULL):
        counts[:] = 0
        for k in range(first, min(first + _FULL, size), WORDS):
            count_bits(words.ctypes.data + 8 * k, counts.ctypes.data)
        for bit in range(64):
            sums[bit] += counts[bit]
    value = _ZERO
    for bit in range(64):
        value |= np.uint64(2 * sums[bit] > size) << np.uint64(bit)
    return value


@njit(nogil=True, cache=True)
def _simhash(offsets: Any, hashes: Any, flags: Any, room: Any, out: Any, valid: Any) -> None:
    table, words, counts, sums = room
    for doc in range(offsets.shape[0] - 1):
        begin, end, slots = offsets[doc], offsets[doc + 1], 2
        while slots <= 2 * (end - begin):
            slots *= 2
        size = np.int64(_distinct_words(hashes, flags, begin, end, table, slots, words))
        for k in range(size, size + WORDS):
            words[k] = 0
        out[doc] = _majority(words, size, counts, sums)
        valid[doc] = size > 0


def simhash(tokens: c.Tokens) -> c.Simhashes:
    """SimHash uint64[n] of the distinct words of each document, and which have any.

    A bit is set where more than half of the words' hashes have it: bit for bit
    ``simhash.Simhash(words, f=64, hashfunc=hash_token).value`` (Charikar 2002), for words of
    weight 1. Tokens with BOILERPLATE are passed over, as if they were not there.
    """
    offsets, hashes = ragged(tokens.offsets, tokens.hash, np.uint64)
    longest = int(np.max(np.diff(offsets), initial=0))
    table = np.empty(max(2, 1 << (2 * longest).bit_length()), np.uint64)
    words = np.empty(longest + WORDS + 1, np.uint64)
    room = table, words, np.empty(64, np.uint8), np.empty(64, np.int64)
    out = np.empty(offsets.size - 1, dtype=np.uint64)
    valid = np.empty(offsets.size - 1, dtype=np.bool_)
    _simhash(offsets, hashes, column(tokens.flags, np.uint16), room, out, valid)
    return c.Simhashes(out, valid)
