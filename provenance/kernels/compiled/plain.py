"""Hashes of plain words, which are all ASCII letters and digits: many at once.

Every loop over ``work`` is over rows of one array with a fixed distance between them, so that LLVM
knows that they do not overlap and takes several words in one instruction.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from provenance.kernels import contract as c
from provenance.kernels.compiled.bits import widest
from provenance.kernels.compiled.hashing import SEED, fmix64, step
from provenance.kernels.compiled.lanes import LANES, settle, words_at
from provenance.kernels.jit import njit

DONE = 1 << 15  # a flag that no token has: its hashes are there
LONGEST = 16  # characters of a plain word; as many bytes are read, however long it is
_AT_ONCE = 64
_LOW, _HIGH, _SIZE, _HASH, _STEM, _FLAGS, _ROWS = range(7)

# One byte of 8 each, for arithmetic on eight characters at once.
CASE = np.uint64(0x2020202020202020)  # set, it folds a letter, and changes no digit
_LETTERS = np.uint64(0x4040404040404040)  # which letters have and digits have not
_FIRST = np.uint64(0x40)  # of these, that of the first character
_ALL, _ZERO, _ONE = np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(0), np.uint64(1)
_BYTES, _HALF, _SHIFT = np.uint64(8), np.uint64(4), np.uint64(32)
_DONE = np.uint64(DONE)
_STEM_BYTES = np.uint64((1 << 8 * c.STEM_LENGTH) - 1)
_STEM_LIMIT = np.uint64(c.STEM_LENGTH)
_CAPITAL, _UPPER, _NUMBER = np.uint64(c.CAPITAL), np.uint64(c.UPPER), np.uint64(c.NUMBER)


def work() -> Any:
    """Room for :func:`hash_plain`, uint64."""
    return np.zeros((_ROWS, _AT_ONCE), np.uint64)


@njit(nogil=True, cache=True, inline=True)
def first_bytes(count: Any) -> Any:
    """All the bits of the first 0 to 8 bytes; a shift by 64 bits at once is not defined."""
    return ~(_ALL << count * _HALF << count * _HALF)


@njit(nogil=True, cache=True, inline=True)
def hash_stem(word: Any, size: Any) -> Any:
    """Stem hash of a folded word of so many bytes, the first eight of them in ``word``."""
    return fmix64(step(SEED, word & _STEM_BYTES) ^ min(size, _STEM_LIMIT))


@njit(nogil=True, cache=True, inline=True)
def hash_word(low: Any, high: Any, size: Any) -> Any:
    """Hash, stem hash and flags of a word of 1 to 16 bytes, the first eight of them in ``low``."""
    keep = first_bytes(min(size, _BYTES))
    letters, low_word = low & keep & _LETTERS, (low | CASE) & keep
    capitals = letters & ~(low << _ONE)
    keep = first_bytes(max(size, _BYTES) - _BYTES)
    more, high_word = high & keep & _LETTERS, (high | CASE) & keep
    one = step(SEED, low_word)
    h = fmix64((step(one, high_word) if size > _BYTES else one) ^ size)
    stem = hash_stem(low_word, size)
    flags = _CAPITAL if capitals & _FIRST != _ZERO else _ZERO
    flags |= _ZERO if letters & _FIRST != _ZERO else _NUMBER
    uppers = capitals | (more & ~(high << _ONE)) >> _ONE
    letters |= more >> _ONE
    # Two bits or more: two letters at least.
    shouted = (uppers == letters) & (letters & (letters - _ONE) != _ZERO)
    return h, stem, flags | (_UPPER if shouted else _ZERO)


@njit(nogil=True, cache=True, inner=True)
def hash_plain(base: int, first: Any, last: Any, room: Any, columns: Any) -> None:
    """Fill in hashes, stems and flags of the tokens [first, last).

    Args:
        base: address of the document.
        first, last: uint64.
        room: see :func:`work`.
        columns: the columns hash, stem, start, end and flags, LANES longer than ``last``; to the
            last, flags are added. Where it has DONE, only that is taken away: no plain word, and
            its hashes are there.
    """
    widest()
    out_hash, out_stem, start, end, flags = columns
    for n in range(LANES):  # No token, so that the last vector takes no bytes for these.
        flags[last + np.uint64(n)] = _DONE
    words = np.int64(room.ctypes.data)
    found = words + 8 * _HASH * _AT_ONCE
    while first < last:
        count: Any = min(np.int64(last - first), _AT_ONCE)
        vectors = (count + LANES - 1) // LANES
        for n in range(vectors):
            t = np.int64(first) + LANES * n
            spans = (start.ctypes.data + 4 * t, end.ctypes.data + 4 * t, flags.ctypes.data + 2 * t)
            words_at(base, spans, words, words + 8 * LANES * n, 8 * _AT_ONCE)
        for n in range(LANES * vectors):
            k = np.uint64(n)
            h, stem, more = hash_word(room[_LOW, k], room[_HIGH, k], room[_SIZE, k])
            room[_HASH, k], room[_STEM, k], room[_FLAGS, k] = h, stem, more
        for n in range(vectors):
            t = np.int64(first) + LANES * n
            out = (out_hash.ctypes.data + 8 * t, out_stem.ctypes.data + 4 * t)
            settle(found + 8 * LANES * n, 8 * _AT_ONCE, out, flags.ctypes.data + 2 * t)
        first += np.uint64(_AT_ONCE)
