"""simhash in numba."""

from __future__ import annotations

from typing import Any

import numpy as np

from provenance.kernels import contract as c
from provenance.kernels.arrays import column
from provenance.kernels.compiled.bits import WORDS, count_bits
from provenance.kernels.compiled.cuts import listed
from provenance.kernels.compiled.shingle import hashes_left
from provenance.kernels.jit import njit

_ZERO, _ONE = np.uint64(0), np.uint64(1)
_NEXT, _TURN = np.uint64(13), np.uint64(63)  # bits from one round to the next
_FULL = 255 // WORDS * WORDS  # words that a byte can count


@njit(nogil=True, cache=True, inline=True)
def _winners(hashes: Any, n: Any, shift: Any, place: Any, last: Any, out: Any, m: Any) -> Any:
    """Copy some of ``n`` hashes once behind the ``m`` of ``out``, the others to their front.

    Of hashes with the same bits from ``shift`` up, the one that stands last is copied; ``place``
    takes where it is. Gives how many are in ``out`` then, and how many are left. All is written
    each time and kept by a count: what a hash will be cannot be guessed.
    """
    left = _ZERO
    for i in range(n):
        place[hashes[i] >> shift & last] = i
    for i in range(n):
        h = hashes[i]
        at = np.uint64(place[h >> shift & last])
        same = hashes[at] == h
        out[m] = h
        m += np.uint64(at == i)
        hashes[left] = h
        left += np.uint64(not same)
    return m, left


@njit(nogil=True, cache=True, inner=True)
def _distinct_words(
    hashes: Any, flags: Any, begin: Any, end: Any, place: Any, room: Any, out: Any
) -> Any:
    """Copy each hash of [begin, end) once into ``out``, but for boilerplate; how many there are."""
    n = hashes_left(hashes, flags, begin, end, c.BOILERPLATE, room)
    m, shift, last = _ZERO, _ZERO, _ONE
    while last < n:
        last = last << _ONE
    last = (last << _ONE) - _ONE
    while n:
        m, n = _winners(room, n, shift, place, last, out, m)
        shift = (shift + _NEXT) & _TURN
    return m


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
    place, words, rest, counts, sums = room
    for doc in range(offsets.shape[0] - 1):
        begin, end = np.uint64(offsets[doc]), np.uint64(offsets[doc + 1])
        size = np.int64(_distinct_words(hashes, flags, begin, end, place, rest, words))
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
    offsets, hashes, most = listed(tokens.offsets, tokens.hash, np.uint64)
    place = np.empty(4 << most.bit_length(), np.uint32)
    words, rest = np.empty(most + WORDS + 1, np.uint64), np.empty(most + 1, np.uint64)
    room = place, words, rest, np.empty(64, np.uint8), np.empty(64, np.int64)
    out = np.empty(offsets.size - 1, dtype=np.uint64)
    valid = np.empty(offsets.size - 1, dtype=np.bool_)
    _simhash(offsets, hashes, column(tokens.flags, np.uint16), room, out, valid)
    return c.Simhashes(out, valid)
